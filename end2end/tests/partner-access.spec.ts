import { expect, expectAccessible, hydrated, open, PASSWORD, register, signIn, test } from "../fixtures.js";
import type { Browser, Page } from "@playwright/test";

type Customer = { id: string; name: string; email: string };

/** An account of this test's own with a registered admin. */
async function customer(page: Page): Promise<Customer> {
  const mark = `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`;
  const [name, email] = [`Closed ${mark}`, `closed-${mark}@ballad.test`];
  await signIn(page, "partner");
  const account = await page.request.post("/api/v1/accounts", {
    data: {
      name, country: "DE", province: "DE-BE", address1: "Lindenweg 4", city: "Berlin", postal_code: "10115", language: "en",
      support_contacts: [{ email: "noc@northwind.example" }],
    },
  });
  expect(account.status(), await account.text()).toBe(201);
  const { id } = (await account.json()) as { id: string };
  const made = await page.request.post(`/api/v1/accounts/${id}/users`, {
    data: { first_name: "Ada", last_name: "Closed", email, role: "admin" },
  });
  expect(made.ok(), await made.text()).toBe(true);
  await register(page, email);
  return { id, name, email };
}

/** The account's admin in a browser of their own. */
async function adminOf(browser: Browser, page: Page, of: Customer): Promise<Page> {
  const origin = new URL((await page.request.get("/healthz")).url()).origin;
  const other = await (await browser.newContext({ baseURL: origin })).newPage();
  const answer = await other.request.post("/api/v1/sessions", { data: { email: of.email, password: PASSWORD } });
  expect(answer.ok(), await answer.text()).toBe(true);
  await open(other, `/accounts/${of.id}/info`);
  return other;
}

test("ACC-B4 an admin asks the partner to ask; a partner user is let in, works, and is out again, on open pages", async ({ page, browser }) => {
  const account = await customer(page);
  const admin = await adminOf(browser, page, account);
  const card = admin.locator("#partner-access");
  await expectAccessible(admin);
  await card.getByRole("switch", { name: /need an approval/ }).click();
  await expect(card.getByText("Nobody has asked for access in the last 30 days.")).toBeVisible();

  await signIn(page, "partner");
  await open(page, `/accounts/${account.id}/users`);
  await expect(page.getByRole("heading", { name: account.name })).toBeVisible();
  await expect(page.getByText("Ask for access; an admin of the account answers.")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Ask for access" }).click();
  await expect(page.getByText("This field is required").first()).toBeVisible();
  await page.getByLabel("Reason").fill("The line at the reception is down");
  await page.getByLabel("For how long").selectOption("24");
  await page.getByRole("button", { name: "Ask for access" }).click();
  await expect(page.getByText("Waits", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Take back" })).toBeVisible();

  // The admin's open page shows it at once; a shorter time is chosen.
  await expect(card.getByText("The line at the reception is down")).toBeVisible();
  await card.getByRole("button", { name: "Let in" }).click();
  const dialog = admin.getByRole("dialog", { name: "Let this person in?" });
  await expect(dialog.getByLabel("For how long")).toHaveValue("24");
  await dialog.getByLabel("For how long").selectOption("1");
  await expectAccessible(admin);
  await dialog.getByRole("button", { name: "Let in" }).click();
  await expect(card.getByText("Inside", { exact: true })).toBeVisible();

  // So does the partner's: the page that was asked for is there.
  await expect(page.getByText("You may work in this account until")).toBeVisible();
  await expect(page.getByRole("searchbox", { name: "Search Users" })).toBeVisible();
  await expectAccessible(page);

  await card.getByRole("button", { name: "End access" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "End access" }).click();
  await expect(page.getByText("Ask for access; an admin of the account answers.")).toBeVisible();
  await page.reload();
  await hydrated(page);
  await expect(page.getByText(/^Ended/).first()).toBeVisible();

  // Opened again, nobody has to ask.
  await card.getByRole("switch", { name: /need an approval/ }).click();
  await expect(page.getByRole("searchbox", { name: "Search Users" })).toBeVisible();
  await admin.context().close();
});

test("ACC-B4 a request is denied with an answer, and what the admin is writing survives a new request", async ({ page, browser }) => {
  const account = await customer(page);
  const admin = await adminOf(browser, page, account);
  const card = admin.locator("#partner-access");
  await card.getByRole("switch", { name: /need an approval/ }).click();
  await expect(card.getByText("Nobody has asked")).toBeVisible();
  await signIn(page, "partner");
  await page.request.post(`/api/v1/accounts/${account.id}/partner-access/requests`, { data: { reason: "Yearly review", hours: 5 } });
  await card.getByRole("button", { name: "Deny" }).click();
  const dialog = admin.getByRole("dialog", { name: "Deny this request?" });
  await dialog.getByLabel("Answer (optional)").fill("Please call us first");
  await open(page, `/accounts/${account.id}/info`);
  await page.getByRole("button", { name: "Take back" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
  await expect(card.getByText("Taken back", { exact: true })).toBeVisible();
  await expect(dialog.getByLabel("Answer (optional)")).toHaveValue("Please call us first");
  await dialog.getByRole("button", { name: "Deny" }).click();
  await expect(dialog.getByText("This request has been answered or is over.")).toBeVisible();
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.getByLabel("Reason").fill("Yearly review, second try");
  await page.getByRole("button", { name: "Ask for access" }).click();
  await card.getByRole("button", { name: "Deny" }).click();
  await dialog.getByLabel("Answer (optional)").fill("Please call us first");
  await dialog.getByRole("button", { name: "Deny" }).click();
  await expect(page.getByText("Answer: Please call us first")).toBeVisible();
  await admin.context().close();
});
