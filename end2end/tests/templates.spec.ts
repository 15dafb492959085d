import { expect, expectAccessible, open, signIn, test } from "../fixtures.js";
import type { Page } from "@playwright/test";

const unique = (name: string) => `${name} ${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

/** "Ballad Industries" has MiVoice Business; its templates. */
async function templatesPath(page: Page): Promise<string> {
  await signIn(page, "admin");
  const me = await (await page.request.get("/api/v1/me")).json();
  return `/accounts/${me.account_id}/templates`;
}

async function make(page: Page, path: string, name: string): Promise<string> {
  const pbx = { service_category: "Standard", tier: "Essentials", group: "Sales", phones: [{ kind: "desk", model: "6930" }] };
  const answer = await page.request.post(`/api/v1${path}`, { data: { name, settings: { mivoice_business: pbx } } });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

/** A user of this test alone. */
async function person(page: Page, path: string): Promise<string> {
  const name = unique("tom").replace(" ", "");
  const answer = await page.request.post(`/api/v1${path.replace("/templates", "/users")}`, {
    data: { first_name: "Tom", last_name: name, email: `${name}@templates.example` },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("TPL-01 the list shows names, products and who changed them last", async ({ page }) => {
    const path = await templatesPath(page);
    await page.goto(`${path}?search=reception`);
    await expect(page.getByRole("heading", { name: "User Templates" })).toBeVisible();
    await expect(page.locator("tbody tr[data-index]")).toHaveCount(1);
    await expect(page.getByText("Large phone with park, paging and night service")).toBeVisible();
  });
});

test("TPL-02 TPL-07 TPL-08 a template is created, changed, and saved as a new one", async ({ page }) => {
  const path = await templatesPath(page);
  const name = unique("Sales");
  await open(page, path);
  await page.getByRole("link", { name: "Create Template" }).click();
  const save = page.getByRole("button", { name: "Save", exact: true });
  await expect(save).toBeDisabled();
  await page.getByLabel("Template name").fill(name);
  await expect(save).toBeEnabled();
  await page.getByRole("checkbox", { name: "MiVoice Business" }).check();
  await page.getByLabel("Tier").fill("Essentials");
  await expect(save).toBeDisabled();
  await page.getByLabel("Service category").fill("Standard");
  await page.getByRole("button", { name: "Add Phone" }).click();
  await expect(save).toBeDisabled();
  await page.getByLabel("Phone type").fill("6940");
  await page.getByRole("button", { name: "Add key" }).click();
  await page.getByLabel("Function").selectOption("Park");
  await expect(page.getByText("Ring type cannot be defined")).toBeVisible();
  await page.getByRole("checkbox", { name: "Voicemail" }).check();
  await expectAccessible(page);
  await save.click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await page.getByLabel("Group").fill("Field sales");
  await save.click();
  await expect(page.getByText("The template was saved.")).toBeVisible();
  await page.getByRole("button", { name: "Save as new" }).click();
  const dialog = page.getByRole("dialog", { name: "Save as new" });
  await dialog.getByLabel("Template name").fill(`${name} EMEA`);
  await dialog.getByRole("button", { name: "Save as new" }).click();
  await expect(page.getByRole("heading", { name: `${name} EMEA`, level: 1 })).toBeVisible();
  await open(page, `${path}?search=${encodeURIComponent(name)}`);
  await expect(page.locator("tbody tr[data-index], .card-row")).toHaveCount(2);
  await expectAccessible(page);
});

test("TPL-04 TPL-05 the Mitel CX box says what is missing", async ({ page }) => {
  const path = await templatesPath(page);
  await open(page, `${path}/new`);
  await expect(page.getByRole("checkbox", { name: /Mitel CX/ })).toBeDisabled();
  await page.getByText("Mitel CX settings are not available at the moment.").hover();
  const tip = page.getByRole("tooltip");
  await expect(tip).toContainText("the Mitel CX integration");
  await expect(tip).toContainText("an agent that runs on the Mitel CX server and is connected");
});

test("TPL-09 deleting needs the word", async ({ page }) => {
  const path = await templatesPath(page);
  const name = unique("Leaving");
  await make(page, path, name);
  await open(page, `${path}?search=${encodeURIComponent(name)}`);
  await page.getByRole("checkbox", { name: new RegExp(name) }).check();
  await page.getByRole("region").getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete Template?" });
  await expect(dialog.getByRole("button", { name: "Delete" })).toBeDisabled();
  await dialog.getByRole("textbox").fill("delete");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("link", { name })).toHaveCount(0);
});

test("TPL-10 TPL-B1 a template is applied to a user, drifts and is re-applied", async ({ page }) => {
  const path = await templatesPath(page);
  const name = unique("Applied");
  const id = await make(page, path, name);
  const user = await person(page, path);
  await open(page, `${path.replace("/templates", "/users")}/${user}`);
  const card = page.locator("#user-services");
  await expect(card.getByRole("checkbox", { name: "Filter templates by category and tier selection" })).toBeChecked();
  await card.getByLabel("Template", { exact: true }).selectOption({ label: name });
  await expect(card.getByLabel("Service category")).toHaveValue("Standard");
  await card.getByRole("button", { name: "Apply Changes" }).click();
  await expect(card.getByText("As the template says")).toBeVisible();
  // Another category hides what does not fit it.
  await card.getByLabel("Service category").selectOption("Premium");
  await expect(card.getByLabel("Template", { exact: true }).locator("option", { hasText: name })).toHaveCount(0);
  await card.getByRole("button", { name: "Apply Changes" }).click();
  await expect(card.getByText(/Differs: Service category/)).toBeVisible();
  await expectAccessible(page);
  await open(page, `${path}/${id}`);
  await expect(page.getByText("1 user came from this template")).toBeVisible();
  await page.getByRole("button", { name: "Re-apply" }).click();
  const dialog = page.getByRole("dialog", { name: "Re-apply" });
  await expect(dialog.getByRole("row", { name: /Tom .*Service category/ })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Re-apply to 1 user" }).click();
  await expect(dialog.getByText("1 done, 0 skipped")).toBeVisible();
});

test("TPL-B2 a partner copies templates to another account and sees what it lacks", async ({ page }) => {
  const path = await templatesPath(page);
  const name = unique("Copied");
  await make(page, path, name);
  await signIn(page, "partner");
  const id = /accounts\/([^/]+)/.exec(path)?.[1];
  // The first other account of the partner with MiVoice Business.
  const accounts = (await (await page.request.get("/api/v1/accounts?limit=50")).json()) as { items: { id: string; name: string }[] };
  let target = "";
  for (const account of accounts.items.filter((account) => account.id !== id)) {
    const choices = (await (await page.request.get(`/api/v1/accounts/${account.id}/templates/choices`)).json()) as { pbx_integrated: boolean };
    if (choices.pbx_integrated) {
      target = account.name;
      break;
    }
  }
  await open(page, `${path}?search=${encodeURIComponent(name)}`);
  await page.getByRole("checkbox", { name: new RegExp(name) }).check();
  await page.getByRole("button", { name: "Copy to accounts" }).click();
  const dialog = page.getByRole("dialog", { name: "Copy 1 template to other accounts" });
  await dialog.getByRole("combobox").fill(target);
  await page.getByRole("option", { name: new RegExp(target) }).click();
  await dialog.getByRole("button", { name: "Preview" }).click();
  await expect(dialog.getByText(/Not known there/)).toBeVisible();
  await expect(dialog.getByText(/Group: Sales/)).toBeVisible();
  await dialog.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(page.getByText("1 copy was made.")).toBeVisible();
});

test("TPL-01 list and form work on a phone", async ({ page }) => {
  const path = await templatesPath(page);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const address of [path, `${path}/new`]) {
    await open(page, address);
    const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    expect(wider, "nothing sticks out").toBe(false);
    await expectAccessible(page);
  }
});
