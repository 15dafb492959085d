import { expect, expectAccessible, open, openNavigation, openSlowly, signIn, test } from "../fixtures.js";

test("AUTH-04 the operator adds a partner, removes somebody, deactivates and reactivates it", async ({ page }, info) => {
  await signIn(page, "operator");
  await open(page, "/dashboard");
  await openNavigation(page);
  await page.getByRole("link", { name: "Partners" }).click();
  await expect(page.getByText("Northwind Voice Partners")).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Add partner" }).click();
  const unique = `${info.project.name}-${Date.now().toString(36)}`;
  const name = `Zephyr ${unique}`;
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.getByRole("button", { name: "Add partner" }).click();
  await expect(page.getByText("This field is required").first()).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name", exact: true })).toHaveValue(name);
  await page.getByLabel("Country").selectOption("DE");
  await page.getByLabel("First name").fill("Zoe");
  await page.getByLabel("Last name").fill("Falk");
  await page.getByLabel("Email").fill(`zoe@${unique}.example`.toLowerCase());
  await page.getByRole("button", { name: "Add partner" }).click();
  await expect(page.getByRole("heading", { name })).toBeVisible();
  await expect(page.getByText("Invited")).toBeVisible();
  await expect(page.getByRole("button", { name: /Remove/ })).toHaveAttribute("aria-disabled", "true");
  await expectAccessible(page);
  await page.getByRole("button", { name: "Deactivate" }).click();
  const dialog = page.getByRole("dialog", { name: `Deactivate ${name}?` });
  await dialog.getByRole("textbox").fill("deactivate");
  await dialog.getByRole("button", { name: "Deactivate" }).click();
  await expect(page.getByText("This partner is deactivated: neither its people")).toBeVisible();
  await page.getByRole("button", { name: "Reactivate" }).click();
  await expect(page.getByRole("button", { name: "Deactivate" })).toBeVisible();
});

test("AUTH-04 ticks and choices made before the client is there stay", async ({ page }) => {
  await signIn(page, "operator");
  const main = page.getByRole("main");
  const prime = page.getByRole("checkbox", { name: "Prime" });
  await openSlowly(page, "/operator/partners/new", async () => {
    await prime.check();
    await main.getByLabel("Language").selectOption("de");
  });
  await expect(prime).toBeChecked();
  await expect(main.getByLabel("Language")).toHaveValue("de");
  const name = page.getByRole("textbox", { name: "Name", exact: true });
  await openSlowly(page, "/profile", async () => {
    await name.fill("Someone Else");
    await main.getByLabel("Appearance").selectOption("dark");
  });
  await expect(name).toHaveValue("Someone Else");
  await expect(main.getByLabel("Appearance")).toHaveValue("dark");
  // Save is open to what differs from the server's.
  await expect(page.getByRole("button", { name: "Save" }).first()).toBeEnabled();
});

test("AUTH-B9 an Administrator chooses the role of later people", async ({ page }) => {
  await signIn(page, "partner");
  const me = (await (await page.request.get("/api/v1/me")).json()) as { account_id: string };
  await open(page, `/accounts/${me.account_id}/info`);
  await page.getByLabel("Role for new partner users").selectOption("account_manager");
  await expect(page.getByText("The role for new partner users is saved.")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Role for new partner users")).toHaveValue("account_manager");
  const put = await page.request.put("/api/v1/partner/settings", { data: { new_user_role: "administrator" } });
  expect(put.ok()).toBe(true);
});
