import { expect, expectAccessible, hydrated, open, openNavigation, openSlowly, signIn, test } from "../fixtures.js";
import type { Page } from "@playwright/test";

/** An account of this test alone. */
async function create(page: Page, name: string): Promise<string> {
  const answer = await page.request.post("/api/v1/accounts", {
    data: {
      name, country: "DE", province: "DE-BE", address1: "Lindenweg 4", city: "Berlin", postal_code: "10115",
      support_contacts: [{ email: "noc@northwind.example" }],
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

const unique = (name: string) => `${name} ${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

test.beforeEach(async ({ page }) => signIn(page, "partner"));

test("ACC-02 ACC-03 SUPC-02 SUPC-07 an account is added; what is missing keeps Save disabled", async ({ page }) => {
  const name = unique("Ærø Boats");
  await open(page, "/accounts/new");
  const save = page.getByRole("button", { name: "Save" }).first();
  await page.getByLabel("Customer Name").fill(name);
  await page.getByLabel("Country").selectOption("DE");
  await page.getByLabel("Province / State").selectOption("DE-HH");
  await page.getByRole("textbox", { name: "Address", exact: true }).fill("Am Hafen 1");
  await page.getByLabel("City / Town").fill("Hamburg");
  await page.getByLabel("Postal / ZIP Code").fill("20457");
  await expect(save).toBeDisabled();
  await expect(page.getByText("All bug and issue reports are sent to these contacts.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Learn more" })).toHaveAttribute("href", "https://help.example/");
  const contacts = page.getByRole("combobox", { name: "Support contacts" });
  await contacts.fill("noc");
  await contacts.press("Enter");
  await contacts.fill("not an address");
  await contacts.press("Enter");
  await expect(page.getByText("Contains an invalid email")).toBeVisible();
  await expect(contacts).toHaveValue("not an address");
  await contacts.fill("noc@boats.example");
  await contacts.press("Enter");
  await expect(page.getByText("noc@boats.example")).toBeVisible();
  await expectAccessible(page);
  await save.click();
  await expect(page).toHaveURL(/\/accounts\/[0-9a-f-]{36}\/info$/);
  await expect(page.getByLabel("Customer Name")).toHaveValue(name);
});

test("ACC-02 what is entered before the client is there stays", async ({ page }) => {
  await openSlowly(page, "/accounts/new", async () => {
    await page.getByLabel("Customer Name").fill("Early Bird");
    await page.getByLabel("Country").selectOption("DE");
    await page.getByLabel("City / Town").fill("Hamburg");
  });
  await expect(page.getByLabel("Customer Name")).toHaveValue("Early Bird");
  await expect(page.getByLabel("Country")).toHaveValue("DE");
  await expect(page.getByLabel("City / Town")).toHaveValue("Hamburg");
  // The page knows of it, too.
  await page.getByLabel("Province / State").selectOption("DE-HH");
  await expect(page.getByLabel("Country")).toHaveValue("DE");
});

test("ACC-07 ACC-08 search as one types, then enter the account", async ({ page }) => {
  const name = unique("Zürcher Uhren");
  await create(page, name);
  await open(page, "/accounts");
  await page.getByLabel("Search accounts").fill(name.toLowerCase().replace("ü", "u"));
  await expect(page).toHaveURL(/search=/);
  await page.getByRole("link", { name }).first().click();
  await expect(page.getByRole("heading", { name: "Account Information" })).toBeVisible();
  await openNavigation(page);
  await expect(page.getByRole("link", { name: "Back to partner area" })).toBeVisible();
});

test("ACC-09 SHELL-12 Save enables on a change, Cancel restores", async ({ page }) => {
  const id = await create(page, unique("Ballad"));
  await open(page, `/accounts/${id}/info`);
  const save = page.getByRole("button", { name: "Save" }).first();
  await expect(save).toBeDisabled();
  await page.getByLabel("City / Town").fill("Potsdam");
  await expect(page.getByText("You have unsaved changes").first()).toBeVisible();
  await expect(save).toBeEnabled();
  await page.getByRole("button", { name: "Cancel" }).first().click();
  await expect(page.getByLabel("City / Town")).toHaveValue("Berlin");
  await expect(save).toBeDisabled();
});

test("ACC-09 SHELL-06 a new name stands in the top bar and on the account's other pages at once", async ({ page }) => {
  const [before, after] = [unique("Before"), unique("After")];
  const id = await create(page, before);
  await open(page, `/accounts/${id}/info`);
  const picker = page.getByRole("button", { name: /choose another account/ });
  await expect(picker).toContainText(before);
  await page.getByLabel("Customer Name").fill(after);
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(picker).toContainText(after);
  await openNavigation(page);
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await expect(page.getByRole("navigation", { name: "Breadcrumbs" }).getByRole("link", { name: after })).toBeVisible();
});

test.describe("an account that could not be loaded", () => {
  test.use({ expectedMessages: [/status of 503/] });

  test("SHELL-06 ACC-08 is asked for again by whoever comes back to it", async ({ page }) => {
    const name = unique("Patience");
    await create(page, name);
    await open(page, `/accounts?search=${encodeURIComponent(name)}`);
    await page.route("**/api/fn/accounts/context", (route) => route.fulfill({ status: 503, body: "" }), { times: 1 });
    await page.getByRole("link", { name }).first().click();
    await expect(page.getByRole("link", { name: "Try again" })).toBeVisible();
    await page.goBack();
    await page.getByRole("link", { name }).first().click();
    await expect(page.getByRole("heading", { name: "Account Information" })).toBeVisible();
  });
});

test("ACC-25 a stale save shows both values", async ({ page }) => {
  const id = await create(page, unique("Conflict"));
  await open(page, `/accounts/${id}/info`);
  await page.getByLabel("City / Town").fill("Potsdam");
  await page.request.patch(`/api/v1/accounts/${id}`, { data: { city: "Teltow" } });
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.getByRole("cell", { name: "Teltow" })).toBeVisible();
  await expect(page.getByRole("cell", { name: "Potsdam" })).toBeVisible();
});

test("ACC-17 ACC-19 ACC-20 deactivate and reactivate behind typed words", async ({ page }) => {
  const id = await create(page, unique("Closing"));
  await open(page, `/accounts/${id}/info`);
  await page.getByRole("button", { name: "Deactivate" }).click();
  const dialog = page.getByRole("dialog", { name: "Deactivate Customer?" });
  const confirm = dialog.getByRole("button", { name: "Deactivate" });
  await expect(confirm).toBeDisabled();
  await dialog.getByRole("textbox").fill("DEACTIVATE");
  await confirm.click();
  await expect(page).toHaveURL(/filter\.state=deactivated/);
  await open(page, `/accounts/${id}/info`);
  const back = page.getByRole("dialog", { name: "Reactivate Customer?" });
  await back.getByRole("textbox").fill("reactivate");
  await back.getByRole("button", { name: "Reactivate" }).click();
  await expect(page.getByRole("heading", { name: "Account Information" })).toBeVisible();
});

test("ACC-21 delete from the list needs the word", async ({ page }) => {
  const name = unique("Leaving");
  await create(page, name);
  await open(page, `/accounts?search=${encodeURIComponent(name)}`);
  await page.getByRole("checkbox", { name: new RegExp(name) }).check();
  await page.getByRole("region").getByRole("button", { name: "Delete" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox").fill("delete");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page.getByRole("link", { name })).toHaveCount(0);
});

test("ACC-01 the list works on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, "/accounts");
  await expect(page.getByRole("heading", { name: "Accounts" })).toBeVisible();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wider, "nothing sticks out").toBe(false);
  await expectAccessible(page);
  await hydrated(page);
});
