import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { ROOT } from "@/local/stack";
import { test as browserTest, connection, headline, seeText, signIn } from "./page";
import { LONG_CALL, numbersIn, scriptCall, startBatch } from "./site";

const freshNumber = numbersIn(218);

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

/** Bytes of the scripts, compressed, that a page loads by itself, before anybody points at anything. */
async function weighScripts(page: Page, pageUrl: string): Promise<number> {
  const scripts: Promise<Buffer>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts.push(response.body());
  });
  await page.goto(pageUrl);
  await seeText(connection(page), /Updates live|All calls are over/);
  await page.waitForLoadState("networkidle");
  expect(scripts.length).toBeGreaterThan(5);
  const sizes = (await Promise.all(scripts)).map((body) => gzipSync(body).length);
  return sizes.reduce((total, size) => total + size, 0);
}

describe("what the page of a request loads by itself", () => {
  browserTest.for([
    ["while calls are made", LONG_CALL, /calling Business 1/],
    ["when they are over", { behavior: "busy", ringSeconds: 0, talkSeconds: 1 }, /^Done/],
  ] as const)("is less than 170 kB of script %s", async ([, call, words], { page, person }) => {
    const number = freshNumber();
    await scriptCall(number, call);
    const { pageUrl } = await startBatch(person, [number]);
    await signIn(page, person, pageUrl);
    await seeText(headline(page), words);

    // A page of its own: what the start page has loaded counts here as well.
    const other = await page.context().newPage();
    expect(await weighScripts(other, pageUrl)).toBeLessThan(170_000);
  });
});
