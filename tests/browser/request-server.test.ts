import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "@/local/stack";
import { findChromium } from "../support/browser";
import { connection, headline, seeText } from "./page";

/** A stack of its own, as others need the common one to stay up. */
let stack: Stack;
let dataDir: string;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "ringround-server-"));
  stack = await startStack({
    web: "start",
    dataDir,
    ports: { web: 0, supabase: 0, postgres: 0, inngest: 0, vapi: 0 },
    timeScale: 0.5,
    env: { LOG_LEVEL: "error", RETRY_DELAY_SECONDS: "1" },
  });
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test("a page outlives the death of its server: it says so, keeps what it knows and goes on", async () => {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const page = await browser.newPage({ baseURL: stack.urls.app });
    await page.goto("/login?next=/new");
    await page.getByRole("button", { name: "Sign in as demo user" }).click();
    await page
      .getByRole("button", { name: /simulated/ })
      .first()
      .click();
    await page.getByRole("button", { name: /^Call 8/ }).click();
    await page.waitForURL(/\/request\//);
    await seeText(connection(page), /Updates live/);
    const rows = await page.locator("tr[data-provider]").count();

    await stack.kill("next");

    await seeText(connection(page), /The server is not responding; trying again\./);
    expect(await page.locator("tr[data-provider]").count()).toBe(rows);

    await stack.restart("next");

    await seeText(headline(page), /^Done/);
    await seeText(connection(page), /All calls are over/);
    expect(await page.locator("tr[data-provider]").count()).toBe(8);
  } finally {
    await browser.close();
  }
});
