import { expect, expectAccessible, open, signIn, test } from "../fixtures.js";
import type { Page } from "@playwright/test";

async function account(page: Page): Promise<string> {
  const me = await (await page.request.get("/api/v1/me")).json();
  return me.account_id;
}

const rows = (page: Page) => page.locator("tbody tr[data-index]");

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("HIST-03 HIST-17 the list shows, filters and pages", async ({ page }) => {
    await signIn(page, "admin");
    const path = `/accounts/${await account(page)}/support/history`;
    await page.goto(path);
    await expect(page.getByRole("heading", { name: "Event History" })).toBeVisible();
    expect(await rows(page).count()).toBeGreaterThan(0);
    await page.goto(`${path}?filter.asset=Session&filter.action=Sign-in`);
    expect(await rows(page).count()).toBeGreaterThan(0);
  });
});

test("HIST-09 HIST-10 HIST-B1 a row opens its details with before and after", async ({ page }) => {
  await signIn(page, "admin");
  const id = await account(page);
  await open(page, `/accounts/${id}/support/history?filter.asset=User&filter.action=Edit`);
  await rows(page).first().click();
  const dialog = page.getByRole("dialog", { name: "Event details" });
  await expect(dialog.getByText("Actor Name")).toBeVisible();
  await dialog.getByRole("tab", { name: /Properties Changed/ }).click();
  await expect(dialog.getByRole("columnheader", { name: "Before" })).toBeAttached();
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export" }).click();
  expect((await download).suggestedFilename()).toMatch(/^events-.*\.csv$/);
  await expectAccessible(page);
});

test("HIST-12 HIST-15 HIST-16 the dialog sets filters, the chips take them away", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, `/accounts/${await account(page)}/support/history`);
  await page.getByRole("button", { name: "Edit filters" }).click();
  const dialog = page.getByRole("dialog", { name: "Create/Edit Filters" });
  await dialog.getByRole("checkbox", { name: "Session", exact: true }).check();
  await dialog.getByRole("button", { name: "Last 30 days" }).click();
  await dialog.getByRole("button", { name: "OK" }).click();
  await expect(page).toHaveURL(/filter\.asset=Session/);
  await expect(page).toHaveURL(/filter\.from=/);
  await page.reload();
  await page.getByRole("link", { name: "Remove filter Asset" }).click();
  await expect(page).not.toHaveURL(/filter\.asset/);
});

test("HIST-07 nothing found says so", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, `/accounts/${await account(page)}/support/history?filter.actor_id=nobody`);
  await expect(page.getByText("No events found")).toBeVisible();
});

test("HIST-B2 a change in one browser shows in another within a second", async ({ page, browser }) => {
  await signIn(page, "admin");
  const id = await account(page);
  await open(page, `/accounts/${id}/support/history?filter.asset=User&filter.action=Create`);
  const other = await browser.newContext();
  const second = await other.newPage();
  await signIn(second, "partner");
  const name = `Live ${Date.now()}`;
  const origin = new URL(page.url()).origin;
  const made = await second.request.post(`/api/v1/accounts/${id}/users`, {
    headers: { origin },
    data: { first_name: name, last_name: "Row", email: `live-${Date.now()}@demo.test` },
  });
  expect(made.ok()).toBeTruthy();
  await expect(rows(page).filter({ hasText: name })).toBeVisible();
  await other.close();
});

test("HIST-05 the chosen columns are kept", async ({ page }, info) => {
  test.skip(info.project.name === "phone", "cards have no columns");
  // No other test looks at this person's columns of the history.
  await signIn(page, "manager");
  const accounts = (await (await page.request.get("/api/v1/accounts?limit=1")).json()) as { items: { id: string }[] };
  const path = `/accounts/${accounts.items[0]?.id}/support/history`;
  await open(page, path);
  await page.getByRole("button", { name: "Columns", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Show/hide columns" });
  await dialog.getByRole("checkbox", { name: "Event ID" }).check();
  const kept = page.waitForResponse(/preferences/);
  await dialog.getByRole("button", { name: /OK|Done/ }).click();
  await kept;
  await open(page, path);
  await expect(page.getByRole("columnheader", { name: "Event ID" })).toBeVisible();
});
