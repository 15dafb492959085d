import { expect, expectAccessible, hydrated, open, openSlowly, PASSWORD, signIn, test } from "../fixtures.js";
import type { Page } from "@playwright/test";

/** The account of the demo's Account Admin. */
async function usersPath(page: Page): Promise<string> {
  const me = await (await page.request.get("/api/v1/me")).json();
  return `/accounts/${me.account_id}/users`;
}

/** The users of an account that nobody else works in. */
async function newAccount(page: Page): Promise<string> {
  const answer = await page.request.post("/api/v1/accounts", {
    data: {
      name: `Empty ${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`,
      country: "DE", province: "DE-BE", address1: "Lindenweg 4", city: "Berlin", postal_code: "10115",
      support_contacts: [{ email: "noc@northwind.example" }],
    },
  });
  return `/accounts/${((await answer.json()) as { id: string }).id}/users`;
}

const rows = (page: Page) => page.locator("tbody tr[data-index]");

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("USR-01 USR-02 the list filters, searches and pages", async ({ page }) => {
    await signIn(page, "admin");
    const path = await usersPath(page);
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "Users" })).toBeVisible();
    const first = await rows(page).first().innerText();
    await page.getByRole("link", { name: "Next page" }).click();
    await expect(page).toHaveURL(/cursor=/);
    expect(await rows(page).first().innerText()).not.toBe(first);
    await page.goto(path);
    await page.getByRole("searchbox", { name: "Search Users" }).fill("admin@");
    await page.getByRole("button", { name: "Search" }).click();
    await expect(page).toHaveURL(/search=admin/);
    await expect(rows(page)).toHaveCount(1);
    await page.goto(`${path}?filter.property=admins`);
    expect(await rows(page).count()).toBeGreaterThan(0);
  });
});

test("USR-02 search as one types, kept by reload and Back", async ({ page }) => {
  await signIn(page, "admin");
  const path = await usersPath(page);
  await open(page, path);
  await page.getByRole("searchbox", { name: "Search Users" }).fill("admin@demo");
  await expect(rows(page)).toHaveCount(1);
  await expect(page).toHaveURL(/search=admin%40demo/);
  await page.reload();
  await hydrated(page);
  await expect(rows(page)).toHaveCount(1);
  await page.goBack();
  await expect(page).not.toHaveURL(/search=/);
  await expect(rows(page)).not.toHaveCount(1);
  await expectAccessible(page);
});

test("USR-02 an address with all kinds of characters is loaded once", async ({ page }) => {
  await signIn(page, "admin");
  let documents = 0;
  page.on("request", (request) => (documents += request.isNavigationRequest() ? 1 : 0));
  await open(page, `${await usersPath(page)}?search=${encodeURIComponent('"Müller" & Søn (ß)')}+x'y&filter.property=registered`);
  await expect(page.getByRole("searchbox", { name: "Search Users" })).toHaveValue(`"Müller" & Søn (ß) x'y`);
  expect(documents).toBe(1);
});

test("USR-02 Back before the page is alive shows what the address says", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, await usersPath(page));
  const all = await rows(page).count();
  await page.getByRole("searchbox", { name: "Search Users" }).fill("admin@demo");
  await expect(page).toHaveURL(/search=admin%40demo/);
  await expect(rows(page)).toHaveCount(1);
  await openSlowly(page, page.url(), async () => {
    await expect(rows(page)).toHaveCount(1);
    await page.evaluate(() => history.back());
    await expect(page).not.toHaveURL(/search=/);
  });
  await expect(rows(page)).toHaveCount(all);
  await expect(page.getByRole("searchbox", { name: "Search Users" })).toHaveValue("");
});

test("USR-04 USR-05 a filter becomes a chip and is removed by its X", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, `${await usersPath(page)}?filter.property=admins`);
  const chip = page.getByRole("link", { name: /Remove.*(Property|Admins)/ });
  await expect(chip).toBeVisible();
  await chip.click();
  await expect(page).not.toHaveURL(/filter\.property/);
});

test("USR-B5 a filtered CSV within five clicks of signing in", async ({ page }) => {
  await page.goto("/login");
  await page.getByLabel("Username").fill("admin@demo.test");
  await page.getByRole("button", { name: "Next" }).click(); // 1
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click(); // 2
  await page.waitForURL(/dashboard|accounts/);
  await page.goto(`${await usersPath(page)}?filter.property=registered`); // 3: View users, 4: the filter
  await page.getByRole("button", { name: "Export" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: /CSV/ }).click(); // 5
  expect((await download).suggestedFilename()).toMatch(/^users-.*\.csv$/);
});

test("USR-14 USR-19 USR-37 somebody is added, edited and deleted", async ({ page }, info) => {
  const email = `bea-${info.project.name}-${Date.now()}@ballad.example`;
  await signIn(page, "admin");
  const path = await usersPath(page);
  await open(page, `${path}/new`);
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText("This field is required").first()).toBeVisible();
  await page.getByLabel("First Name").fill("Bea");
  await page.getByLabel("Last Name").fill("Abel");
  await page.getByLabel("Email").fill(email);
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { name: "Bea Abel" })).toBeVisible();
  await expect(page.getByText("Welcome pending").first()).toBeVisible();
  await page.getByRole("textbox", { name: "Last Name" }).fill("Kern");
  await expect(page.getByText("You have unsaved changes")).toBeVisible();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Delete User" });
  await expect(dialog.getByRole("button", { name: "Delete" })).toBeDisabled();
  await dialog.getByLabel("type 'delete'").fill("Delete");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
});

test("USR-27 USR-28 Manage works on the ticked users, and on everybody without a tick", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, await usersPath(page));
  await page.getByRole("button", { name: "Manage all" }).click();
  const panel = page.getByRole("dialog", { name: "Manage all" });
  await expect(panel.getByText(/users of this account are meant/)).toBeVisible();
  await expect(panel.getByRole("button", { name: "Send welcome emails to all" })).toBeVisible();
  await panel.getByRole("button", { name: "Return to list" }).click();
  await rows(page).nth(1).getByRole("checkbox").check();
  await page.getByRole("button", { name: "Manage (1)" }).click();
  await page.getByRole("dialog", { name: "Manage (1)" }).getByRole("button", { name: "Delete users" }).click();
  await expect(page.getByRole("dialog", { name: "Delete Selected User(s)?" })).toBeVisible();
  await page.keyboard.press("Escape");
});

test("USR-10 columns are shown, hidden and reset", async ({ page }, info) => {
  test.skip(info.project.name === "phone", "cards have no columns");
  await signIn(page, "manager");
  const picked = await (await page.request.get("/api/v1/accounts?limit=1")).json();
  await open(page, `/accounts/${picked.items[0].id}/users`);
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Show/hide columns" }).click();
  const dialog = page.getByRole("dialog", { name: "Show/hide columns" });
  await expect(dialog.getByRole("checkbox", { name: "Name" })).toBeDisabled();
  await dialog.getByRole("checkbox", { name: "SMS number" }).check();
  const kept = page.waitForResponse(/preferences/);
  await dialog.getByRole("button", { name: "OK" }).click();
  await kept;
  await expect(page.getByRole("columnheader", { name: "SMS number" })).toBeVisible();
  await open(page, `/accounts/${picked.items[0].id}/users`);
  await expect(page.getByRole("columnheader", { name: "SMS number" })).toBeVisible();
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("menuitem", { name: "Show/hide columns" }).click();
  await page.getByRole("button", { name: "Reset to Defaults" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "OK" }).click();
  await expect(page.getByRole("columnheader", { name: "SMS number" })).toBeHidden();
});

test("USR-09 the menu offers imports, mails and columns, and more for a selection", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, await usersPath(page));
  await page.getByRole("button", { name: "More" }).click();
  for (const name of ["Import Users", "Show/hide columns", /welcome emails to all/i]) {
    await expect(page.getByRole("menuitem", { name })).toBeVisible();
  }
  await expect(page.getByRole("menuitem", { name: "Delete users" })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await rows(page).nth(1).getByRole("checkbox").check();
  await page.getByRole("button", { name: "More" }).click();
  await expect(page.getByRole("menuitem", { name: "Delete users" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: /reset .*passwords/i })).toBeVisible();
});

test("USR-13 an account without users says how to begin; a filter without hits is cleared", async ({ page }) => {
  await signIn(page, "partner");
  const path = await newAccount(page);
  await open(page, path);
  const main = page.getByRole("main");
  await expect(main.getByRole("link", { name: "Add User" }).last()).toBeVisible();
  await expect(main.getByRole("link", { name: "Import Users" })).toBeVisible();
  await expectAccessible(page);
  await open(page, `${path}?filter.property=admins`);
  await main.getByRole("link", { name: /Clear filters/ }).last().click();
  await expect(page).not.toHaveURL(/filter\.property/);
});

test("USR-16 a clash names the attribute and leads to who has it", async ({ page }, info) => {
  await signIn(page, "admin");
  const path = await usersPath(page);
  const taken = (await (await page.request.get(`/api/v1${path}?limit=200&sort=-modified_at`)).json()) as { items: { extension?: string; name: string }[] };
  const other = taken.items.find((user) => user.extension);
  await open(page, `${path}/new`);
  await page.getByLabel("First Name").fill("Clara");
  await page.getByLabel("Last Name").fill("Clash");
  await page.getByLabel("Email").fill(`clash-${info.project.name}@ballad.example`);
  await page.getByLabel("Extension").fill(other?.extension ?? "");
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText(/One or more of the attribute values are already in use: Extension/).first()).toBeVisible();
  const link = page.getByRole("link", { name: "Show who has these values" });
  await expect(link).toHaveAttribute("href", `${path}?search=${other?.extension}`);
  await expect(page.getByLabel("First Name")).toHaveValue("Clara");
});

test("USR-B2 somebody who was deleted is restored from the bin", async ({ page }) => {
  await signIn(page, "admin");
  const path = await usersPath(page);
  const tag = Math.random().toString(36).slice(2, 8);
  const made = await page.request.post(`/api/v1${path}`, { data: { first_name: "Bin", last_name: tag, email: `${tag}@bin.example` } });
  const { id } = (await made.json()) as { id: string };
  await page.request.delete(`/api/v1${path}/${id}`);
  await open(page, `${path}/deleted?search=${tag}`);
  await expectAccessible(page);
  await rows(page).first().click();
  const panel = page.getByRole("dialog", { name: `Bin ${tag}` });
  await expect(panel.getByText(`${tag}@bin.example`)).toBeVisible();
  await panel.getByRole("button", { name: "Restore" }).click();
  await expect(panel).toBeHidden();
  await open(page, `${path}/${id}`);
  await expect(page.getByRole("heading", { name: `Bin ${tag}` })).toBeVisible();
});

test("USR-07 USR-08 the SMS Number filter suspends the search and excludes Property", async ({ page }) => {
  await signIn(page, "admin");
  const path = await usersPath(page);
  await open(page, `${path}?filter.sms=0151&search=admin`);
  await expect(page.getByRole("searchbox", { name: "Search Users" })).toBeDisabled();
  const refused = await page.request.get(`/api/v1${path}?filter.sms=1&filter.property=admins`);
  expect(refused.status()).toBe(422);
});

test("USR-43 USR-44 who has a phone number is looked up", async ({ page }) => {
  await signIn(page, "admin");
  const path = await usersPath(page);
  const number = `+4930${Math.floor(1_000_000 + Math.random() * 8_999_999)}`;
  const tag = Math.random().toString(36).slice(2, 8);
  await page.request.post(`/api/v1${path}`, { data: { first_name: "Has", last_name: tag, email: `${tag}@phone.example`, mobile: number } });
  await open(page, path);
  await page.getByRole("button", { name: "More" }).first().click();
  await page.getByRole("menuitem", { name: "Phone Number Conflict Search" }).click();
  const dialog = page.getByRole("dialog", { name: "Phone Number Conflict Search" });
  await dialog.getByLabel("Phone").fill(number);
  await dialog.getByRole("button", { name: "Search" }).click();
  await expect(dialog.getByText("The following user was found with the specified phone number")).toBeVisible();
  await expect(dialog.getByText(`Has ${tag}`)).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel("Phone").fill("+4930000000000");
  await dialog.getByRole("button", { name: "Search" }).click();
  await expect(dialog.getByText("No user found")).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
});

test("USR-21 USR-22 USR-B4 a synced person shows the source, what is locked, and where values come from", async ({ page }) => {
  await signIn(page, "admin");
  const path = await usersPath(page);
  const list = await (await page.request.get(`/api/v1${path}?limit=200`)).json();
  const synced = (list.items as { id: string; source: string }[]).find((user) => user.source === "scim");
  expect(synced, "the demo has people from a directory").toBeTruthy();
  await open(page, `${path}/${synced!.id}`);
  await expect(page.getByText("Synced from SCIM").first()).toBeVisible();
  await expect(page.getByText("Any changes to the data below may be overwritten on the next sync.")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Email" })).toBeDisabled();
  await expect(page.getByRole("heading", { name: "Advanced" })).toBeVisible();
  await page.getByRole("button", { name: "Where values come from" }).click();
  await expect(page.locator(".origins dt").first()).toBeVisible();
});

test("USR-B1 conditions over columns are built, shown as a chip, and taken back", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, await usersPath(page));
  await page.getByRole("button", { name: "Add filter" }).click();
  await page.getByRole("button", { name: /^Conditions …/ }).click();
  const dialog = page.getByRole("dialog", { name: "Conditions" });
  await expectAccessible(page);
  // Nothing was entered yet: refused at the line.
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect(dialog.getByRole("alert")).toBeVisible();
  await dialog.getByLabel("Value").fill("a");
  await dialog.getByRole("button", { name: "Add group" }).click();
  const inner = dialog.getByRole("group", { name: "Group of conditions" }).nth(1);
  await inner.getByLabel("Column").selectOption("status");
  await inner.getByLabel("Value").selectOption("inactive");
  await inner.getByRole("button", { name: "Add condition" }).click();
  await inner.getByLabel("Column").nth(1).selectOption("role");
  await inner.getByLabel("Value").nth(1).selectOption("admin");
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL(/filter=%7B/);
  const chip = page.getByRole("button", { name: /Conditions Name contains .a. and \(Status is .Inactive. or Role is .Account Admin.\)/ });
  await expect(chip).toBeVisible();
  await expect(rows(page).first()).toBeVisible();
  await page.reload();
  await hydrated(page);
  await chip.click();
  await expect(dialog.getByLabel("Value").first()).toHaveValue("a");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("link", { name: "Remove conditions" }).click();
  await expect(page).not.toHaveURL(/filter=/);
});

test("USR-B1 a view is saved, opened by default, shared, renamed and deleted", async ({ page }, info) => {
  const name = `Admins ${info.project.name} ${Date.now()}`;
  // A default view would change what other tests find in the same list.
  await signIn(page, "partner");
  const path = await newAccount(page);
  await open(page, `${path}?filter.property=admins&sort=-name`);
  const views = (label: string | RegExp) => page.getByRole("button", { name: label, exact: typeof label === "string" });
  await views("All users").click();
  await page.getByRole("menuitem", { name: "Save as a view …" }).click();
  const dialog = page.getByRole("dialog", { name: "Save as a view" });
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("link", { name: /Name/ }).first()).toBeVisible();
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(views(name)).toBeVisible();
  await expect(page).toHaveURL(/view=[0-9a-f-]{36}/);
  // Shown otherwise, it says so.
  await page.getByRole("link", { name: /Remove filter Property/ }).click();
  await expect(views(`${name} (changed)`)).toBeVisible();
  await views(`${name} (changed)`).click();
  const kept = page.waitForResponse(/preferences/);
  await page.getByRole("menuitem", { name: "Open the list with it" }).click();
  await kept;
  await open(page, path);
  await expect(page).toHaveURL(/filter\.property=admins/);
  await expect(views(name)).toBeVisible();
  await views(name).click();
  await page.getByRole("menuitem", { name: "Rename or share …" }).click();
  const change = page.getByRole("dialog", { name: "Rename or share the view" });
  await change.getByLabel("Name").fill(`${name} 2`);
  await change.getByLabel("Share with the account").check();
  await change.getByRole("button", { name: "Save" }).click();
  await expect(views(`${name} 2`)).toBeVisible();
  await expectAccessible(page);
  await views(`${name} 2`).click();
  await page.getByRole("menuitem", { name: "No longer the default" }).click();
  await views(`${name} 2`).click();
  await page.getByRole("menuitem", { name: "Delete view" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete view" }).click();
  await expect(views("All users")).toBeVisible();
});

test("USR-B4 every field says where its value comes from, by keyboard too", async ({ page }) => {
  await signIn(page, "admin");
  const path = await usersPath(page);
  const list = await (await page.request.get(`/api/v1${path}?limit=200`)).json();
  const synced = (list.items as { id: string; source: string }[]).find((user) => user.source === "scim");
  await open(page, `${path}/${synced!.id}`);
  const button = page.getByRole("button", { name: "Where the value comes from: First Name" });
  await button.focus();
  await page.keyboard.press("Enter");
  const panel = page.locator("#origin-first_name");
  await expect(panel.locator("li").first()).toBeVisible();
  await expect(panel.locator("dt")).toHaveCount(1);
  await expect(panel.locator("time").first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(button).toBeFocused();
});

test("USR-B6 USR-35 the role of several users is set and taken back from the notification", async ({ page }, info) => {
  await signIn(page, "admin");
  const path = await usersPath(page);
  const name = `Undo ${info.project.name} ${Date.now()}`;
  for (const n of [1, 2]) {
    const form = { first_name: name, last_name: `${n}`, email: `undo.${n}.${Date.now()}@ballad.test` };
    expect((await page.request.post(`/api/v1${path}`, { data: form })).status()).toBe(201);
  }
  await open(page, `${path}?search=${encodeURIComponent(name)}`);
  await expect(rows(page)).toHaveCount(2);
  await page.getByRole("checkbox", { name: /Select Undo/ }).first().check();
  await page.getByRole("button", { name: /^Manage \(1\)/ }).click();
  const panel = page.getByRole("dialog", { name: /Manage/ });
  await expect(panel.getByRole("button", { name: "Assign SMS Numbers" })).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page);
  await panel.getByRole("button", { name: "Bulk User Settings" }).click();
  const dialog = page.getByRole("dialog", { name: "Bulk User Settings" });
  await dialog.getByLabel("Setting").selectOption({ label: "Status: Inactive" });
  const started = page.waitForResponse(/\/api\/fn\/users\/bulk$/);
  await dialog.getByRole("button", { name: "Save" }).click();
  const { job_id: job } = (await (await started).json()) as { job_id: string };
  await expect(dialog).toBeHidden();
  await expect(page.locator("tbody").getByText("Inactive")).toHaveCount(1);
  await page.getByRole("button", { name: /Notifications/ }).first().click();
  const notice = page.locator(".notice").filter({ has: page.locator(`a[href$="/jobs/${job}"]`) });
  await expect(notice.getByRole("button", { name: "Undo" })).toBeVisible();
  await notice.getByRole("link", { name: /Bulk user settings/ }).click();
  await expect(page.getByRole("heading", { name: "Bulk user settings" })).toBeVisible();
  await expectAccessible(page);
  const undo = page.locator("main").getByRole("button", { name: "Undo" });
  const undone = page.waitForResponse(/\/api\/fn\/jobs\/undo$/);
  await undo.click();
  await undone;
  // The job that is undone counts alike: only when its button is gone the other one is shown.
  await expect(undo).toHaveCount(0);
  await expect(page.locator("main").getByText("1 done, 0 skipped, 0 failed")).toBeVisible();
  await page.goto(`${path}?search=${encodeURIComponent(name)}`);
  await expect(rows(page)).toHaveCount(2);
  await expect(page.locator("tbody").getByText("Inactive")).toHaveCount(0);
});

test("USR-B3 a clash with somebody in the bin is merged", async ({ page }, info) => {
  await signIn(page, "admin");
  const path = await usersPath(page);
  const [stamp, project] = [Date.now(), info.project.name];
  const email = `twin.${project}.${stamp}@ballad.test`;
  const extension = `${stamp}`.slice(-9) + (project === "phone" ? "1" : "2");
  const old = { first_name: "Old", last_name: `${project} ${stamp}`, email: `old.${email}`, extension };
  const gone = await (await page.request.post(`/api/v1${path}`, { data: old })).json();
  expect((await page.request.delete(`/api/v1${path}/${gone.id}`)).status()).toBe(204);
  const twin = { first_name: "New", last_name: `${project} ${stamp}`, email, extension };
  await page.request.post(`/api/v1${path}`, { data: twin });
  await open(page, path);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Conflict center" }).click();
  await expect(page.getByRole("heading", { name: "Conflict center" })).toBeVisible();
  const card = page.locator("section.card").filter({ hasText: extension });
  await expect(card.getByText("Deleted", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await card.getByRole("button", { name: `Merge with Old ${project} ${stamp}` }).click();
  const dialog = page.getByRole("dialog", { name: "Merge two users" });
  const first = dialog.getByRole("group", { name: "First Name" });
  await first.getByRole("radio").nth(1).check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Merge", exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(card).toHaveCount(0);
  const found = await (await page.request.get(`/api/v1${path}?search=${extension}`)).json();
  expect(found.items).toHaveLength(1);
});
