import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, expectAccessible, open, signIn, test } from "../fixtures.js";

type Received = { headers: IncomingMessage["headers"]; body: string };

/** A system that listens, on this machine, which the demonstration allows. */
async function receiver(): Promise<{ url: string; received: Received[]; server: Server }> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString()));
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received, server };
}

test("NOTIF-B4 a webhook is added, tested, seen in its log, sent again and deleted", async ({ page }, info) => {
  const { url, received, server } = await receiver();
  const name = `Help desk ${info.project.name} ${Date.now().toString(36)}`;
  await signIn(page, "admin");
  await open(page, "/notifications");
  await page.getByRole("link", { name: "Notification settings" }).click();
  await expect(page.getByRole("heading", { name: "Notification settings", level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole("button", { name: "Add webhook" }).click();
  const dialog = page.getByRole("dialog", { name: "Add webhook" });
  await dialog.getByLabel("Name").fill(name);
  // A kind that no other test brings about: work in the same account would be sent here, too.
  await dialog.getByLabel("Agent", { exact: true }).check();
  await dialog.getByLabel("Address").fill("https://10.0.0.1/");
  await dialog.getByRole("button", { name: "Add webhook" }).click();
  await expect(dialog.getByText(/leads to a private network/).first()).toBeVisible();
  await dialog.getByLabel("Address").fill(url);
  await dialog.getByRole("button", { name: "Add webhook" }).click();
  await expect(page.getByText(`Secret of “${name}”`)).toBeVisible();
  const secret = (await page.locator(".entry-secret code").textContent()) ?? "";
  expect(secret).toMatch(/^whsec_/);
  await page.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await page.getByRole("button", { name: "Send test" }).click();
  await expect(page.getByText(/Delivered: 204 after/)).toBeVisible();
  const [first] = received;
  const signed = createHmac("sha256", secret).update(`${first?.headers["x-switchroom-timestamp"]}.${first?.body}`).digest("hex");
  expect(first?.headers["x-switchroom-signature"]).toBe(`v1=${signed}`);
  await page.getByText("This is a test").first().click();
  const delivery = page.getByRole("dialog", { name: "This is a test" });
  await expect(delivery.getByText("204", { exact: true })).toBeVisible();
  await expectAccessible(page);
  await delivery.getByRole("button", { name: "Send again" }).click();
  await expect(page.getByText("This is a test")).toHaveCount(2);
  expect(received).toHaveLength(2);
  expect(received[1]?.body).toBe(first?.body);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Delete webhook" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete webhook" }).click();
  await expect(page.getByRole("heading", { name: "Notification settings", level: 1 })).toBeVisible();
  await expect(page.getByRole("link", { name })).toHaveCount(0);
  server.close();
});
