import { expect, expectAccessible, open, signIn, test } from "../fixtures.js";
import type { Page } from "@playwright/test";

const FEEDS = "/api/v1/operator/orders/imports";

const unique = (name: string) => `${name}-${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;

/** A day as the portal writes it. */
const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

/** Brings an order of this test alone in, as the operator, and leaves the partner signed in. */
async function order(page: Page, number: string, left = 200): Promise<void> {
  await signIn(page, "partner");
  const me = (await (await page.request.get("/api/v1/me")).json()) as { partner_id: string };
  await signIn(page, "operator");
  const text = `subscription_number,start_date,expiry_date,items,customer_name\n${number},${day(-3)},${day(left)},54014848:25; 54014777:2,Ballad Marine\n`;
  const file = { name: "orders.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
  const answer = await page.request.post(FEEDS, { multipart: { file, feed: "e2e", partner: me.partner_id } });
  expect(answer.status(), await answer.text()).toBe(201);
  const { id } = (await answer.json()) as { id: string };
  expect((await page.request.post(`${FEEDS}/${id}/commit`)).status()).toBe(202);
  const state = async () => ((await (await page.request.get(`${FEEDS}/${id}`)).json()) as { state: string }).state;
  await expect.poll(state).toBe("finished");
  await signIn(page, "partner");
}

test("ORD-05 ORD-06 the heading chooses the view and counts; the search narrows both", async ({ page }) => {
  const number = unique("A-E2E");
  await order(page, number);
  await open(page, "/orders");
  await page.getByRole("button", { name: /^Orders All \(/ }).click();
  await page.getByRole("menuitem", { name: /^Unassigned \(/ }).click();
  await expect(page).toHaveURL(/filter\.view=unassigned/);
  await page.getByLabel("Search orders").fill(number);
  await expect(page.getByRole("button", { name: "Orders Unassigned (1)" })).toBeVisible();
  await expect(page.locator("strong", { hasText: number })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Search orders").fill("no such order at all");
  await expect(page.getByText("No orders match")).toBeVisible();
});

test("ORD-07 ORD-08 ORD-09 the dialog tells what was bought", async ({ page }) => {
  const number = unique("A-E2E");
  await order(page, number);
  await open(page, `/orders?search=${number}`);
  await page.locator("strong", { hasText: number }).click();
  const dialog = page.getByRole("dialog", { name: "Order details" });
  await expect(dialog.getByText("Subscription #:")).toBeVisible();
  await expect(dialog.getByText("25 Licenses")).toBeVisible();
  await expect(dialog.getByText("unassigned", { exact: true })).toBeVisible();
  await dialog.getByText("See additional tracking details").click();
  await expect(dialog.getByText("Purchase date")).toBeVisible();
  const info = dialog.getByRole("button", { name: "Plan details: Zoom Hybrid - hMitel Indirect" });
  await info.focus();
  await info.press("Enter");
  await expect(page.getByText("Zoom PSI user licence")).toBeVisible();
  await page.keyboard.press("Escape");
  await dialog.getByRole("link", { name: "Close" }).click();
  await expect(dialog).toBeHidden();
});

test("ORD-11 ORD-13 ORD-14 ORD-15 SUB-01 SUB-03 an order is assigned and becomes subscriptions", async ({ page }) => {
  const number = unique("A-E2E");
  await order(page, number);
  await open(page, `/orders?search=${number}`);
  await page.getByRole("link", { name: `Assign order ${number}` }).click();
  const dialog = page.getByRole("dialog", { name: "Order details" });
  const assign = dialog.getByRole("button", { name: "Assign" });
  await expect(assign).toBeDisabled();
  const company = dialog.getByRole("combobox", { name: "Company" });
  await company.fill("Ballad Ind");
  await page.getByRole("option", { name: /Ballad Industries/ }).first().click();
  await assign.click();
  await expect(dialog.getByText("Order added!")).toBeVisible();
  const integrations = dialog.getByRole("link", { name: "Go to account integrations" });
  const href = (await integrations.getAttribute("href")) ?? "";
  await dialog.getByRole("button", { name: "Close" }).first().click();
  await expect(dialog).toBeHidden();
  const account = /accounts\/([0-9a-f-]{36})/.exec(href)?.[1];
  await open(page, `/accounts/${account}/subscriptions?open=${number}`);
  const group = page.locator("details[open]").filter({ hasText: number });
  await expect(group.first()).toBeVisible();
  await expect(page.getByText(/Zoom Hybrid - hMitel Indirect - \d+ assigned of \d+ license\(s\)/)).toBeVisible();
  await open(page, href);
  await expect(page.locator("#integrations").getByRole("heading", { name: "Integrations" })).toBeVisible();
  await expect(page.locator("#subscriptions")).toContainText("Zoom Hybrid - hMitel Indirect");
});

test("SUB-07 Add Order leads to the unassigned orders with the company chosen, and back with the group open", async ({ page }) => {
  const number = unique("A-E2E");
  await order(page, number);
  const found = await page.request.get("/api/v1/accounts?search=Ballad%20Industries");
  const [account] = ((await found.json()) as { items: { id: string }[] }).items;
  await open(page, `/accounts/${account?.id}/subscriptions`);
  await page.getByRole("link", { name: "Add Order" }).first().click();
  await expect(page).toHaveURL(new RegExp(`/orders\\?filter\\.view=unassigned&for=${account?.id}`));
  await open(page, `/orders?filter.view=unassigned&for=${account?.id}&search=${number}`);
  await page.getByRole("link", { name: `Assign order ${number}` }).click();
  const dialog = page.getByRole("dialog", { name: "Order details" });
  await expect(dialog.getByRole("combobox", { name: "Company" })).toHaveValue(/Ballad Industries/);
  await dialog.getByRole("button", { name: "Assign" }).click();
  await expect(page).toHaveURL(new RegExp(`/accounts/${account?.id}/subscriptions\\?open=${number}`));
  await expect(page.locator("details[open]").filter({ hasText: number }).first()).toBeVisible();
});

test("ORD-16 a new account is created for the order and comes back chosen", async ({ page }) => {
  const number = unique("A-E2E");
  await order(page, number);
  await open(page, `/orders?search=${number}`);
  await page.locator("strong", { hasText: number }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Create new account" }).click();
  await expect(page).toHaveURL(/\/accounts\/new\?order=/);
  await expect(page.getByLabel("Customer Name")).toHaveValue("Ballad Marine");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page).toHaveURL(/\/orders\?open=/);
  await expect(page.getByRole("dialog", { name: "Order details" })).toBeVisible();
});

test("ORD-22 the operator checks a file, sees its errors and imports the rest", async ({ page }) => {
  await signIn(page, "partner");
  const me = (await (await page.request.get("/api/v1/me")).json()) as { partner_id: string };
  await signIn(page, "operator");
  await open(page, "/operator/order-feeds");
  await expectAccessible(page);
  await page.getByLabel("Partner", { exact: true }).selectOption(me.partner_id);
  const number = unique("A-UI");
  const text = `subscription_number,start_date,items\n${number},${day(0)},54014848:3\nbad,1.1.2026,54014848:3\n`;
  await page.getByLabel("File", { exact: true }).setInputFiles({ name: "orders.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await page.getByRole("button", { name: "Check file" }).click();
  await expect(page.getByText("Write dates as YYYY-MM-DD")).toBeVisible();
  await page.getByRole("button", { name: "Import 1 order" }).click();
  await expect(page.getByText("Partly imported")).toBeVisible();
  await expect(page.getByRole("link", { name: "Download failed rows" })).toBeVisible();
});

test("ORD-01 orders are no business of customers", async ({ page }) => {
  await signIn(page, "admin");
  const answer = await page.goto("/orders");
  expect([403, 404]).toContain(answer?.status());
});

test.describe("without scripts", () => {
  test.use({ javaScriptEnabled: false });

  test("ORD-05 ORD-07 the list, its views and an order can be read", async ({ page }) => {
    await signIn(page, "partner");
    await page.goto("/orders?filter.view=unassigned");
    const first = page.locator("a.row-link").filter({ visible: true }).first();
    await expect(first).toBeVisible();
    await first.click();
    await expect(page.getByText("Subscription #:")).toBeVisible();
  });
});
