import { expect, expectAccessible, open, signIn, test } from "../fixtures.js";
import type { Route } from "@playwright/test";

test("DASH-B1 DASH-B3 a partner's figures lead to the lists behind them", async ({ page }) => {
  await signIn(page, "partner");
  await open(page, "/dashboard");
  const accounts = page.getByRole("region", { name: "Accounts", exact: true });
  const deactivated = accounts.getByRole("link", { name: /Deactivated/ });
  const shown = Number((await deactivated.locator("b").textContent())?.replace(/\D/g, ""));
  await expect(page.getByRole("img", { name: /users and licences by month/ })).toBeVisible();
  await expect(page.getByRole("img", { name: /events by day/ })).toBeVisible();
  await page.getByText("Show as a table").last().click();
  await expect(page.getByRole("columnheader", { name: "Day (UTC)" })).toBeVisible();
  await expectAccessible(page);
  await deactivated.click();
  await expect(page).toHaveURL(/filter\.state=deactivated/);
  const listed = (await (await page.request.get("/api/v1/accounts?filter.state=deactivated")).json()) as { total: { value: number } };
  expect(shown).toBe(listed.total.value);
  await page.goBack();
  const expiring = page.getByRole("region", { name: "Orders expiring" });
  await expiring.getByRole("link", { name: /In 60 days/ }).click();
  await expect(page.getByRole("button", { name: "Expires within 60 days" })).toBeVisible();
});

test.describe("one card fails", () => {
  test.use({ expectedMessages: [[/dashboard\/card: Failed to load resource: the server responded with a status of 503/], { scope: "test" }] });

  test("DASH-B2 DASH-B4 an account's figures follow what happens, each for itself", async ({ page }) => {
    await signIn(page, "admin");
    const me = (await (await page.request.get("/api/v1/me")).json()) as { account_id: string };
    await open(page, "/dashboard");
    const users = page.getByRole("region", { name: "Users", exact: true });
    const value = users.getByRole("link", { name: /Unregistered/ }).locator("b");
    const before = Number((await value.textContent())?.replace(/\D/g, ""));
    const name = `Figure ${Date.now()}`;
    const made = await page.request.post(`/api/v1/accounts/${me.account_id}/users`, {
      data: { first_name: "Figure", last_name: name, email: `${name.replace(" ", ".")}@figures.test`, role: "user" },
    });
    expect(made.ok(), await made.text()).toBe(true);
    await expect(value).not.toHaveText(before.toLocaleString("en"));
    await expect(users.getByText("As of")).toBeVisible();
    // A card that fails says so, and the others stay.
    let answer = (route: Route): Promise<void> => route.fulfill({ status: 503, body: "no" });
    await page.route("**/api/fn/dashboard/card", (route) => (route.request().postData()?.includes('"users"') ? answer(route) : route.continue()));
    const user = (await made.json()) as { id: string };
    expect((await page.request.delete(`/api/v1/accounts/${me.account_id}/users/${user.id}`)).ok()).toBe(true);
    await expect(users.getByRole("alert")).toBeVisible();
    await expect(page.getByRole("region", { name: "Latest events" }).getByRole("listitem").first()).toBeVisible();
    // Nothing is answered before the click: what others do in the account loads the card, too, and takes Retry away.
    let clicked = () => {};
    const retried = new Promise<void>((resolve) => (clicked = resolve));
    answer = (route) => retried.then(() => route.continue());
    await users.getByRole("button", { name: "Retry" }).click();
    clicked();
    await expect(users.getByRole("link", { name: /Unregistered/ })).toBeVisible();
  });
});

test("DASH-02 people without rights see no figures", async ({ page }) => {
  await signIn(page, "user");
  await open(page, "/dashboard");
  await expect(page.getByRole("heading", { name: "Quick Links" })).toBeVisible();
  await expect(page.getByText("As of")).toHaveCount(0);
});
