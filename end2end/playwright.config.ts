// Browser tests against one server with demo data, started here. Tests run side by side on that data: a test changes
// only what it has made itself.

import { defineConfig, devices } from "@playwright/test";
import { createServer } from "node:net";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CHROMIUM = process.env["E2E_BROWSER"] ?? "/usr/bin/chromium";
const SERVER = process.env["E2E_SERVER"] ?? "../target/debug/switchroom";
const CLIENT = process.env["E2E_CLIENT"] ?? "../dist/client-dev";

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

// Every worker reads this file again; the first process decides, the others inherit its environment.
process.env["E2E_PORT"] ??= String(await freePort());
if (!process.env["E2E_DATA"]) {
  const data = mkdtempSync(join(tmpdir(), "switchroom-e2e-"));
  process.env["E2E_DATA"] = data;
  process.on("exit", () => rmSync(data, { recursive: true, force: true }));
}
const address = `127.0.0.1:${process.env["E2E_PORT"]}`;

export default defineConfig({
  testDir: "tests",
  outputDir: "test-results",
  fullyParallel: true,
  forbidOnly: Boolean(process.env["CI"]),
  workers: process.env["CI"] ? 2 : undefined,
  reporter: [["list"]],
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: `http://${address}`,
    locale: "en-US",
    timezoneId: "Europe/Berlin",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: CHROMIUM,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "desktop", use: { ...devices["Desktop Chrome"], viewport: { width: 1440, height: 900 } } },
    { name: "phone", use: { ...devices["Pixel 7"], viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } },
  ],
  webServer: {
    command: `"${SERVER}" serve --demo --addr ${address}`,
    url: `http://${address}/readyz`,
    timeout: 120_000,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
    env: {
      SWITCHROOM_ASSETS_DIR: CLIENT,
      SWITCHROOM_DATA_DIR: process.env["E2E_DATA"],
      SWITCHROOM_LOG: "warn",
      SWITCHROOM_SUPPORT_URL: "https://help.example/",
      SWITCHROOM_LEGAL_URL: "https://terms.example/",
    },
  },
});
