import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, expectAccessible, open, test } from "../fixtures.js";

// An installation of its own: the demo has been set up already.
let server: ChildProcess;
let directory: string;
let start: string;

test.beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "switchroom-setup-"));
  server = spawn(resolve(process.env["E2E_SERVER"] ?? "../target/debug/switchroom"), ["serve", "--addr", "127.0.0.1:0"], {
    cwd: directory,
    env: {
      PATH: process.env["PATH"],
      SWITCHROOM_ASSETS_DIR: resolve(process.env["E2E_CLIENT"] ?? "../dist/client-dev"),
      SWITCHROOM_DATA_DIR: directory,
      SWITCHROOM_LOG: "warn",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  start = await new Promise<string>((done) => {
    let output = "";
    server.stdout!.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      const found = /Set up this installation at (\S+)/.exec(output);
      if (found) {
        done(found[1]!);
      }
    });
  });
});

test.afterEach(async () => {
  // It still writes while it stops.
  const gone = server.exitCode === null ? new Promise((done) => server.once("exit", done)) : undefined;
  server.kill();
  await gone;
  rmSync(directory, { recursive: true, force: true });
});

/** From the printed address to the end; `check` looks at every page. */
async function setUp(page: import("@playwright/test").Page, check: () => Promise<void>): Promise<void> {
  // Ten pages, each looked at.
  test.slow();
  await page.goto(start);
  await expect(page.getByRole("heading", { name: "Operator" })).toBeVisible();
  await check();
  await page.getByLabel("Name").fill("Olga Reyes");
  await page.getByLabel("Email").fill("olga");
  await page.getByLabel("Password", { exact: true }).fill("short");
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByText("Minimum 8 characters").first()).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("Olga Reyes");
  await check();
  await page.getByLabel("Email").fill("olga@portal.example");
  await page.getByLabel("Password", { exact: true }).fill("correct horse battery");
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByRole("heading", { name: "Address" })).toBeVisible();
  await check();
  await page.getByLabel("Time zone").selectOption("Europe/Berlin");
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByRole("heading", { name: "Mail" })).toBeVisible();
  await check();
  await page.getByRole("button", { name: "Skip" }).click();
  await page.getByLabel("Organisation").fill("Aurora Voice");
  await page.getByLabel("Country").selectOption("DE");
  await check();
  await page.getByLabel("First name").fill("Ada");
  await page.getByLabel("Last name").fill("Berg");
  await page.getByLabel("Email").fill("ada@aurora.example");
  await page.getByRole("button", { name: "Next" }).click();
  await expect(page.getByRole("heading", { name: "Identity provider" })).toBeVisible();
  await check();
  await page.getByRole("button", { name: "Finish without" }).click();
  await expect(page.getByRole("heading", { name: "Switchroom is set up" })).toBeVisible();
  await expect(page.getByText("/register/")).toBeVisible();
  await check();
}

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("AUTH-01 AUTH-02 AUTH-03 the wizard needs no script", async ({ page }) => {
    await setUp(page, async () => undefined);
    expect((await page.goto(start))!.status()).toBe(404);
  });
});

test("AUTH-01 AUTH-02 AUTH-03 from the printed address to the first sign-in", async ({ page }) => {
  await setUp(page, () => expectAccessible(page));
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByLabel("Username").fill("olga@portal.example");
  await page.getByRole("button", { name: "Next" }).click();
  await page.getByLabel("Password", { exact: true }).fill("correct horse battery");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/login/);
  await page.goto(`${new URL(start).origin}/operator/partners`);
  await expect(page.getByText("Aurora Voice")).toBeVisible();
  await test.step("AUTH-04 the mail server that was left out is entered, and removed", async () => {
    await open(page, `${new URL(start).origin}/operator/mail/server`);
    await expect(page.getByText("No mail server is entered")).toBeVisible();
    await expectAccessible(page);
    await page.getByLabel("Mail server").fill("127.0.0.1");
    await page.getByLabel("Port").fill("1");
    await page.getByLabel("Encryption").selectOption("none");
    await page.getByLabel("Sender").fill("nobody");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Enter a valid email address").first()).toBeVisible();
    await page.getByLabel("Sender").fill("Portal <portal@aurora.example>");
    await page.getByRole("button", { name: "Send test mail" }).click();
    await expect(page.getByText("The mail server did not take the mail")).toBeVisible();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("The mail server is saved")).toBeVisible();
    await expect(page.getByText("No mail server is entered")).toBeHidden();
    await page.getByRole("button", { name: "Remove" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Remove the mail server?" });
    await dialog.getByRole("textbox").fill("delete");
    await dialog.getByRole("button", { name: "Remove" }).click();
    await expect(page.getByText("No mail server is entered")).toBeVisible();
  });
});
