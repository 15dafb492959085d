import { expect, expectAccessible, open, signIn, test } from "../fixtures.js";

test("NOTIF-01 NOTIF-03 the bell opens, and leads to the inbox", async ({ page }) => {
  await signIn(page, "partner");
  await open(page, "/dashboard");
  await page.getByRole("button", { name: /^Notifications/ }).click();
  await expect(page.getByRole("heading", { name: "Notifications" })).toBeVisible();
  await page.getByRole("link", { name: "See all" }).click();
  await expect(page).toHaveURL(/\/notifications$/);
  await expect(page.getByRole("heading", { name: "Notifications", level: 1 })).toBeVisible();
  await expectAccessible(page);
});

test("NOTIF-01 plain users have no bell", async ({ page }) => {
  await signIn(page, "user");
  await open(page, "/dashboard");
  await expect(page.getByRole("button", { name: /^Notifications/ })).toHaveCount(0);
});
