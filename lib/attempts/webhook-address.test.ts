import { expect, test } from "vitest";
import { parseEnv } from "@/lib/env";
import { webhookOf } from "./webhook-address";

const ID = "00000000-0000-4000-8000-000000000001";
const variables = {
  NEXT_PUBLIC_SUPABASE_URL: "https://ref.supabase.co",
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x",
  SUPABASE_SECRET_KEY: "sb_secret_x",
  VAPI_API_KEY: "key",
  VAPI_PHONE_NUMBER_ID: "number",
  WEBHOOK_SECRET: "x".repeat(32),
  INNGEST_EVENT_KEY: "event",
  INNGEST_SIGNING_KEY: "signkey-branch-00",
  VERCEL_AUTOMATION_BYPASS_SECRET: "open",
  PRODUCTION_FINGERPRINTS: "none",
  VERCEL_BRANCH_URL: "branch.example",
  VERCEL_URL: "push.example",
  VERCEL_PROJECT_PRODUCTION_URL: "prod.example",
};

test("webhooks of a preview go to its branch's address, through its protection", () => {
  const { url, headers } = webhookOf(parseEnv({ ...variables, VERCEL_ENV: "preview" }), ID);

  expect(url).toBe(`https://branch.example/api/v1/vapi/webhook/${ID}`);
  expect(headers["x-vercel-protection-bypass"]).toBe("open");
});

test("the phone service is not handed the secret of previews by production", () => {
  const { url, headers } = webhookOf(parseEnv({ ...variables, VERCEL_ENV: "production" }), ID);

  expect(url).toBe(`https://prod.example/api/v1/vapi/webhook/${ID}`);
  expect(Object.keys(headers)).toEqual(["x-ringround-signature"]);
});
