import { expect, expectAccessible, open, signIn, test } from "../fixtures.js";
import type { Page } from "@playwright/test";

/** An account of this test alone; its import page. */
async function importPage(page: Page): Promise<string> {
  await signIn(page, "partner");
  const answer = await page.request.post("/api/v1/accounts", {
    data: {
      name: `Importing ${Date.now().toString(36)}${Math.random().toString(36).slice(2, 6)}`,
      country: "DE", province: "DE-BE", address1: "Lindenweg 4", city: "Berlin", postal_code: "10115",
      support_contacts: [{ email: "noc@northwind.example" }],
    },
  });
  expect(answer.status(), await answer.text()).toBe(201);
  return `/accounts/${((await answer.json()) as { id: string }).id}/users/import`;
}

const choose = (page: Page) => page.locator('input[type="file"]');

test("IMP-08 IMP-09 IMP-11 a sheet is checked, corrected and uploaded", async ({ page }) => {
  const path = await importPage(page);
  await open(page, path);
  await expect(page.getByRole("link", { name: "Template (*.xlsx)" })).toBeVisible();
  await expectAccessible(page);
  const sheet = "FIRST NAME,LAST NAME,NAME,EMAIL,ROLE\nÅsa,Lind,,asa@import.example,User\nBo,Berg,,not an address,User\nCleo,Ott,,cleo@import.example,\n";
  await choose(page).setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
  await expect(page.getByText("1 row has errors")).toBeVisible();
  const address = page.getByLabel("EMAIL, 3");
  await expect(address).toHaveValue("not an address");
  await address.fill("bo@import.example");
  await address.press("Tab");
  await expect(page.getByText("No errors found")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Upload 3 rows" }).click();
  await expect(page.getByText("3 users were added")).toBeVisible();
  await page.getByRole("link", { name: "Show the new users" }).click();
  await expect(page.getByText("asa@import.example")).toBeVisible();
  await expect(page.getByText("bo@import.example")).toBeVisible();
});

test("IMP-12 an import that was left is offered again", async ({ page }) => {
  const path = await importPage(page);
  await open(page, path);
  await choose(page).setInputFiles("../server/core/fixtures/imports/libreoffice.xlsx");
  await expect(page.getByRole("region", { name: "Preview of the sheet" })).toBeVisible();
  await open(page, path);
  await expect(page.getByText("Unfinished import")).toBeVisible();
  await page.getByRole("link", { name: "Continue" }).click();
  await expect(page.getByRole("region", { name: "Preview of the sheet" })).toBeVisible();
});

test("IMP-07 what is no spreadsheet is refused with the reason", async ({ page }) => {
  const path = await importPage(page);
  await open(page, path);
  await choose(page).setInputFiles({ name: "picture.xlsx", mimeType: "application/octet-stream", buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]) });
  await expect(page.getByText("The file was not accepted")).toBeVisible();
  await expect(choose(page)).toBeAttached();
});

test("IMP-B5 IMP-B6 the export comes back with changes, shown before and after; an import is undone", async ({ page }) => {
  const path = await importPage(page);
  await open(page, path);
  const sheet = "FIRST NAME,LAST NAME,NAME,EMAIL,ROLE\nAda,Lind,,ada@undo.example,\nBo,Berg,,bo@undo.example,\n";
  await choose(page).setInputFiles({ name: "staff.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
  await page.getByRole("button", { name: "Upload 2 rows" }).click();
  await expect(page.getByText("2 users were added")).toBeVisible();
  const users = path.replace("/import", "");
  const found = await (await page.request.get(`/api/v1${users}?search=ada@undo`)).json();
  await open(page, path);
  const change = `USER ID,NAME\n${(found.items as { id: string }[])[0]?.id},Ada Renamed\n`;
  await choose(page).setInputFiles({ name: "changes.csv", mimeType: "text/csv", buffer: Buffer.from(change) });
  await expect(page.getByText("NAME: Ada Lind → Ada Renamed")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Upload 1 row" }).click();
  await expect(page.getByText("1 user was changed")).toBeVisible();
  await open(page, path);
  const row = page.getByRole("listitem").filter({ hasText: "staff.csv" });
  await row.getByRole("button", { name: "Undo import" }).click();
  await page.getByRole("dialog", { name: "Undo this import?" }).getByRole("button", { name: "Undo import" }).click();
  const progress = page.getByRole("dialog", { name: "Undoing the import" });
  // Who was changed since stays.
  await expect(progress.getByText("1 done, 1 skipped")).toBeVisible();
  await open(page, users);
  await expect(page.getByText("Ada Renamed")).toBeVisible();
  await expect(page.getByText("bo@undo.example")).toHaveCount(0);
});
