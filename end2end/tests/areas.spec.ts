// The client is divided: a page's code comes when somebody goes there.

import { expect, hydrated, open, openNavigation, signIn, test } from "../fixtures.js";
import type { Page } from "@playwright/test";

const ACCOUNTS = /\/pkg\/[0-9a-f]+\/accounts\.pack$/;

async function toAccounts(page: Page): Promise<void> {
  await openNavigation(page);
  await page.getByRole("navigation", { name: "Partner area" }).getByRole("link", { name: "Accounts" }).click();
}

function heading(page: Page, name: string) {
  return page.getByRole("heading", { level: 1, name });
}

test("SHELL-01 a page of another area comes into the same document, and the page before stays until then", async ({ page }) => {
  await signIn(page, "partner");
  const files: string[] = [];
  page.on("request", (request) => files.push(new URL(request.url()).pathname));
  await open(page, "/dashboard");
  expect(files.some((file) => file.endsWith("/dashboard.pack"))).toBe(true);
  expect(files.filter((file) => ACCOUNTS.test(file))).toEqual([]);
  let documents = 0;
  page.on("request", (request) => (documents += request.isNavigationRequest() ? 1 : 0));
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(ACCOUNTS, async (route) => {
    await released;
    await route.continue();
  });
  const asked = page.waitForRequest(ACCOUNTS);
  await toAccounts(page);
  await asked;
  await expect(heading(page, "Dashboard")).toBeAttached();
  release();
  await expect(heading(page, "Accounts")).toBeVisible();
  await expect(page).toHaveURL(/\/accounts$/);
  await page.goBack();
  await expect(heading(page, "Dashboard")).toBeVisible();
  expect(documents).toBe(0);
  const packs = files.filter((file) => file.endsWith(".pack"));
  expect(packs).toEqual([...new Set(packs)]);
});

test.describe("a page whose code does not come", () => {
  test.use({ expectedMessages: [[/accounts\.pack/, /ERR_FAILED/, /Failed to fetch/], { scope: "test" }] });

  test("00 is loaded as a whole when the server has it: the release has changed", async ({ page }) => {
    await signIn(page, "partner");
    await open(page, "/dashboard");
    await page.route(ACCOUNTS, (route) => route.fulfill({ status: 404 }), { times: 1 });
    const document = page.waitForRequest((request) => request.isNavigationRequest() && request.url().endsWith("/accounts"));
    await toAccounts(page);
    await document;
    await hydrated(page);
    await expect(heading(page, "Accounts")).toBeVisible();
    await expect(page).toHaveURL(/\/accounts$/);
  });

  test("00 leaves the page before in place and says so when the server is away", async ({ page }) => {
    await signIn(page, "partner");
    await open(page, "/dashboard");
    await page.route(ACCOUNTS, (route) => route.abort());
    await page.route(/\/accounts$/, (route) => route.abort());
    await toAccounts(page);
    const notice = page.getByRole("alert").filter({ hasText: "the server does not answer" });
    await expect(notice).toBeVisible();
    await expect(heading(page, "Dashboard")).toBeAttached();
    await page.unrouteAll();
    await notice.getByRole("link", { name: "Try again" }).click();
    await expect(heading(page, "Accounts")).toBeVisible();
    await hydrated(page);
  });
});
