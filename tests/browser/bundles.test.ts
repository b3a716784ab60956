import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { ROOT } from "@/local/stack";
import { test as browserTest, connection, seeText, signIn } from "./page";
import { numbersIn, startBatch } from "./site";

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

describe("what the page of a request loads by itself", () => {
  browserTest("is less than 170 kB of script", async ({ page, person }) => {
    const { pageUrl } = await startBatch(person, [numbersIn(218)()]);
    await signIn(page, person);
    const scripts: Promise<Buffer>[] = [];
    page.on("response", (response) => {
      if (response.request().resourceType() === "script") scripts.push(response.body());
    });

    // A page of its own: what the start page has loaded counts here as well.
    await page.goto(pageUrl);
    await seeText(connection(page), /Updates live|All calls are over/);
    await page.waitForLoadState("networkidle");

    const sizes = (await Promise.all(scripts)).map((body) => gzipSync(body).length);
    expect(sizes.length).toBeGreaterThan(5);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(170_000);
  });
});
