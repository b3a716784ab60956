import { expect, test } from "vitest";
import { parseCallResult } from "@/lib/results/read-result";
import { confirmAnswer } from "./confirm";

const OPENING = {
  role: "agent",
  text: "Hello, this is an AI calling about a leaking toilet.",
  seconds: 0,
} as const;

/** Questions and answers in turn after the opening, two seconds each. */
function confirm(
  said: string[],
  result: Record<string, unknown>,
  timeZone: string | null = "America/New_York",
) {
  const turns = said.map((text, index) => ({
    role: index % 2 === 0 ? ("agent" as const) : ("provider" as const),
    text,
    seconds: 2 + index * 2,
  }));
  const parsed = parseCallResult(result);
  if (parsed.status !== "ok") throw new Error(parsed.status);
  return confirmAnswer({
    messages: [OPENING, ...turns],
    result: parsed.result,
    country: "US",
    timeZone,
    calledAt: new Date("2026-11-25T15:00:00Z"),
  });
}

const flat = (low: number) => ({ price: { kind: "flat", low, high: low, currency: "USD" } });

test("a confirmed value has the message, the sentence and the second that it rests on", () => {
  const { confirmed, evidence } = confirm(
    ["What would it cost?", "Let me see. It's one eighty, parts included. Anything else?"],
    flat(180),
  );

  expect(confirmed.price).toBe(true);
  expect(evidence.price).toEqual({
    message: 2,
    words: "It's one eighty, parts included.",
    second: 4,
  });
});

test("a value that is not confirmed keeps the passage that comes closest", () => {
  const { confirmed, evidence } = confirm(
    ["What would it cost?", "Starting at ninety-nine."],
    flat(99),
  );

  expect(confirmed.price).toBe(false);
  expect(evidence.price).toEqual({ message: 2, words: "Starting at ninety-nine.", second: 4 });
});

test("a yes to the assistant's question is the passage, not the question", () => {
  const { confirmed, evidence } = confirm(
    ["So that's one eighty, correct?", "Yep, that's right."],
    flat(180),
  );

  expect(confirmed.price).toBe(true);
  expect(evidence.price).toEqual({ message: 2, words: "Yep, that's right.", second: 4 });
});

test("a quotation that nobody said leads nowhere", () => {
  const { confirmed, evidence } = confirm(["What would it cost?", "I would have to see it."], {
    price: { quote: "one eighty, all in", kind: "flat", low: 180, currency: "USD" },
  });

  expect(confirmed.price).toBe(false);
  expect(evidence.price).toBeNull();
});

test("what was not answered is not confirmed and has no passage", () => {
  const { confirmed, criteria, evidence } = confirm(["Are you licensed?", "Yes."], {
    criteria: [
      { criterion: "licensed", met: "unknown" },
      { criterion: "licensed", met: "yes" },
    ],
  });

  expect(confirmed).toEqual({
    availability: false,
    earliest: false,
    price: false,
    callOutFee: false,
  });
  expect(criteria).toEqual([false, true]);
  expect(evidence.criteria[0]).toBeNull();
});

test("no call-out fee is an answer of its own", () => {
  const fee = { callOutFee: { amount: 0, currency: "USD" } };

  expect(
    confirm(["Is there a call-out fee?", "No, we don't charge for coming out."], fee).confirmed
      .callOutFee,
  ).toBe(true);
  expect(
    confirm(["Is there a call-out fee?", "I'd have to check."], fee).confirmed.callOutFee,
  ).toBe(false);
});

test("without the callee's zone no time of day is confirmed", () => {
  const said = ["When could you come?", "Tomorrow at nine."];
  const earliest = { earliestAt: "2026-11-26T09:00:00-05:00", earliestText: "tomorrow at nine" };

  expect(confirm(said, earliest).confirmed.earliest).toBe(true);
  expect(confirm(said, earliest, null).confirmed.earliest).toBe(false);
});

test("a time kept in words alone has to be in theirs", () => {
  const said = ["When could you come?", "Some time next week."];

  expect(confirm(said, { earliestText: "next week" }).confirmed.earliest).toBe(true);
  expect(confirm(said, { earliestText: "tomorrow" }).confirmed.earliest).toBe(false);
});

test("the earlier of two offers is the earliest", () => {
  const said = ["When could you come?", "Thursday at two, or Friday at nine."];

  expect(confirm(said, { earliestAt: "2026-11-26T14:00:00-05:00" }).confirmed.earliest).toBe(true);
  expect(confirm(said, { earliestAt: "2026-11-27T09:00:00-05:00" }).confirmed.earliest).toBe(false);
});

test("two prices that contradict each other confirm neither", () => {
  const said = ["What would it cost?", "One eighty.", "And with parts?", "It's two hundred."];

  expect(confirm(said, flat(180)).confirmed.price).toBe(false);
  expect(confirm(said, flat(200)).confirmed.price).toBe(false);
});

test("a transcript of a machine's noise is read without an error", () => {
  const said = ["", "%$# 0000 -- ... $ £ 12:99 99/99 and a half hundred to", "?", "😀 — “”"];

  expect(confirm(said, flat(1)).confirmed.price).toBe(false);
});
