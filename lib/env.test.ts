import { describe, expect, test } from "vitest";
import { fingerprintsOf, parseEnv } from "./env";

const complete = {
  APP_URL: "https://ringround.example",
  NEXT_PUBLIC_SUPABASE_URL: "https://ref.supabase.co",
  NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: "sb_publishable_x",
  SUPABASE_SECRET_KEY: "sb_secret_x",
  VAPI_API_KEY: "key",
  VAPI_PHONE_NUMBER_ID: "number",
  WEBHOOK_SECRET: "x".repeat(32),
  INNGEST_EVENT_KEY: "event",
  INNGEST_SIGNING_KEY: "signkey-x",
};

const preview = { VERCEL_ENV: "preview", PRODUCTION_FINGERPRINTS: "none" };

test("a complete environment has defaults for the rest", () => {
  expect(parseEnv(complete)).toMatchObject({
    VAPI_BASE_URL: "https://api.vapi.ai",
    VAPI_LINES: 10,
    DEFAULT_COUNTRY: "US",
    CALL_ANYWAY: false,
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

test("several phone numbers are told apart by commas or spaces", () => {
  const numbers = (text: string) =>
    parseEnv({ ...complete, VAPI_PHONE_NUMBER_ID: text }).VAPI_PHONE_NUMBER_ID;

  expect(numbers("number")).toEqual(["number"]);
  expect(numbers("north, south\neast")).toEqual(["north", "south", "east"]);
  expect(() => numbers(" , ")).toThrow(/VAPI_PHONE_NUMBER_ID: must not be empty/);
});

test("a model or transcriber that the phone service does not list is refused, with those that it does", () => {
  const wrong = { ...complete, ASSISTANT_MODEL: "gpt-5.6-tera", ASSISTANT_TRANSCRIBER: "nova-9" };

  expect(() => parseEnv(wrong)).toThrow(/ASSISTANT_MODEL: must be one of .*gpt-5\.6-terra/);
  expect(() => parseEnv(wrong)).toThrow(/ASSISTANT_TRANSCRIBER: must be one of .*nova-3/);
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
    [{ ...preview, ...hosts }, "https://branch.example"],
    [{ ...preview, VERCEL_URL: "push.example" }, "https://push.example"],
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

describe("what a deployment may call, if it does not say", () => {
  test("is nobody; and of the US and Canada only, by day, with a pause", () => {
    expect(parseEnv(complete)).toMatchObject({
      CALLS_ENABLED: false,
      CALL_ALLOWLIST: null,
      CALL_COUNTRIES: ["US", "CA"],
      CALLING_HOURS: { days: [1, 2, 3, 4, 5, 6], from: "08:00", until: "20:00" },
      NUMBER_PAUSE_MINUTES: 30,
      NUMBER_CALLS_PER_DAY: 3,
    });
  });

  test.each([[preview], [{ ...preview, VERCEL: "1" }], [{ NODE_ENV: "development" }]])(
    "is no number that is not on its list: %j",
    (where) => {
      expect(parseEnv({ ...complete, ...where }).CALL_ALLOWLIST).toEqual([]);
      const listed = { ...complete, ...where, CALL_ALLOWLIST: "+18645550100, +18645550101" };
      expect(parseEnv(listed).CALL_ALLOWLIST).toEqual(["+18645550100", "+18645550101"]);
    },
  );

  test("is anybody on a laptop with the simulator", () => {
    const simulated = { NODE_ENV: "development", VAPI_BASE_URL: "http://127.0.0.1:8290" };
    expect(parseEnv({ ...complete, ...simulated }).CALL_ALLOWLIST).toBeNull();
  });
});

test("who may call, how much and at what price, if a deployment does not say: nobody new, and little", () => {
  expect(parseEnv(complete)).toMatchObject({
    SIGN_UP: "closed",
    SIGN_UP_ALLOWED: [],
    BATCH_CAP_USD: 10,
    PERSON_USD_PER_DAY: 25,
    DEPLOYMENT_USD_PER_DAY: 100,
    CALL_USD_PER_MINUTE: { "*": 0.15 },
  });
  const said = {
    SIGN_UP_ALLOWED: "Ann@Example.test, @firm.test",
    CALL_USD_PER_MINUTE: "0.2, MX=0.4",
  };
  expect(parseEnv({ ...complete, ...said })).toMatchObject({
    SIGN_UP_ALLOWED: ["ann@example.test", "@firm.test"],
    CALL_USD_PER_MINUTE: { "*": 0.2, MX: 0.4 },
  });
});

describe("what cannot be meant is refused, all of it at once", () => {
  const onVercel = { VERCEL: "1", VERCEL_ENV: "production" };

  test.each([
    [
      "an engine that is switched off",
      { INNGEST_SIGNING_KEY: undefined, INNGEST_DEV: "0" },
      /no batch/,
    ],
    ["no engine", { INNGEST_EVENT_KEY: undefined }, /INNGEST_EVENT_KEY.*no batch would ever begin/],
    ["an unsigned engine on Vercel", { ...onVercel, INNGEST_DEV: "1" }, /INNGEST_DEV: .*remove it/],
    ["a demo user in production", { ...onVercel, DEMO_EMAIL: "a@example.com" }, /DEMO_EMAIL: /],
    ["impatience with real phones", { PATIENCE: "0.2" }, /PATIENCE: /],
    [
      "impatience with phones behind another address",
      { PATIENCE: "0.2", VAPI_BASE_URL: "https://api.eu.vapi.ai/" },
      /PATIENCE: /,
    ],
    ["real phones at night", { CALLING_HOURS: "off" }, /CALLING_HOURS: cannot be off/],
    ["real phones without a pause", { NUMBER_PAUSE_MINUTES: "0" }, /NUMBER_PAUSE_MINUTES: /],
    ["real phones anywhere", { CALL_COUNTRIES: "*" }, /CALL_COUNTRIES: /],
    [
      "real phones without an end",
      { PERSON_CALLS_PER_DAY: "off" },
      /PERSON_CALLS_PER_DAY: cannot be off/,
    ],
    [
      "real phones at any price",
      { DEPLOYMENT_USD_PER_DAY: "off" },
      /DEPLOYMENT_USD_PER_DAY: cannot/,
    ],
    ["a limit that is none", { PERSON_USD_PER_DAY: "-1" }, /PERSON_USD_PER_DAY: must be a number/],
    ["a price without a home", { CALL_USD_PER_MINUTE: "MX=0.4" }, /CALL_USD_PER_MINUTE: must be/],
    [
      "a price that is none",
      { CALL_USD_PER_MINUTE: "0.15,mx=0.4" },
      /CALL_USD_PER_MINUTE: must be/,
    ],
    ["sign-up of another kind", { SIGN_UP: "yes" }, /SIGN_UP: /],
    ["people that are none", { SIGN_UP_ALLOWED: "example.org" }, /SIGN_UP_ALLOWED: must be/],
    ["hours that are none", { CALLING_HOURS: "22:00-06:00" }, /CALLING_HOURS: must look like/],
    ["numbers that are none", { CALL_ALLOWLIST: "864-555-0100" }, /CALL_ALLOWLIST: must be/],
  ])("%s", (_, wrong, words) => {
    expect(() => parseEnv({ ...complete, ...wrong })).toThrow(words);
  });

  test("several problems are one message", () => {
    const wrong = { ...complete, ...onVercel, INNGEST_DEV: "1", DEMO_EMAIL: "a@example.com" };
    expect(() => parseEnv(wrong)).toThrow(/INNGEST_DEV[\s\S]*DEMO_EMAIL/);
    const alsoMissing = { ...wrong, SUPABASE_SECRET_KEY: undefined, VAPI_BASE_URL: "vapi" };
    expect(() => parseEnv(alsoMissing)).toThrow(
      /SUPABASE_SECRET_KEY: is not set[\s\S]*VAPI_BASE_URL: must be[\s\S]*INNGEST_DEV[\s\S]*DEMO_EMAIL/,
    );
  });

  test("an engine of its own needs no keys", () => {
    const local = {
      ...complete,
      INNGEST_EVENT_KEY: undefined,
      INNGEST_DEV: "http://127.0.0.1:8288",
    };
    expect(parseEnv(local).VAPI_LINES).toBe(10);
  });
});

describe("a preview keeps away from production", () => {
  const production = { ...complete, VERCEL_ENV: "production" };
  const prints = fingerprintsOf(parseEnv(production));
  const own = {
    ...complete,
    NEXT_PUBLIC_SUPABASE_URL: "https://branch.supabase.co",
    VAPI_PHONE_NUMBER_ID: "another",
    WEBHOOK_SECRET: "y".repeat(32),
    VERCEL_ENV: "preview",
    PRODUCTION_FINGERPRINTS: prints,
  };

  test("starts with a database, a number and a secret of its own", () => {
    expect(parseEnv(own).APP_URL).toBe(complete.APP_URL);
  });

  test.each(["NEXT_PUBLIC_SUPABASE_URL", "VAPI_PHONE_NUMBER_ID", "WEBHOOK_SECRET"] as const)(
    "does not start with production's %s",
    (variable) => {
      const wrong = { ...own, [variable]: complete[variable] };
      expect(() => parseEnv(wrong)).toThrow(`${variable}: is production's`);
      expect(() => parseEnv({ ...wrong, VERCEL_ENV: "production" })).not.toThrow();
    },
  );

  test("knows the database by its host, however the address is written", () => {
    const wrong = { ...own, NEXT_PUBLIC_SUPABASE_URL: "https://REF.supabase.co/" };
    expect(() => parseEnv(wrong)).toThrow(/NEXT_PUBLIC_SUPABASE_URL: is production's/);
  });

  test("does not start with Inngest's production, nor without knowing what is production's", () => {
    const key = { ...own, INNGEST_SIGNING_KEY: "signkey-prod-00" };
    expect(() => parseEnv(key)).toThrow(/INNGEST_SIGNING_KEY: is production's/);
    const unknown = { ...own, PRODUCTION_FINGERPRINTS: undefined };
    expect(() => parseEnv(unknown)).toThrow(/PRODUCTION_FINGERPRINTS: is not set/);
  });

  test("all of it is one message, which tells nothing of what it compares", () => {
    const wrong = { ...own, ...complete, VERCEL_ENV: "preview" };
    expect(() => parseEnv(wrong)).toThrow(
      /NEXT_PUBLIC_SUPABASE_URL[\s\S]*VAPI_PHONE_NUMBER_ID[\s\S]*WEBHOOK_SECRET/,
    );
    expect(prints).toMatch(/^[0-9a-f]{16}(,[0-9a-f]{16}){2}$/);
  });
});

test("the secret that opens previews is read on previews alone", () => {
  const bypass = { ...complete, ...preview, VERCEL_AUTOMATION_BYPASS_SECRET: "open" };

  expect(parseEnv(bypass).VERCEL_AUTOMATION_BYPASS_SECRET).toBe("open");
  for (const VERCEL_ENV of ["production", "development", undefined])
    expect(parseEnv({ ...bypass, VERCEL_ENV }).VERCEL_AUTOMATION_BYPASS_SECRET).toBeUndefined();
});
