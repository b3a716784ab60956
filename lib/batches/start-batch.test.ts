import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { type BatchDefaults, prepareBatch } from "./start-batch";

const defaults: BatchDefaults = {
  defaultCountry: "US",
  retryDelaySeconds: 1800,
  callCountries: null,
  callingHours: null,
  capUsd: 10,
};
const serviceRequest = {
  title: "Leaking toilet",
  serviceNeeded: "plumbing",
  location: "Greenville SC",
  urgency: "within_2_days",
};
const provider = (phone: string, name = "Acme Plumbing") => ({ name, phone });
const prepare = (body: unknown) => prepareBatch(body, defaults);

function refusal(body: unknown, rules: BatchDefaults = defaults): AppError {
  try {
    prepareBatch(body, rules);
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error("The body was not refused.");
}

test("a body becomes rows: numbers in E.164, names trimmed, defaults filled in", () => {
  const batch = prepare({ serviceRequest, providers: [provider("(864) 555-0100", "  Acme  ")] });

  expect(batch.providers).toMatchObject([
    { name: "Acme", phone: "+18645550100", phone_as_written: "(864) 555-0100" },
  ]);
  expect(batch.options).toEqual({
    max_attempts: 2,
    retry_delay_seconds: 1800,
    max_call_seconds: 240,
    time_zone: null,
    cap_usd: 10,
    calling_hours: null,
    consent_basis: "listed_publicly",
  });
});

const CALLED = { serviceRequest, providers: [provider("+1 907 555 0100")] };
const SITE = {
  ...defaults,
  callingHours: { days: [1, 2, 3, 4, 5, 6], from: "08:00", until: "20:00" },
};

test("whom and when: the zone picks among those of the number, and is part of what makes orders equal", () => {
  const zonesWith = (options: object) => prepare({ ...CALLED, options }).providers[0]?.time_zones;

  expect(zonesWith({})).toEqual(["America/Adak", "America/Anchorage"]);
  expect(zonesWith({ calleeTimeZone: "America/Anchorage" })).toEqual(["America/Anchorage"]);
  expect(zonesWith({ calleeTimeZone: "Pacific/Honolulu" })).toHaveLength(2);
  const orders = [
    {},
    { calleeTimeZone: "America/Anchorage" },
    { callingHours: "Mon 09:00-10:00" },
    { consentBasis: "existing_relation" },
  ].map((options) => prepare({ ...CALLED, options }).fingerprint);
  expect(new Set(orders).size).toBe(4);
});

test.each([
  ["Sun 09:00-17:00", /no time in common.*/, /within Mon-Sat 08:00-20:00/],
  ["nine to five", /must look like Mon-Fri 09:00-17:00/, /undefined/],
])("calling hours %s are refused where they stand", (callingHours, detail, fix) => {
  const error = refusal({ ...CALLED, options: { callingHours } }, SITE);

  expect(error.errors).toMatchObject([{ pointer: "/options/callingHours" }]);
  expect(error.errors[0]?.detail).toMatch(detail);
  expect(String(error.errors[0]?.fix)).toMatch(fix);
});

test("calling hours within those of the site are stored as they were asked for", () => {
  const options = { callingHours: "Sat-Sun 09:00-22:00" };

  expect(prepareBatch({ ...CALLED, options }, SITE).options.calling_hours).toEqual({
    days: [6, 7],
    from: "09:00",
    until: "22:00",
  });
});

test("a country that is not called is refused by row, with the way out; each country of +1 is its own", () => {
  const error = refusal(
    {
      serviceRequest,
      providers: [
        provider("864-555-0100"),
        provider("+1 671 648 0000", "Guam Plumbing"),
        provider("+44 20 7946 0000", "London Plumbing"),
      ],
    },
    { ...defaults, callCountries: ["US", "CA"] },
  );

  expect(error.errors).toMatchObject([
    { pointer: "/providers/1/phone", code: "country_not_allowed" },
    { pointer: "/providers/2/phone", code: "country_not_allowed" },
  ]);
  expect(error.errors[0]?.detail).toContain("Guam");
  expect(error.errors[0]?.fix).toContain("United States or Canada");
});

test("a number brings its country and the time zones that it may be in", () => {
  const { providers } = prepare({ serviceRequest, providers: [provider("907-555-0100")] });

  expect(providers).toMatchObject([
    { country: "US", time_zones: ["America/Adak", "America/Anchorage"] },
  ]);
});

test("rows with one number become one provider, and the answer says so", () => {
  const batch = prepare({
    serviceRequest,
    providers: [
      provider("864-555-0100"),
      provider("+1 864 555 0101", "Best"),
      provider("8645550100", "Acme LLC"),
    ],
  });

  expect(batch.providers.map((row) => [row.name, row.also_known_as])).toEqual([
    ["Acme Plumbing", ["Acme LLC"]],
    ["Best", []],
  ]);
  expect(batch.merged).toMatchObject([
    { pointer: "/providers/2", into: "/providers/0", phone: "+18645550100" },
  ]);
});

test("the fingerprint ignores spelling, order of keys and repeated rows, and nothing else", () => {
  const one = prepare({
    serviceRequest,
    providers: [provider("864-555-0100"), provider("864-555-0100")],
  });
  const same = prepare({
    providers: [provider("+18645550100")],
    serviceRequest: { ...serviceRequest, title: " Leaking toilet " },
  });
  const other = prepare({ serviceRequest, providers: [provider("864-555-0101")] });
  const slower = prepare({
    serviceRequest,
    providers: [provider("864-555-0100")],
    options: { retryDelaySeconds: 60 },
  });

  expect(same.fingerprint).toBe(one.fingerprint);
  expect(new Set([one, other, slower].map((batch) => batch.fingerprint)).size).toBe(3);
});

test("the default country decides how a number without one is read", () => {
  const batch = prepare({
    serviceRequest,
    providers: [provider("020 7946 0018")],
    options: { defaultCountry: "GB" },
  });

  expect(batch.providers[0]?.phone).toBe("+442079460018");
});

test("the time zone of the person is kept, and a made-up one is refused", () => {
  const body = (timeZone: string) => ({
    serviceRequest,
    providers: [provider("8645550100")],
    options: { timeZone },
  });

  expect(prepare(body("America/New_York")).options.time_zone).toBe("America/New_York");
  expect(refusal(body("Mars/Olympus")).errors).toMatchObject([{ pointer: "/options/timeZone" }]);
});

describe("a bad body is refused naming every problem", () => {
  test("each row that cannot be called, with the fix", () => {
    const error = refusal({
      serviceRequest,
      providers: [provider("864-555-0100"), provider("911", "Police"), provider("12", "Short")],
    });

    expect(error.code).toBe("invalid_body");
    expect(error.errors.map(({ pointer }) => pointer)).toEqual([
      "/providers/1/phone",
      "/providers/2/phone",
    ]);
    expect(
      error.errors.every(({ detail, fix }) => detail.length > 10 && (fix ?? "").length > 5),
    ).toBe(true);
  });

  test.each([
    ["no request at all", { providers: [provider("8645550100")] }, "/serviceRequest"],
    [
      "both forms of request",
      {
        serviceRequest,
        serviceRequestId: crypto.randomUUID(),
        providers: [provider("8645550100")],
      },
      "/serviceRequest",
    ],
    ["no providers", { serviceRequest, providers: [] }, "/providers"],
    [
      "an unknown field",
      { serviceRequest, providers: [provider("8645550100")], status: "completed" },
      "/status",
    ],
    [
      "an unknown field of a row",
      { serviceRequest, providers: [{ ...provider("8645550100"), callStatus: "completed" }] },
      "/providers/0/callStatus",
    ],
    [
      "an unknown urgency",
      {
        serviceRequest: { ...serviceRequest, urgency: "now" },
        providers: [provider("8645550100")],
      },
      "/serviceRequest/urgency",
    ],
    [
      "an empty title",
      { serviceRequest: { ...serviceRequest, title: " " }, providers: [provider("8645550100")] },
      "/serviceRequest/title",
    ],
    [
      "an id that is no UUID",
      { serviceRequest, providers: [{ ...provider("8645550100"), id: "7" }] },
      "/providers/0/id",
    ],
    [
      "too many providers",
      { serviceRequest, providers: Array.from({ length: 1001 }, () => provider("8645550100")) },
      "/providers",
    ],
    ["a body that is no object", [], ""],
  ])("%s", (_, body, pointer) => {
    expect(refusal(body).errors.map((error) => error.pointer)).toContain(pointer);
  });

  test("an empty body lacks both the request and the providers", () => {
    expect(refusal({}).errors).toEqual([
      expect.objectContaining({ pointer: "/providers", code: "missing" }),
      expect.objectContaining({ pointer: "/serviceRequest" }),
    ]);
  });

  test("a row of a bad shape hides neither its own phone nor those of the other rows", () => {
    const error = refusal({
      serviceRequest: { ...serviceRequest, urgency: "now" },
      providers: [
        provider("12", "Short"),
        { phone: "911" },
        { name: "No phone" },
        { ...provider("13"), callStatus: "completed" },
        7,
        provider("8645550100"),
      ],
    });

    expect(error.errors.map(({ pointer }) => pointer)).toEqual([
      "/serviceRequest/urgency",
      "/providers/0/phone",
      "/providers/1/name",
      "/providers/1/phone",
      "/providers/2/phone",
      "/providers/3/callStatus",
      "/providers/3/phone",
      "/providers/4",
    ]);
    expect(error.errors.find(({ pointer }) => pointer === "/providers/1/phone")?.detail).toMatch(
      /^Row 2: /,
    );
  });

  test("numbers are not judged by a country that is none", () => {
    const error = refusal({
      serviceRequest,
      providers: [provider("020 7946 0018")],
      options: { defaultCountry: "Narnia" },
    });

    expect(error.errors.map(({ pointer }) => pointer)).toEqual(["/options/defaultCountry"]);
  });

  test("of very many problems the first fifty are named and all are counted", () => {
    const error = refusal({
      serviceRequest,
      providers: Array.from({ length: 1000 }, (_, index) => provider("12", `Short ${index}`)),
    });

    expect(error.errors).toHaveLength(50);
    expect(error.errors.at(-1)?.pointer).toBe("/providers/49/phone");
    expect(error.detail).toMatch(/^1000 rows cannot be called.*Of 1000 problems, the first 50/);
  });

  test("one id on two numbers", () => {
    const id = crypto.randomUUID();
    const error = refusal({
      serviceRequest,
      providers: [
        { ...provider("8645550100"), id },
        { ...provider("8645550101"), id },
      ],
    });

    expect(error.errors.map(({ pointer }) => pointer)).toEqual(["/providers/1/id"]);
  });
});
