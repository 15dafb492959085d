import { expect, expectAccessible, hydrated, open, PASSWORD, register, signIn, test } from "../fixtures.js";
import { createHmac } from "node:crypto";
import type { Page } from "@playwright/test";

/** What an authenticator app shows for a key at a time. */
function code(key: string, at = Date.now()): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key.replaceAll(" ", "")].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const offset = digest[19]! & 15;
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** Somebody of this test's own, registered with the usual password. */
async function newPerson(page: Page): Promise<string> {
  await signIn(page, "admin");
  const me = await (await page.request.get("/api/v1/me")).json();
  const email = `factors-${Date.now()}-${Math.random().toString(36).slice(2, 8)}@ballad.test`;
  const made = await page.request.post(`/api/v1/accounts/${me.account_id}/users`, { data: { first_name: "Fay", last_name: "Factor", email } });
  expect(made.ok(), await made.text()).toBe(true);
  await register(page, email);
  await page.request.delete("/api/v1/sessions");
  return email;
}

async function signInAs(page: Page, email: string): Promise<void> {
  const answer = await page.request.post("/api/v1/sessions", { data: { email, password: PASSWORD } });
  expect(answer.ok(), await answer.text()).toBe(true);
  // New people get the language of their account.
  const english = await page.request.patch("/api/v1/me", { data: { name: "Fay Factor", language: "en", theme: "system" } });
  expect(english.ok(), await english.text()).toBe(true);
}

test("AUTH-B1 an authenticator app is set up in the profile and asked for at the next sign-in", async ({ page, browser }) => {
  const email = await newPerson(page);
  await signInAs(page, email);
  await open(page, "/profile");
  const card = page.locator("#two-step");
  await card.getByRole("button", { name: "Set up" }).click();
  const dialog = page.getByRole("dialog", { name: "Set up an authenticator app" });
  await expect(dialog.getByRole("img", { name: "QR code for the authenticator app" })).toBeVisible();
  await expectAccessible(page);
  await dialog.getByText("Enter the key by hand").click();
  const key = await dialog.locator("code").innerText();
  const digits = dialog.getByLabel("Enter the 6 digits that the app shows now");
  await digits.fill("000000");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog.getByText("This code is not right").first()).toBeVisible();
  await digits.fill(code(key));
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog).toBeHidden();
  const codes = await card.locator(".recovery-codes code").allInnerTexts();
  expect(codes).toHaveLength(10);
  await expectAccessible(page);
  await page.reload();
  await hydrated(page);
  await expect(card.getByText("10 codes left")).toBeVisible();
  await expect(card.locator(".recovery-codes")).toHaveCount(0);
  // Another browser, without scripts.
  const context = await browser.newContext({ javaScriptEnabled: false });
  const other = await context.newPage();
  await other.goto("/login?next=%2Fprofile");
  await other.getByLabel("Username").fill(email);
  await other.getByRole("button", { name: "Next" }).click();
  await other.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByRole("heading", { name: "Second step" })).toBeVisible();
  await other.getByLabel("Code").fill("000000");
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByText("This code is not right")).toBeVisible();
  await other.getByLabel("Code").fill(codes[0]!.toLowerCase());
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other).toHaveURL(/\/profile$/);
  await expect(other.getByText("9 codes left")).toBeVisible();
  await context.close();
});

test.describe("with an authenticator in the browser", () => {
  test.use({ baseURL: `http://localhost:${process.env["E2E_PORT"]}` });

  test("AUTH-B2 AUTH-27 a passkey is added, signs in while the password is delayed, from the button and by autofill", async ({ page }) => {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("WebAuthn.enable", { enableUI: false });
    const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
      options: {
        protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    const email = await newPerson(page);
    await signInAs(page, email);
    // Frames come late on a busy machine: an answer may be in the page before the dialog that asked has closed.
    await page.addInitScript(() => {
      const frame = window.requestAnimationFrame.bind(window);
      window.requestAnimationFrame = (callback) => window.setTimeout(() => frame(callback), 250);
    });
    await open(page, "/profile");
    const card = page.locator("#two-step");
    await card.getByRole("button", { name: "Add a passkey" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a passkey" });
    await dialog.getByLabel("Name").fill("Work laptop");
    await expectAccessible(page);
    await dialog.getByRole("button", { name: "Create passkey" }).click();
    await expect(dialog).toBeHidden();
    await expect(card.getByText("Work laptop")).toBeVisible();
    await expect(card.locator(".recovery-codes code")).toHaveCount(10);
    await page.request.delete("/api/v1/sessions");
    for (let n = 0; n < 5; n++) {
      await page.request.post("/api/v1/sessions", { data: { email, password: "certainly wrong" } });
    }
    const delayed = await page.request.post("/api/v1/sessions", { data: { email, password: PASSWORD } });
    expect(delayed.status()).toBe(429);
    // By the button of the second step, where nothing listens to the field.
    await page.context().addCookies([{ name: "switchroom-step", value: `${encodeURIComponent(email)}||%2Fprofile`, url: page.url() }]);
    await open(page, "/login/verify");
    await expectAccessible(page);
    await page.getByRole("button", { name: "Sign in with a passkey" }).click();
    await expect(page).toHaveURL(/\/profile$/);
    await hydrated(page);
    await expect(card.getByText("Work laptop")).toBeVisible();
    await expect(page.locator("#sessions").getByText("Passkey").first()).toBeVisible();
    // By the suggestion of the username field, which this authenticator takes by itself.
    await page.request.delete("/api/v1/sessions");
    await page.goto("/login?next=%2Fprofile");
    await expect(page).toHaveURL(/\/profile$/);
    await hydrated(page);
    await card.getByRole("button", { name: "Rename" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Old laptop");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await expect(card.getByText("Old laptop")).toBeVisible();
    await card.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await expect(card.locator(".entry-title", { hasText: "Old laptop" })).toHaveCount(0);
    await cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });
  });
});

test("AUTH-B6 an action asks who is there, is repeated, and nothing entered is lost", async ({ page }) => {
  await signIn(page, "manager");
  await open(page, "/profile");
  let refusals = 2;
  const refusal = { status: 403, code: "auth.step_up_required", message: "Please confirm that it is you." };
  await page.route("**/api/fn/tokens/create", (route) =>
    refusals-- > 0 ? route.fulfill({ status: 403, contentType: "application/json", body: JSON.stringify(refusal) }) : route.continue(),
  );
  await page.getByRole("button", { name: "Create token" }).first().click();
  const form = page.getByRole("dialog", { name: "Create token" });
  const name = `Step-up ${Date.now()}`;
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("users:read").check();
  await form.getByRole("button", { name: "Create token" }).click();
  const dialog = page.getByRole("dialog", { name: "Please confirm that it is you" });
  await expect(dialog.getByLabel("Password", { exact: true })).toBeVisible();
  await expectAccessible(page);
  // Giving up leaves the form as it was.
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(form.getByText("Please confirm that it is you.")).toBeVisible();
  await expect(form.getByLabel("Name")).toHaveValue(name);
  await form.getByRole("button", { name: "Create token" }).click();
  await dialog.getByLabel("Password", { exact: true }).fill("certainly wrong");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog.getByText("This is not your current password").first()).toBeVisible();
  await dialog.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText(/^swr_/)).toBeVisible();
  await expect(page.getByText(name).first()).toBeVisible();
});

test("AUTH-B3 AUTH-B5 Sign-in security of an account is changed; bad networks stay at the field", async ({ page }) => {
  await signIn(page, "partner");
  const made = await page.request.post("/api/v1/accounts", {
    data: {
      name: `Gatekeepers ${Date.now().toString(36)}`, country: "DE", province: "DE-BE", address1: "Lindenweg 4", city: "Berlin", postal_code: "10115",
      support_contacts: [{ email: "noc@northwind.example" }],
    },
  });
  const account = ((await made.json()) as { id: string }).id;
  await open(page, `/accounts/${account}/info`);
  const panel = page.locator("#sign-in-security");
  await expect(panel.getByLabel("Session ends without use after (minutes)")).toHaveValue("60");
  await panel.getByLabel("Session ends without use after (minutes)").fill("15");
  await panel.getByLabel("Second step at sign-in").selectOption("admins");
  await panel.getByLabel("Days to set it up").fill("5");
  await panel.getByLabel("Allowed networks").fill("127.0.0.0/8\noffice");
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(panel.getByText(/Line 2: “office” is neither a network/).first()).toBeVisible();
  await panel.getByLabel("Allowed networks").fill("192.0.2.0/24");
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(panel.getByText(/you would lock yourself out/).first()).toBeVisible();
  await panel.getByLabel("Allowed networks").fill("192.0.2.7/24\n127.0.0.1\n::1");
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Sign-in security saved")).toBeVisible();
  await expectAccessible(page);
  await page.reload();
  await hydrated(page);
  await expect(panel.getByLabel("Allowed networks")).toHaveValue("192.0.2.0/24\n127.0.0.1/32\n::1/128");
  await expect(panel.getByLabel("Days to set it up")).toHaveValue("5");
});
