// What every browser test stands on: a page whose console must stay silent, signing in, waiting for the client,
// accessibility.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test as base, type Page } from "@playwright/test";

/** The people of the demo data. */
export type Person = "operator" | "partner" | "manager" | "admin" | "user";

export const PASSWORD = "switchroom-demo";

type Fixtures = {
  /** Messages that a test expects; anything else on the console fails it. */
  expectedMessages: RegExp[];
  silentConsole: void;
};

const REFUSED = /Failed to load resource: the server responded with a status of (401|403|404|409|412|422|429) /;

export const test = base.extend<Fixtures>({
  expectedMessages: [async ({}, use) => use([]), { option: true }],
  // Content security policy violations are console errors too. That a request was refused is what tests of refusals are
  // about; the browser reports it by itself.
  silentConsole: [
    async ({ context, expectedMessages }, use) => {
      const complaints: string[] = [];
      context.on("console", (message) => {
        // Without scripts the preloaded client is not used, and on a busy machine not within the three seconds that the
        // browser allows.
        const idle = /preloaded using link preload/.test(message.text());
        if (["error", "warning"].includes(message.type()) && !idle) {
          complaints.push(`${message.type()} at ${message.location().url}: ${message.text()}`);
        }
      });
      context.on("weberror", (error) => complaints.push(`exception: ${error.error().stack ?? error.error().message}`));
      await use();
      const unexpected = complaints.filter((text) => !REFUSED.test(text) && !expectedMessages.some((pattern) => pattern.test(text)));
      expect(unexpected, "the console stays silent").toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

/** Signs a person of the demo in without going through the form. */
export async function signIn(page: Page, who: Person): Promise<void> {
  const answer = await page.request.post("/api/v1/sessions", { data: { email: `${who}@demo.test`, password: PASSWORD } });
  expect(answer.ok(), `signing in as ${who}: ${answer.status()} ${await answer.text()}`).toBe(true);
}

/** Gives somebody who was just invited the usual password; the operator is signed in afterwards. */
export async function register(page: Page, email: string): Promise<void> {
  await signIn(page, "operator");
  const mails = await (await page.request.get(`/api/v1/operator/mails?search=${encodeURIComponent(email)}`)).json();
  const mail = await (await page.request.get(`/api/v1/operator/mails/${mails.items[0].id}`)).json();
  const link = JSON.stringify(mail).match(/\/register\/[\w-]+/)![0];
  await page.request.post("/api/fn/links/use", { form: { kind: "register", token: link.split("/").pop()!, password: PASSWORD } });
}

/** On phones the navigation is a drawer. */
export async function openNavigation(page: Page): Promise<void> {
  const menu = page.getByRole("button", { name: "Open the navigation" });
  if (await menu.isVisible()) {
    await menu.click();
  }
}

/** Opens a page and waits until the client has taken it over. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
}

/** Opens a page whose client is on its way until `act` has been done. */
export async function openSlowly(page: Page, path: string, act: () => Promise<void>): Promise<void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route("**/*.wasm", async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(path, { waitUntil: "commit" });
  await act();
  release();
  await hydrated(page);
}

export async function hydrated(page: Page): Promise<void> {
  // Machines differ, and a page that was outrun loads twice.
  await expect(page.locator("html[data-hydrated]")).toBeAttached({ timeout: 30_000 });
}

/** WCAG 2.2 AA, as far as a program can tell. */
export async function expectAccessible(page: Page): Promise<void> {
  // Rows of an older question, and what is fading in or out, are paler than what they become.
  await expect(page.locator(".table-frame[aria-busy]")).toHaveCount(0);
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter((each) => each.timeline === document.timeline && Number.isFinite(each.effect?.getComputedTiming().endTime));
    await Promise.all(passing.map((each) => each.finished.catch(() => undefined)));
  });
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `    ${node.html}`).join("\n")}`);
  expect(found).toEqual([]);
}
