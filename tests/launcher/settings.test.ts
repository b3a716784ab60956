import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findConfiguredServices, readSettings } from "@/local/launcher/settings";
import { makeValues } from "@/local/launcher/values";
import { makeDataDir } from "./launcher";

test("settings that name nothing leave every service to its stand-in", () => {
  expect(findConfiguredServices({ INNGEST_DEV: "0", DEFAULT_COUNTRY: "GB" })).toEqual({
    supabase: false,
    inngest: false,
    vapi: false,
  });
});

test("a service that the settings name is used instead of its stand-in", () => {
  const settings = {
    NEXT_PUBLIC_SUPABASE_URL: "https://project.supabase.co",
    NEXT_PUBLIC_SUPABASE_ANON_KEY: "anon",
    SUPABASE_SERVICE_ROLE_KEY: "service",
    INNGEST_EVENT_KEY: "key",
  };

  expect(findConfiguredServices(settings)).toEqual({ supabase: true, inngest: true, vapi: false });
});

test("a service that is named by half is an error that says what is missing", () => {
  expect(() => findConfiguredServices({ VAPI_API_KEY: "key" })).toThrow(
    "names Vapi but not VAPI_PHONE_NUMBER_ID",
  );
  expect(() =>
    findConfiguredServices({ NEXT_PUBLIC_SUPABASE_URL: "https://project.supabase.co" }),
  ).toThrow("not NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY and SUPABASE_SECRET_KEY");
});

const input = {
  ready: {},
  appPort: 3000,
  settings: {},
  overrides: {},
  lines: undefined,
  webhookSecret: "s".repeat(32),
};

test("short waits are set for simulated calls only", () => {
  const simulated = makeValues({ ...input, ready: { vapi: { url: "http://127.0.0.1:8290" } } });
  const real = makeValues({
    ...input,
    settings: { VAPI_API_KEY: "key", VAPI_PHONE_NUMBER_ID: "number" },
  });

  expect(simulated.env).toMatchObject({ RETRY_DELAY_SECONDS: "20", PATIENCE: "0.2" });
  expect(real.env).not.toHaveProperty("RETRY_DELAY_SECONDS");
  expect(real.env).not.toHaveProperty("PATIENCE");
});

test("an address of a stand-in wins over a leftover in the settings, everything else in them counts", () => {
  const { env } = makeValues({
    ...input,
    ready: { vapi: { url: "http://127.0.0.1:8290" } },
    settings: { VAPI_PHONE_NUMBER_ID: "leftover", APP_URL: "https://tunnel.example" },
    overrides: { RETRY_DELAY_SECONDS: "0" },
    lines: 3,
  });

  expect(env).toMatchObject({
    APP_URL: "https://tunnel.example",
    VAPI_BASE_URL: "http://127.0.0.1:8290",
    VAPI_LINES: "3",
    RETRY_DELAY_SECONDS: "0",
  });
  expect(env.VAPI_PHONE_NUMBER_ID).not.toBe("leftover");
});

test("a file of settings may be absent, and an empty value counts as not set", async () => {
  const file = join(await makeDataDir(), "settings");

  const absent = await readSettings(file);
  await writeFile(file, "# comment\nPORT=\nNAME='two words'\n");

  expect(absent).toEqual({});
  expect(await readSettings(file)).toEqual({ NAME: "two words" });
});
