import { expect, expectAccessible, open, signIn, test } from "../fixtures.js";

/** From our sign-in page to the sandbox's, and back as one of its people. */
async function enterAs(page: import("@playwright/test").Page, name: RegExp): Promise<void> {
  await page.goto("/login");
  await page.getByRole("link", { name: "Sandbox ID" }).click();
  await expect(page.getByRole("heading", { name: /Sign in to switchroom/ })).toBeVisible();
  await page.getByRole("button", { name }).click();
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("AUTH-05 AUTH-07 the button signs an entitled person in without scripts", async ({ page }) => {
    await enterAs(page, /Ada Berger/);
    await expect(page).toHaveURL(/\/dashboard$/);
    await expect(page.getByText("Ada Berger").first()).toBeAttached();
  });
});

test("AUTH-08 somebody without the entitlement is told so, and may try again", async ({ page }) => {
  await enterAs(page, /Uma Castell/);
  await expect(page.getByRole("alert")).toContainText("You may not use this portal");
  await expectAccessible(page);
  await expect(page.getByRole("link", { name: "Try again" })).toBeVisible();
  await page.getByRole("link", { name: "Back to sign-in" }).click();
  await expect(page).toHaveURL(/\/login$/);
});

test.describe("an ended session", () => {
  test.use({ expectedMessages: [[/status of 401/], { scope: "test" }] as never });

  test("AUTH-29 somebody from a provider signs in again in another window, and the page goes on", async ({ page, context }) => {
    await enterAs(page, /Ada Berger/);
    await open(page, "/profile");
    const name = page.getByRole("textbox", { name: "Name", exact: true });
    await name.fill("Not saved yet");
    await page.request.delete("/api/v1/sessions");
    const dialog = page.getByRole("dialog", { name: "Please sign in again" });
    await expect(dialog).toBeVisible();
    const opened = context.waitForEvent("page");
    await dialog.getByRole("link", { name: "Sandbox ID" }).click();
    const other = await opened;
    await other.getByRole("button", { name: /Ada Berger/ }).click();
    await expect(other.getByRole("heading", { name: "You are signed in" })).toBeVisible();
    await expectAccessible(other);
    await other.close();
    // What the browser says when its window is looked at again; in tests every window counts as looked at.
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await expect(dialog).toBeHidden();
    await expect(name).toHaveValue("Not saved yet");
  });
});

test("AUTH-04 the operator adds, tests, disables and deletes an identity provider", async ({ page }, info) => {
  await signIn(page, "operator");
  await open(page, "/operator/sign-in");
  await expectAccessible(page);
  const [first] = (await (await page.request.get("/api/v1/operator/providers")).json()) as { issuer: string }[];
  await page.getByRole("link", { name: "Add identity provider" }).click();
  const slug = `e2e-${info.project.name}-${Date.now().toString(36)}`.toLowerCase();
  const name = `Another ID ${info.project.name} ${Date.now().toString(36)}`;
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.getByLabel("Short name").fill(slug);
  await page.getByLabel("Issuer").fill("https://10.0.0.1/");
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText("This address leads to a private network")).toBeVisible();
  await page.getByLabel("Issuer").fill(first!.issuer);
  await page.getByRole("button", { name: "Test connection" }).click();
  await expect(page.getByText("The provider answers")).toBeVisible();
  await page.getByLabel("Client ID").fill("switchroom");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("This field is required").first()).toBeVisible();
  await page.getByLabel("Entitlement claim").fill("entitlements");
  await page.getByLabel("Entitlement value").fill("switchroom");
  await page.getByLabel("Enabled").uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText(`/auth/oidc/${slug}/callback`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Delete" }).first().click();
  const dialog = page.getByRole("dialog", { name: `Delete ${name}?` });
  await dialog.getByRole("textbox").fill("delete");
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(page).toHaveURL(/\/operator\/sign-in$/);
  await expect(page.getByText(name)).toBeHidden();
});
