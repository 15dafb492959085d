import { expect, expectAccessible, open, signIn, test } from "../fixtures.js";

test("SHELL-B1 the palette finds pages, actions, accounts and people, by keyboard alone", async ({ page }) => {
  await signIn(page, "partner");
  await open(page, "/dashboard");
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: /Search or jump to/ });
  await expect(field).toBeFocused();
  await expect(page.getByRole("group", { name: "Pages" }).getByRole("option", { name: "Orders" })).toBeVisible();
  await field.fill("ballad");
  const account = page.getByRole("group", { name: "Accounts" }).getByRole("option", { name: /Ballad Industries/ });
  await expect(account).toBeVisible();
  await expect(account.locator("mark")).toHaveText("Ballad");
  await expectAccessible(page);
  await expect(account).toHaveAttribute("aria-selected", "true");
  await field.press("Enter");
  await expect(page).toHaveURL(/\/accounts\/[0-9a-f-]{36}\/info$/);
  await expect(field).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await field.fill("add us");
  await expect(page.getByRole("option", { name: "Add a user" })).toBeVisible();
  await field.press("Enter");
  await expect(page).toHaveURL(/\/users\/new$/);
  await page.keyboard.press("Control+k");
  await expect(field).toBeFocused();
  await field.fill("qqqqqqqq");
  await expect(page.getByText("Nothing found.")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(field).toHaveCount(0);
});

test("SHELL-B1 the button in the top bar opens it, a click goes there", async ({ page }) => {
  await signIn(page, "partner");
  await open(page, "/dashboard");
  await page.getByRole("button", { name: "Search" }).click();
  const field = page.getByRole("combobox", { name: /Search or jump to/ });
  await expect(field).toBeFocused();
  await field.fill("order");
  await page.getByRole("option", { name: "Orders" }).click();
  await expect(page).toHaveURL(/\/orders$/);
  await expect(field).toHaveCount(0);
});

test("SHELL-B2 a manager's palette leaves out what is not assigned to them", async ({ page }) => {
  await signIn(page, "partner");
  const all = (await (await page.request.get("/api/v1/accounts?limit=200")).json()) as { items: { name: string }[] };
  await signIn(page, "manager");
  const mine = (await (await page.request.get("/api/v1/accounts?limit=200")).json()) as { items: { name: string }[] };
  const foreign = all.items.find((each) => !mine.items.some((own) => own.name === each.name));
  await open(page, "/dashboard");
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /Search or jump to/ }).fill(foreign?.name ?? "");
  await expect(page.getByText("Nothing found.")).toBeVisible();
});
