import { expect, expectAccessible, open, signIn, test } from "../fixtures.js";
import type { Locator, Page } from "@playwright/test";

/** The card, which only one browser at a time works on: rules belong to the demo's people. */
function card(page: Page): Locator {
  return page.locator("#notification-rules");
}

async function removeAll(page: Page): Promise<void> {
  await page.request.put("/api/v1/me/notification-rules", { data: { rules: [] } });
}

// The desktop and the phone use different people, so that neither sees the other's rules.
const who = (project: string) => (project === "phone" ? ("manager" as const) : ("partner" as const));

test("NOTIF-B3 a person adds rules, puts them in order, asks which decides, and deletes one", async ({ page }, info) => {
  await signIn(page, who(info.project.name));
  await removeAll(page);
  await open(page, "/profile");
  await expect(card(page).getByText("You have no rules of your own yet.")).toBeVisible();
  await card(page).getByRole("button", { name: "Add rule" }).click();
  const dialog = page.getByRole("dialog", { name: "Add rule" });
  await dialog.getByLabel("Agent").check();
  await dialog.getByLabel("From this severity on").selectOption("error");
  await dialog.getByRole("combobox", { name: "Accounts" }).click();
  const option = dialog.locator("#rule-accounts-list .combobox-option-text").last();
  const account = (await option.textContent()) ?? "";
  await option.click();
  await expect(dialog.getByRole("button", { name: `Remove ${account}` })).toBeVisible();
  await dialog.getByLabel("Mail", { exact: true }).last().selectOption("instant");
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog).toBeHidden();
  await expect(card(page).getByText(new RegExp(`Agent, from “Error” on,? about ${account}`))).toBeVisible();
  await expect(card(page).getByText("portal, mail at once")).toBeVisible();
  await card(page).getByRole("button", { name: "Add rule" }).click();
  await dialog.getByLabel("Job", { exact: true }).check();
  await dialog.getByLabel("Portal").uncheck();
  await dialog.getByLabel("Mail", { exact: true }).last().selectOption("daily");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(card(page).getByText("not in the portal, mail once a day")).toBeVisible();
  await expectAccessible(page);

  // By keyboard; the focus stays with the rule.
  await card(page).getByRole("button", { name: "Move rule 2 up" }).press("Enter");
  await expect(card(page).locator(".entry-title").first()).toHaveText("Job");
  await expect(card(page).getByRole("button", { name: "Move rule 1 down" })).toBeFocused();

  await card(page).getByRole("button", { name: "Test" }).click();
  const asking = page.getByRole("dialog", { name: "Which rule would decide?" });
  await asking.getByRole("button", { name: "Test" }).click();
  await expect(asking.getByText("Your rule 1 decides.")).toBeVisible();
  await expect(asking.getByText("mail once a day")).toBeVisible();
  await asking.getByLabel("Kind").selectOption("agent");
  await asking.getByRole("button", { name: "Test" }).click();
  await expect(asking.getByText("No rule matches: the default applies.")).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press("Escape");

  await card(page).getByRole("button", { name: "Edit rule 1" }).click();
  const editing = page.getByRole("dialog", { name: "Edit rule" });
  await expect(editing.getByLabel("Job", { exact: true })).toBeChecked();
  await editing.getByLabel("Mail", { exact: true }).last().selectOption("none");
  await editing.getByRole("button", { name: "Save" }).click();
  await expect(card(page).getByText("not in the portal, no mail")).toBeVisible();
  await card(page).getByRole("button", { name: "Delete rule 1" }).click();
  await expect(card(page).getByText("not in the portal, no mail")).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).last().click();
  await expect(card(page).getByText("not in the portal, no mail")).toBeVisible();
  // The same without scripts and after a reload: it was stored.
  await open(page, "/profile");
  await expect(card(page).locator(".rule")).toHaveCount(3);
  await expect(page.locator("body")).not.toContainText("undefined");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  expect(wide, "nothing sticks out").toBe(false);
  await removeAll(page);
});

test("NOTIF-B3 an account's rules choose its webhooks, and somebody who was slower sees what is there now", async ({ page }, info) => {
  test.skip(info.project.name === "phone", "one account, one at a time");
  await signIn(page, "admin");
  const me = (await (await page.request.get("/api/v1/me")).json()) as { account_id: string };
  const path = `/api/v1/accounts/${me.account_id}/notification-rules`;
  const name = `Rules ${Date.now().toString(36)}`;
  const made = await page.request.post(`/api/v1/accounts/${me.account_id}/webhooks`, {
    data: { name, url: "https://hooks.example.com/x", kinds: ["order"] },
  });
  const { webhook } = (await made.json()) as { webhook: { id: string } };
  await page.request.put(path, { data: { rules: [] } });
  await open(page, `/accounts/${me.account_id}/notifications`);
  await card(page).getByRole("button", { name: "Add rule" }).click();
  const dialog = page.getByRole("dialog", { name: "Add rule" });
  await expect(dialog.getByLabel("Account groups")).toHaveCount(0);
  await dialog.getByLabel("Integration").check();
  await dialog.getByLabel("Webhooks", { exact: true }).selectOption("only");
  await dialog.getByLabel(name).check();
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(card(page).getByText(`portal, no mail, only webhooks ${name}`)).toBeVisible();
  await card(page).getByRole("button", { name: "Test" }).click();
  const asking = page.getByRole("dialog", { name: "Which rule would decide?" });
  await asking.getByLabel("Kind").selectOption("integration");
  await asking.getByRole("button", { name: "Test" }).click();
  await expect(asking.getByText("Rule 1 decides.")).toBeVisible();
  await expect(asking.getByText(name)).toBeVisible();
  await page.keyboard.press("Escape");
  await page.request.put(path, { data: { rules: [{ kinds: ["mail"] }] } });
  await card(page).getByRole("button", { name: "Delete rule 1" }).click();
  await expect(card(page).getByText(/Somebody else changed this/)).toBeVisible();
  await expect(card(page).locator(".entry-title").first()).toHaveText("Mail");
  await page.request.put(path, { data: { rules: [] } });
  await page.request.delete(`/api/v1/accounts/${me.account_id}/webhooks/${webhook.id}`);
});
