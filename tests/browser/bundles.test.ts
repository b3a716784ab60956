import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { ROOT } from "@/local/stack";
import { test as browserTest, connection, headline, seeText, signIn } from "./page";
import { numbersIn, scriptCall, startBatch } from "./site";

/** What browsers are sent, as the build wrote it. */
const files = () => {
  const folder = join(ROOT, ".next/static");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(js|css|json)$/.test(file))
    .map((file) => readFileSync(join(folder, file), "utf8"));
};

test.each([
  "SUPABASE_SECRET_KEY",
  "SUPABASE_SERVICE_ROLE_KEY",
  "VAPI_API_KEY",
  "WEBHOOK_SECRET",
  "INNGEST_SIGNING_KEY",
  "DEMO_PASSWORD",
  "controlUrl",
  "begin_dial",
  "settle_attempt",
])("no script that browsers are sent knows %s", (name) => {
  expect(files().length).toBeGreaterThan(5);
  expect(files().filter((text) => text.includes(name))).toEqual([]);
});

/** Sizes of the scripts, compressed, that a page of its own loads: what the start page has loaded counts as well. */
async function weighScripts(page: Page, pageUrl: string): Promise<number[]> {
  const scripts: Promise<Buffer>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts.push(response.body());
  });
  await page.goto(pageUrl);
  await seeText(connection(page), /Updates live|All calls are over/);
  await page.waitForLoadState("networkidle");
  return (await Promise.all(scripts)).map((body) => gzipSync(body).length);
}

const sum = (sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);

describe("what the page of a request loads by itself", () => {
  browserTest(
    "is less than 170 kB of script, and little more once it is idle",
    async ({ page, person }) => {
      const number = numbersIn(218)();
      await scriptCall(number, { behaviour: "busy", ringSeconds: 0, talkSeconds: 1 });
      const { pageUrl } = await startBatch(person, [number]);
      await signIn(page, person, pageUrl);
      // Finished: the larger one of the two questions is read ahead.
      await seeText(headline(page), /^Done/);
      const [first, idle] = [await page.context().newPage(), await page.context().newPage()];
      await first.addInitScript(() => Object.assign(window, { requestIdleCallback: () => 0 }));

      const sizes = await weighScripts(first, pageUrl);
      expect(sizes.length).toBeGreaterThan(5);
      expect(sum(sizes)).toBeLessThan(170_000);
      // The question before calling again, with all it needs.
      expect(sum(await weighScripts(idle, pageUrl))).toBeLessThan(sum(sizes) + 5000);
    },
  );
});
