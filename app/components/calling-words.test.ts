import { expect, test } from "vitest";
import { parseEnv } from "@/lib/env";
import { callingWords } from "./calling-words";

const variables = {
  APP_URL: "https://ringround.example",
  NEXT_PUBLIC_SUPABASE_URL: "https://ref.supabase.co",
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x",
  SUPABASE_SECRET_KEY: "sb_secret_x",
  VAPI_API_KEY: "key",
  VAPI_PHONE_NUMBER_ID: "number",
  WEBHOOK_SECRET: "x".repeat(32),
  INNGEST_DEV: "1",
  CALLS_ENABLED: "true",
};
const SIMULATOR = { VAPI_BASE_URL: "http://127.0.0.1:8290" };

test.each([
  ["a laptop with the real phone service", { NODE_ENV: "development" }, /^Real phones ring/],
  [
    "the same with a list",
    { NODE_ENV: "development", CALL_ALLOWLIST: "+18645550100" },
    /^Real phones ring from here, but only those/,
  ],
  ["a preview", { VERCEL_ENV: "preview", PRODUCTION_FINGERPRINTS: "none" }, /^Real phones ring/],
  ["a site that calls nobody", { CALLS_ENABLED: "false" }, /^Calls are switched off here/],
])("%s says so on every page", (_, more, words) => {
  expect(callingWords(parseEnv({ ...variables, ...more }), null)).toMatch(words);
});

test.each([
  ["production", { VERCEL_ENV: "production" }],
  ["a laptop with the simulator", { NODE_ENV: "development", ...SIMULATOR }],
])("%s has nothing to say, until an operator stops calling", (_, more) => {
  const settings = parseEnv({ ...variables, ...more });

  expect(callingWords(settings, null)).toBeNull();
  expect(callingWords(settings, "Too many complaints.")).toBe(
    "Calling is stopped: Too many complaints. What waits goes on when it starts again.",
  );
});
