import { expect, expectAccessible, open, signIn, test } from "../fixtures.js";
import type { Page } from "@playwright/test";

const unique = (name: string) => `${name} ${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

async function account(page: Page, name: string): Promise<string> {
  const answer = await page.request.post("/api/v1/accounts", {
    data: {
      name, country: "DE", province: "DE-BE", address1: "Lindenweg 4", city: "Berlin", postal_code: "10115",
      support_contacts: [{ email: "noc@northwind.example" }],
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

async function group(page: Page, name: string): Promise<string> {
  const answer = await page.request.post("/api/v1/account-groups", { data: { name } });
  expect(answer.status(), await answer.text()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

test("ACC-B3 ticked accounts are put into a group, and the list is filtered by it", async ({ page }) => {
  await signIn(page, "partner");
  const [name, tag] = [unique("Grouped"), unique("Retail")];
  await account(page, name);
  await open(page, `/accounts?search=${encodeURIComponent(name)}`);
  await page.getByRole("checkbox", { name: new RegExp(name) }).check();
  await page.getByRole("region").getByRole("button", { name: "Groups" }).click();
  const dialog = page.getByRole("dialog", { name: "Groups of 1 account" });
  // The groups that are there replace what is shown when they come.
  await expect(dialog.locator(".skeleton")).toHaveCount(0);
  await dialog.getByLabel("New group").fill(tag);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog.getByLabel(tag)).toHaveValue("add");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByText("1 account was changed.")).toBeVisible();
  const found = (await (await page.request.get("/api/v1/account-groups")).json()) as { id: string; name: string; accounts: number }[];
  const made = found.find((each) => each.name === tag);
  expect(made?.accounts).toBe(1);
  await open(page, `/accounts?filter.group=${made?.id}`);
  await expect(page.getByRole("link", { name: new RegExp(name) })).toHaveCount(1);
  await expect(page.getByRole("link", { name: new RegExp(`Remove.*${tag}|Remove.*group`, "i") })).toBeVisible();
});

test("ACC-B3 groups are renamed and deleted", async ({ page }) => {
  await signIn(page, "partner");
  const tag = unique("North");
  await group(page, tag);
  await open(page, "/accounts");
  await page.getByRole("button", { name: "Account groups" }).click();
  const dialog = page.getByRole("dialog", { name: "Account groups" });
  await dialog.getByRole("button", { name: `Rename ${tag}` }).click();
  await dialog.getByLabel("Name of the group").fill(`${tag} East`);
  await dialog.getByRole("button", { name: "Rename", exact: true }).click();
  await expect(dialog.getByText(`${tag} East`, { exact: true })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: `Delete ${tag} East` }).click();
  await page.getByRole("dialog", { name: "Delete this account group?" }).getByRole("button", { name: "Delete" }).click();
  await expect(dialog.getByText(`${tag} East`, { exact: true })).toHaveCount(0);
});

test("ACC-B3 Account Information shows and changes the groups to partners", async ({ page }) => {
  await signIn(page, "partner");
  const [name, tag] = [unique("Informed"), unique("South")];
  const id = await account(page, name);
  await group(page, tag);
  await open(page, `/accounts/${id}/info`);
  const card = page.locator("#account-groups");
  await expect(card.getByText("This account is in no group.")).toBeVisible();
  await card.getByLabel("Add to group").selectOption({ label: tag });
  await expect(card.getByRole("button", { name: new RegExp(tag) })).toBeVisible();
  await expectAccessible(page);
  await card.getByRole("button", { name: new RegExp(tag) }).click();
  await expect(card.getByText("This account is in no group.")).toBeVisible();
});
