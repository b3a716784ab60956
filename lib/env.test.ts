import { describe, expect, test } from "vitest";
import { parseEnv } from "./env";

const complete = {
  APP_URL: "https://ringround.example",
  NEXT_PUBLIC_SUPABASE_URL: "https://ref.supabase.co",
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x",
  SUPABASE_SECRET_KEY: "sb_secret_x",
  VAPI_API_KEY: "key",
  VAPI_PHONE_NUMBER_ID: "number",
  WEBHOOK_SECRET: "x".repeat(32),
};

test("a complete environment has defaults for the rest", () => {
  expect(parseEnv(complete)).toMatchObject({
    VAPI_BASE_URL: "https://api.vapi.ai",
    VAPI_LINES: 10,
    DEFAULT_COUNTRY: "US",
  });
});

test("every missing or wrong variable is named with its reason", () => {
  const wrong = {
    ...complete,
    SUPABASE_SECRET_KEY: undefined,
    VAPI_LINES: "many",
    WEBHOOK_SECRET: "short",
  };

  expect(() => parseEnv(wrong)).toThrow(/SUPABASE_SECRET_KEY: is not set/);
  expect(() => parseEnv(wrong)).toThrow(/VAPI_LINES: /);
  expect(() => parseEnv(wrong)).toThrow(/WEBHOOK_SECRET: must have at least 32 characters/);
});

describe("the address of the deployment", () => {
  const without = { ...complete, APP_URL: undefined };
  const hosts = {
    VERCEL_PROJECT_PRODUCTION_URL: "prod.example",
    VERCEL_BRANCH_URL: "branch.example",
    VERCEL_URL: "push.example",
  };

  test.each([
    [{ VERCEL_ENV: "production", ...hosts }, "https://prod.example"],
    [{ VERCEL_ENV: "preview", ...hosts }, "https://branch.example"],
    [{ VERCEL_ENV: "preview", VERCEL_URL: "push.example" }, "https://push.example"],
  ])("%o gives %s", (vercel, url) => {
    expect(parseEnv({ ...without, ...vercel }).APP_URL).toBe(url);
  });

  test("must be set elsewhere", () => {
    expect(() => parseEnv(without)).toThrow(/APP_URL: is not set/);
  });
});

test("the older names of the Supabase keys are understood", () => {
  const older = {
    ...complete,
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: undefined,
    SUPABASE_SECRET_KEY: undefined,
    NEXT_PUBLIC_SUPABASE_ANON_KEY: "anon",
    SUPABASE_SERVICE_ROLE_KEY: "service",
  };

  expect(parseEnv(older)).toMatchObject({
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: "anon",
    SUPABASE_SECRET_KEY: "service",
  });
});
