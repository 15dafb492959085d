import { expect, expectAccessible, open, openNavigation, PASSWORD, signIn, test } from "../fixtures.js";

test("SHELL-01 SHELL-10 DASH-01 DASH-02 a partner's frame and dashboard", async ({ page }) => {
  await signIn(page, "partner");
  await open(page, "/dashboard");
  await expect(page.getByRole("link", { name: "Add an account" })).toBeVisible();
  await expect(page.getByText("Console Tip #1")).toBeVisible();
  await openNavigation(page);
  const navigation = page.getByRole("navigation", { name: "Partner area" });
  await expect(navigation.getByRole("link", { name: "Dashboard" })).toHaveAttribute("aria-current", "page");
  await expect(navigation.getByRole("link", { name: "Accounts" })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /your profile and settings/ }).click();
  await expect(page.getByRole("link", { name: "Change your password" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Logout" })).toBeVisible();
});

test("SHELL-06 SHELL-07 the picker enters an account and leads back", async ({ page }) => {
  await signIn(page, "partner");
  await open(page, "/dashboard");
  await page.getByRole("button", { name: /choose another account/ }).click();
  const field = page.getByRole("combobox", { name: "Name or Account ID" });
  await expect(field).toBeFocused();
  await expect(page.getByRole("option").first()).toBeVisible();
  await field.fill("ballad");
  await expect(page.getByRole("option", { name: /Ballad Industries/ })).toBeVisible();
  await field.press("Enter");
  await expect(page).toHaveURL(/\/accounts\/[0-9a-f-]{36}\/info$/);
  await openNavigation(page);
  await expect(page.getByRole("navigation", { name: "Account", exact: true }).getByRole("link", { name: "Users" })).toBeVisible();
  await page.getByRole("link", { name: "Back to partner area" }).click();
  await expect(page).toHaveURL(/\/dashboard$/);
});

test("SHELL-05 a group stays as it was left", async ({ page }, info) => {
  // Nobody else goes anywhere by these people's navigation.
  await signIn(page, info.project.name === "phone" ? "admin" : "manager");
  await open(page, "/dashboard");
  await openNavigation(page);
  const group = page.locator("details.side-group").first();
  await expect(group).toHaveAttribute("open", "");
  const kept = page.waitForResponse(/preferences/);
  await group.locator("summary").press("Enter");
  await kept;
  await page.reload();
  await expect(group).not.toHaveAttribute("open", "");
  const again = page.waitForResponse(/preferences/);
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
  await openNavigation(page);
  await group.locator("summary").click();
  await again;
});

test("SHELL-08 DASH-02 an Account Admin sees one account and its links", async ({ page }) => {
  await signIn(page, "admin");
  await open(page, "/dashboard");
  await expect(page.getByRole("banner").getByText("Ballad Industries")).toBeVisible();
  await expect(page.getByRole("button", { name: /choose another account/ })).toHaveCount(0);
  for (const name of ["View account", "View users", "Add a user", "Change your password"]) {
    await expect(page.getByRole("main").getByRole("link", { name })).toBeVisible();
  }
});

test("SHELL-04 a page without permission names it, with status 403", async ({ page }) => {
  await signIn(page, "user");
  const me = (await (await page.request.get("/api/v1/me")).json()) as { account_id: string };
  const answer = await page.request.get(`/accounts/${me.account_id}/info`);
  expect(answer.status()).toBe(403);
  expect(await answer.text()).toContain("Accounts: View");
});

test("DASH-03 tips are dismissed and restored", async ({ page }) => {
  await signIn(page, "manager");
  await open(page, "/dashboard");
  const kept = page.waitForResponse(/preferences/);
  await page.getByRole("button", { name: "Dismiss this tip" }).click();
  await kept;
  await expect(page.getByText("Console Tip #1")).toHaveCount(0);
  const restored = page.waitForResponse(/preferences/);
  await page.getByRole("button", { name: "Show dismissed tips again" }).click();
  await restored;
  await expect(page.getByText("Console Tip #1")).toBeVisible();
});

test("SHELL-01 on a phone the navigation is a drawer", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn(page, "partner");
  await open(page, "/dashboard");
  const link = page.getByRole("navigation", { name: "Partner area" }).getByRole("link", { name: "Accounts" });
  await expect(link).toBeHidden();
  await page.getByRole("button", { name: "Open the navigation" }).click();
  await expect(link).toBeVisible();
  await expectAccessible(page);
  await link.click();
  await expect(page).toHaveURL(/\/accounts$/);
  await expect(link).toBeHidden();
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("SHELL-01 the frame's links work", async ({ page }) => {
    await signIn(page, "partner");
    await page.goto("/dashboard");
    await openNavigation(page);
    await page.getByRole("navigation", { name: "Partner area" }).getByRole("link", { name: "Accounts" }).click();
    await expect(page.getByRole("heading", { name: "Accounts" })).toBeVisible();
  });
});

test("SHELL-11 the footer leads to help and terms, and changes the language for good", async ({ page }, info) => {
  test.skip(info.project.name === "phone", "one person's language at a time");
  // Nobody else works as this person.
  await page.request.post("/api/v1/sessions", { data: { email: "partner2@demo.test", password: PASSWORD } });
  await open(page, "/dashboard");
  await expect(page.getByRole("link", { name: "Support" })).toHaveAttribute("href", "https://help.example/");
  await expect(page.getByRole("link", { name: "Legal" })).toHaveAttribute("href", "https://terms.example/");
  const language = page.locator("select.side-language");
  await language.selectOption("de");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await expect(page.getByRole("link", { name: "Übersicht" }).first()).toBeVisible();
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
  await language.selectOption("en");
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("SHELL-03 SHELL-09 without integrations that bring them there are neither entries nor a launcher", async ({ page }) => {
  for (const person of ["admin", "user"] as const) {
    await signIn(page, person);
    await open(page, "/dashboard");
    await expect(page.getByRole("button", { name: "Applications" })).toHaveCount(0);
    await openNavigation(page);
    for (const name of ["MiVoice Business", "Voice Assist", "Customer Care", "Gateway"]) {
      await expect(page.getByRole("navigation").getByRole("link", { name, exact: true })).toHaveCount(0);
    }
  }
});
