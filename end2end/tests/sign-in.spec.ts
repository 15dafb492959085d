import { expect, expectAccessible, hydrated, open, PASSWORD, signIn, test } from "../fixtures.js";

/** Both steps, as a person does them. */
async function enter(page: import("@playwright/test").Page, username: string, password: string): Promise<void> {
  await page.getByLabel("Username").fill(username);
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("AUTH-05 AUTH-13 AUTH-25 signing in and out needs no script", async ({ page }) => {
    await page.goto("/profile");
    await expect(page).toHaveURL(/\/login\?next=%2Fprofile/);
    await enter(page, "admin@demo.test", PASSWORD);
    await expect(page).toHaveURL(/\/profile$/);
    await expect(page.getByRole("heading", { name: "Profile" })).toBeVisible();
  });

  test("AUTH-15 a wrong password is told without saying what was wrong", async ({ page }) => {
    // A name that fails too often is slowed down.
    const unique = () => `${Date.now()}-${Math.random().toString(36).slice(2, 8)}`;
    for (const username of ["nobody", "another"].map((name) => `${name}-${unique()}@demo.test`)) {
      await page.goto("/login");
      await enter(page, username, "certainly wrong");
      await expect(page.getByRole("alert")).toHaveText("Username or password is incorrect");
    }
  });

  test("AUTH-21 the reset page answers the same for everybody", async ({ page }) => {
    await page.goto("/reset");
    await page.getByLabel("Username").fill("nobody-at-all@demo.test");
    await page.getByRole("button", { name: "Send link" }).click();
    await expect(page.getByText("If the address is known, a mail is on its way")).toBeVisible();
  });
});

test("AUTH-05 AUTH-13 two steps with the client, silent and accessible", async ({ page }) => {
  await open(page, "/login");
  await expect(page.getByPlaceholder("name@example.com")).toBeFocused();
  await expectAccessible(page);
  await page.getByLabel("Username").fill("user@demo.test");
  await page.keyboard.press("Enter");
  await hydrated(page);
  await expect(page.getByText("user@demo.test")).toBeVisible();
  await expect(page.getByRole("link", { name: "Forgot password?" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Use another account" })).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.keyboard.press("Enter");
  await expect(page).not.toHaveURL(/login/);
});

test("AUTH-26 the profile lists this session; tokens are shown once", async ({ page }) => {
  await signIn(page, "manager");
  await open(page, "/profile");
  await expect(page.getByText("This session")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Create token" }).first().click();
  const dialog = page.getByRole("dialog");
  const name = `Script ${Date.now()}`;
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("users:read").check();
  await dialog.getByRole("button", { name: "Create token" }).click();
  await expect(page.getByText(/^swr_/)).toBeVisible();
  await page.reload();
  await hydrated(page);
  await expect(page.getByText(name)).toBeVisible();
  await expect(page.getByText(/^swr_/)).toHaveCount(0);
});

test.describe("an ended session", () => {
  test.use({ expectedMessages: [[/status of 401/], { scope: "test" }] as never });

  test("AUTH-29 opens a sign-in dialog over the page, and what was entered stays", async ({ page }) => {
    await signIn(page, "partner");
    await open(page, "/profile");
    const name = page.getByRole("textbox", { name: "Name", exact: true });
    await name.fill("Not saved yet");
    await page.request.delete("/api/v1/sessions");
    // The page notices by itself.
    const dialog = page.getByRole("dialog", { name: "Please sign in again" });
    await expect(dialog).toBeVisible();
    await dialog.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await dialog.getByRole("button", { name: "Sign in" }).click();
    await expect(dialog).toBeHidden();
    await expect(name).toHaveValue("Not saved yet");
  });
});
