import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "@/local/stack";

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
