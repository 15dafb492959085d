// How long a phone takes from asking for a page until the page answers to a touch, with an empty cache. Started by
// `cargo xtask bench`, which names the server, who signs in, and the pages; prints one line of JSON.
//
// The profile is Chrome's "Fast 4G" (9 Mbit/s down, 1.5 Mbit/s up, 165 ms round trip, as a throttled connection delivers
// it) and a processor four times slower than this one.

import { chromium, devices } from "@playwright/test";

const [base = "", email = "", password = "", ...paths] = process.argv.slice(2);
const RUNS = 5;
const NETWORK = { offline: false, latency: 165, downloadThroughput: (9_000_000 / 8) * 0.9, uploadThroughput: (1_500_000 / 8) * 0.9 };

const browser = await chromium.launch({
  executablePath: process.env["E2E_BROWSER"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"],
});

/**
 * One load in a browser that has never been here.
 * @param {string} path
 */
async function load(path) {
  const context = await browser.newContext({ ...devices["Pixel 7"], viewport: { width: 390, height: 844 } });
  try {
    const session = await context.request.post(`${base}/api/v1/sessions`, { data: { email, password } });
    if (!session.ok()) {
      throw new Error(`signing in: ${session.status()}`);
    }
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    let bytes = 0;
    devtools.on("Network.loadingFinished", (event) => {
      bytes += event.encodedDataLength;
    });
    await devtools.send("Network.enable");
    await devtools.send("Network.emulateNetworkConditions", NETWORK);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    // Noted in the page, so that the way back to this program does not count.
    await page.addInitScript(() => {
      const watch = new MutationObserver(() => {
        if (document.documentElement.hasAttribute("data-hydrated")) {
          watch.disconnect();
          performance.mark("interactive");
        }
      });
      watch.observe(document, { attributes: true, subtree: true, attributeFilter: ["data-hydrated"] });
    });
    await page.goto(`${base}${path}`, { waitUntil: "commit" });
    await page.waitForSelector("html[data-hydrated]", { state: "attached", timeout: 60_000 });
    const times = await page.evaluate(() =>
      ["interactive", "first-contentful-paint"].map((name) => performance.getEntriesByName(name)[0]?.startTime ?? -1),
    );
    return { interactive: times[0] ?? -1, contentful: times[1] ?? -1, kilobytes: bytes / 1024 };
  } finally {
    await context.close();
  }
}

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? -1;

const figures = [];
for (const path of paths) {
  const loads = [];
  for (let run = 0; run < RUNS; run += 1) {
    loads.push(await load(path));
  }
  figures.push({
    path,
    interactive_ms: median(loads.map((load) => load.interactive)),
    contentful_ms: median(loads.map((load) => load.contentful)),
    kilobytes: median(loads.map((load) => load.kilobytes)),
  });
}
await browser.close();
console.log(JSON.stringify(figures));
