import { afterEach, describe, expect, test, vi } from "vitest";
import { prepareBatch } from "@/lib/batches/start-batch";
import { AppError } from "@/lib/errors";
import { numbersIn } from "@/lib/lists/number-reader";
import { readText } from "@/lib/lists/read-text";
import { allPhones } from "@/lib/phones/parse-phone";
import { type DraftFields, EMPTY_DRAFT } from "../draft";
import { placeProblems } from "./place-problems";
import { checkDraft, hasProblems, rowsToSend, toRequestBody } from "./prepare-request";

const FIELDS: DraftFields = {
  ...EMPTY_DRAFT.fields,
  title: "Leaking toilet",
  serviceNeeded: "plumbing",
  location: "Greenville SC",
  criteria: "licensed\ninsured",
};
const draft = (fields: Partial<DraftFields> = {}) => ({
  ...EMPTY_DRAFT,
  fields: { ...FIELDS, ...fields },
});
const list = (text: string) => readText(text, numbersIn("US", allPhones));
const defaults = {
  defaultCountry: "US",
  retryDelaySeconds: 60,
  callCountries: null,
  callingHours: null,
  capUsd: 10,
};

afterEach(() => {
  vi.useRealTimers();
});

/** The problems that the API finds in a body. */
function problemsOf(body: unknown) {
  try {
    prepareBatch(body, defaults);
    return [];
  } catch (error) {
    if (error instanceof AppError) return error.errors;
    throw error;
  }
}

describe("before sending", () => {
  test("a complete draft has no problems", () => {
    expect(hasProblems(checkDraft(draft(), list("Acme, 8645550100"), 1000))).toBe(false);
  });

  test.each([
    [draft({ title: " " }), "Acme, 8645550100", "title"],
    [draft({ serviceNeeded: "" }), "Acme, 8645550100", "serviceNeeded"],
    [draft({ location: "" }), "Acme, 8645550100", "location"],
    [draft(), "", "list"],
    [draft(), "Acme, 8645550100\nBest, 12", "list"],
    [{ ...draft(), skipsBad: true }, "Best, 12", "list"],
    [draft(), "A, 8645550100\nB, 8645550101\nC, 8645550102", "list"],
  ])("case %#: %j with %j is stopped at %s", (given, text, field) => {
    expect(Object.keys(checkDraft(given, list(text), 2).fields)).toEqual([field]);
  });

  test.each([
    ["title", 200],
    ["serviceNeeded", 200],
    ["location", 200],
    ["description", 4000],
    ["clientName", 100],
    ["clientAddress", 300],
  ] as const)("%s has %i characters at most, here as for the API", (name, most) => {
    const one = list("Acme, 8645550100");
    for (const [length, isRefused] of [
      [most, false],
      [most + 1, true],
    ] as const) {
      const given = draft({ [name]: "x".repeat(length) });
      expect(name in checkDraft(given, one, 1000).fields).toBe(isRefused);
      const problems = problemsOf(toRequestBody(given.fields, one.rows, "US"));
      expect(problems.length > 0).toBe(isRefused);
    }
  });

  test.each([
    ["ten lines", Array(10).fill("licensed").join("\n"), undefined],
    ["eleven lines", Array(11).fill("licensed").join("\n"), "10 lines fit; this has 11."],
    ["a line of 200 characters", "x".repeat(200), undefined],
    [
      "a line of 201",
      `licensed\n${"x".repeat(201)}`,
      `200 characters fit in a line; “${"x".repeat(20)}…” has 201.`,
    ],
    [
      "2,001 characters",
      `${`${"x".repeat(199)}\n`.repeat(9)}${"y".repeat(202)}`,
      "2,000 characters fit; this has 2,002.",
    ],
  ])("of criteria with %s it says what the API would", (_, criteria, problem) => {
    const one = list("Acme, 8645550100");
    expect(checkDraft(draft({ criteria }), one, 1000).fields.criteria).toBe(problem);
    const problems = problemsOf(toRequestBody(draft({ criteria }).fields, one.rows, "US"));
    expect(problems.length > 0).toBe(problem !== undefined);
  });

  test("bad rows stop nothing once they are left out", () => {
    const skipping = { ...draft(), skipsBad: true };
    expect(hasProblems(checkDraft(skipping, list("Acme, 8645550100\nBest, 12"), 1000))).toBe(false);
  });
});

describe("the body", () => {
  test("is one that the API accepts, without the bad rows and with the merged names", () => {
    const rows = rowsToSend(list("Acme, 864-555-0100\nBest, 12\nAcme Inc, 8645550100"));
    const fields = { ...FIELDS, consentBasis: "existing_relation", capUsd: "2.5" };
    const sent = toRequestBody(fields, rows, "US", "America/New_York");
    const { providers, body, options } = prepareBatch(sent, defaults);

    expect(providers).toMatchObject([{ name: "Acme", also_known_as: ["Acme Inc"] }]);
    expect(body.serviceRequest?.criteria).toEqual(["licensed", "insured"]);
    expect(body.options.maxAttempts).toBe(2);
    expect(options).toMatchObject({
      time_zone: "America/New_York",
      consent_basis: "existing_relation",
      cap_usd: 2.5,
    });
  });

  test("left empty, optional fields are not there for the API either", () => {
    const { body, options } = prepareBatch(
      toRequestBody(FIELDS, list("Acme, 8645550100").rows, "US"),
      defaults,
    );
    expect(body.serviceRequest).toMatchObject({ description: null, clientName: null });
    expect(options.cap_usd).toBe(defaults.capUsd);
  });
});

describe("problems in the answer", () => {
  const rows = rowsToSend(list("\nAcme, 8645550100\nBest, 864-555-0101"));

  test("stand beside their row and field", () => {
    const body = toRequestBody({ ...FIELDS, title: "x".repeat(201) }, rows, "US");
    const wrong = { ...body, providers: [body.providers[0], { name: "Best", phone: "911" }] };

    // Fields are judged first, rows only when every field is right.
    const placed = placeProblems({ errors: problemsOf(wrong) }, null, rows);
    const right = { ...toRequestBody(FIELDS, rows, "US"), providers: wrong.providers };
    const ofRows = placeProblems({ errors: problemsOf(right) }, null, rows);

    expect(placed.fields.title).toMatch(/200 characters/);
    expect(ofRows.rows[3]).toMatch(/emergency number.*Use /);
    expect([placed.general, ofRows.general]).toEqual([[], []]);
  });

  test("that belong to nothing on the form are shown on top", () => {
    const errors = [{ pointer: "/extra", code: "x", detail: "No." }];
    expect(placeProblems({ errors }, null, rows)).toEqual({
      fields: {},
      rows: {},
      general: ["No."],
    });
  });

  test("a cap that is too low stands beside its field", () => {
    const errors = problemsOf(toRequestBody({ ...FIELDS, capUsd: "0.001" }, rows, "US"));
    expect(placeProblems({ errors }, null, rows).fields.capUsd).toMatch(/at least 0.01/);
  });

  test("without a field the answer is told in words, a limit with the reader's own clock", () => {
    const told = (problem: Record<string, unknown>, retryAfter: string | null = null) =>
      placeProblems({ errors: [], ...problem }, retryAfter, rows).general;
    vi.useFakeTimers({ now: new Date(2026, 10, 23, 9, 30), toFake: ["Date"] });
    const limit = { code: "limit_reached", detail: "All used.", hint: "This resets at 00:00 UTC." };

    expect(told(limit, "1800")).toEqual(["All used. This resets at 10:00 AM."]);
    expect(told({ code: "not_invited", title: "T", detail: "No.", hint: "Ask." })).toEqual([
      "No. Ask.",
    ]);
    expect(told({ code: "internal", title: "Something went wrong" })).toEqual([
      "Something went wrong",
    ]);
  });
});
