import { expect, expectAccessible, open, openNavigation, register, signIn, test } from "../fixtures.js";
import type { Page } from "@playwright/test";

const unique = (name: string) => `${name} ${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

async function create(page: Page, name: string, permissions: string[]): Promise<string> {
  const made = await page.request.post("/api/v1/roles", { data: { name, base: "administrator", permissions } });
  expect(made.status(), await made.text()).toBe(201);
  return ((await made.json()) as { id: string }).id;
}

test("ROLE-13 ROLE-14 ROLE-15 ROLE-21 a role is made, duplicated and deleted", async ({ page }) => {
  const name = unique("Service desk");
  await signIn(page, "partner");
  await open(page, "/dashboard");
  await openNavigation(page);
  await page.getByRole("link", { name: "Roles and Permissions" }).click();
  await expect(page.getByRole("heading", { name: "Roles and Permissions", level: 1 })).toBeVisible();
  await page.getByRole("link", { name: "New Role" }).first().click();
  await page.getByLabel("Role name").fill(name);
  await expect(page.getByLabel("Base role")).toHaveValue("partner");
  await page.getByLabel("Base role").selectOption("administrator");
  const cell = (label: string) => page.getByRole("checkbox", { name: label, exact: true });
  await expect(cell("Orders: View")).toHaveCount(0);
  await expect(cell("Account: View")).toBeDisabled();
  await cell("Users: View").uncheck();
  for (const verb of ["Add", "Edit", "Delete"]) {
    await expect(cell(`Users: ${verb}`)).not.toBeChecked();
  }
  await cell("Users: Edit").check();
  await expect(cell("Users: View")).toBeChecked();
  await page.getByText("Users", { exact: true }).last().click();
  await expect(page.getByText(/View lists users and shows their details/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await expect(page.getByLabel("Base role")).toBeDisabled();
  await page.getByRole("link", { name: "Duplicate Role" }).click();
  await expect(page.getByLabel("Role name")).toHaveValue(`Copy of ${name}`);
  await expect(cell("Users: Edit")).toBeChecked();
  await expect(cell("Users: Delete")).not.toBeChecked();
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.getByRole("heading", { name: `Copy of ${name}` })).toBeVisible();
  await page.getByRole("button", { name: "Delete Role" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete Role?" });
  await expect(dialog.getByText("Deleting a role cannot be reversed.")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Delete Role" })).toBeDisabled();
  await dialog.getByRole("textbox").fill("delete");
  await dialog.getByRole("button", { name: "Delete Role" }).click();
  await expect(page).toHaveURL(/\/roles$/);
  await page.getByLabel("Search roles").fill(name);
  await expect(page.locator("tbody tr[data-index]")).toHaveCount(1);
  await expectAccessible(page);
});

test("ROLE-17 ROLE-18 ROLE-19 a role is assigned to an account, given there, and taken back", async ({ page }, info) => {
  const name = unique("Desk");
  await signIn(page, "partner");
  const id = await create(page, name, ["users.view", "support.view", "history.view"]);
  const accounts = (await (await page.request.get("/api/v1/accounts?search=ballad")).json()) as { items: { id: string; name: string }[] };
  const account = accounts.items[0]!;
  await open(page, `/roles/${id}`);
  await page.getByRole("link", { name: "Not assigned" }).click();
  await page.getByLabel("Search account").fill(account.name);
  await expect(page).toHaveURL(/search=/);
  await expect(page.locator("tbody tr[data-index]")).toHaveCount(1);
  await page.getByRole("checkbox", { name: `Select ${account.name}` }).check();
  await page.getByRole("button", { name: "Assign", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Assign", exact: true }).click();
  const work = page.getByRole("dialog", { name: "Assign role" });
  await expect(work.getByText("1 done, 0 skipped, 0 failed")).toBeVisible();
  await work.locator(".dialog-foot").getByRole("button", { name: "Close" }).click();
  await page.getByRole("link", { name: /^Accounts 1/ }).click();
  await expect(page.getByText(account.name).first()).toBeVisible();
  await expectAccessible(page);
  const person = { first_name: "Role", last_name: name, email: `${name.replace(" ", ".")}.${info.project.name}@roles.test` };
  const made = (await (await page.request.post(`/api/v1/accounts/${account.id}/users`, { data: person })).json()) as { id: string };
  await open(page, `/accounts/${account.id}/users/${made.id}`);
  await page.getByLabel("Role", { exact: true }).selectOption({ label: name });
  await page.getByRole("button", { name: "Save" }).first().click();
  await expect(page.locator(".page-head").getByText(name, { exact: true })).toBeVisible();
  await open(page, `/accounts/${account.id}/roles`);
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await expectAccessible(page);
  await open(page, `/roles/${id}`);
  await page.getByRole("button", { name: "Delete Role" }).click();
  const dialog = page.getByRole("dialog", { name: "Delete Role?" });
  await expect(dialog.getByLabel("Whoever has this role becomes")).toHaveValue("user");
  await dialog.getByRole("textbox").fill("delete");
  await dialog.getByRole("button", { name: "Delete Role" }).click();
  const deleting = page.getByRole("dialog", { name: "Delete Role" });
  await expect(deleting.getByText("1 done, 0 skipped, 0 failed")).toBeVisible();
  await deleting.locator(".dialog-foot").getByRole("button", { name: "Close" }).click();
  await expect(page).toHaveURL(/\/roles$/);
  const after = (await (await page.request.get(`/api/v1/accounts/${account.id}/users/${made.id}`)).json()) as { role: string };
  expect(after.role).toBe("user");
});

test("ROLE-B1 an open page loses what the role of its viewer loses", async ({ page, browser }) => {
  const name = unique("Watcher");
  await signIn(page, "partner");
  const id = await create(page, name, ["users.view", "support.view", "history.view"]);
  const accounts = (await (await page.request.get("/api/v1/accounts?search=ballad")).json()) as { items: { id: string }[] };
  const account = accounts.items[0]!.id;
  expect((await page.request.post(`/api/v1/roles/${id}/assign`, { data: { selection: { ids: [account] } } })).status()).toBe(202);
  const form = { first_name: "Wat", last_name: name, email: `${name.replace(" ", ".")}@watch.test` };
  const made = await page.request.post(`/api/v1/accounts/${account}/users`, { data: form });
  const user = (await made.json()) as { id: string; email: string };
  const give = () => page.request.patch(`/api/v1/accounts/${account}/users/${user.id}`, { data: { role_id: id } });
  await expect.poll(async () => (await give()).status()).toBe(200);
  const theirs = await browser.newContext();
  const other = await theirs.newPage();
  await register(other, form.email);
  const answer = await other.request.post("/api/v1/sessions", { data: { email: form.email, password: "switchroom-demo" } });
  expect(answer.ok(), await answer.text()).toBe(true);
  await open(other, `/accounts/${account}/users`);
  const history = other.locator(`a[href="/accounts/${account}/support/history"]`);
  await expect(history).toHaveCount(1);
  const edit = { name, base: "administrator", permissions: ["users.view"] };
  expect((await page.request.put(`/api/v1/roles/${id}`, { data: edit })).ok()).toBe(true);
  // Black-box check 17: without loading anything.
  await expect(history).toHaveCount(0);
  await theirs.close();
});
