import { expect, expectAccessible, open, test } from "../fixtures.js";

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("00 a page is complete before and without the client", async ({ page }) => {
    const answer = await page.goto("/login/no-such-page");
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
    await page.getByRole("link", { name: "Go to the start page" }).click();
    await expect(page).not.toHaveURL(/no-such-page/);
  });
});

// The answer's status 404 is itself reported on the console.
test.describe("with the client", () => {
  test.use({ expectedMessages: [[/no-such-page: Failed to load resource/], { scope: "test" }] });

  test("00 a page hydrates without a word on the console", async ({ page }) => {
    await open(page, "/login/no-such-page");
    await expect(page).toHaveTitle("Page not found · Switchroom");
    await expectAccessible(page);
  });
});
