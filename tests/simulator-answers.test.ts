import { expect, test } from "vitest";
import { confirmAnswer } from "@/lib/answers/confirm";
import { type BehaviorName, behaviorNames } from "@/local/vapi/behaviors";
import { conversation } from "@/local/vapi/talk/conversation";
import { factsOf } from "@/local/vapi/talk/facts";
import { regionOf } from "@/local/vapi/talk/region";
import { resultOf } from "./answers/case";

/** What the simulator says has to be what it reads from it: each of its answers is confirmed in all that it holds. */

const COUNTRIES = {
  "+1864": "US",
  "+1415": "US",
  "+4420": "GB",
  "+4930": "DE",
  "+6129": "AU",
} as const;
/** A weekday, a Sunday, and the days before clocks change in America and in Europe. */
const DAYS = ["2026-11-25", "2026-11-29", "2026-03-07", "2026-10-24"];

/** Fields that hold something and are not confirmed. */
function unconfirmed(
  number: string,
  behavior: BehaviorName,
  country: string,
  at: string,
): string[] {
  const calledAt = new Date(at);
  const lines = conversation({
    number,
    behavior,
    calledAt: calledAt.getTime(),
    firstMessage:
      "Hello, this is an AI calling about a leaking toilet in Greenville. Is this a good moment?",
    assistantWaits: false,
    detectsVoicemail: true,
  });
  const { licensed, insured, ...facts } = factsOf(lines);
  if (!facts.availability) return [];
  const result = resultOf({
    ...facts,
    criteria: [
      licensed && { criterion: "licensed", ...licensed },
      insured && { criterion: "insured", ...insured },
    ].filter(Boolean),
  });
  const { confirmed, criteria } = confirmAnswer({
    messages: lines.map(({ who, text }, index) => ({
      role: who === "assistant" ? "agent" : "provider",
      text,
      seconds: index,
    })),
    result,
    country,
    timeZone: regionOf(number).zone,
    calledAt,
  });
  const said = [
    result.availability !== "unknown" && !confirmed.availability && "availability",
    result.earliestAt !== null && !confirmed.earliest && "earliest",
    result.price.kind !== "unknown" && !confirmed.price && "price",
    result.callOutFee !== null && !confirmed.callOutFee && "call-out fee",
    criteria.includes(false) && "criteria",
  ].filter((field) => field !== false);
  return said.map(
    (field) =>
      `${field}: ${lines
        .map(({ text }) => text)
        .slice(2)
        .join(" | ")}`,
  );
}

test.each(Object.entries(COUNTRIES))(
  "every answer of a number with %s is confirmed",
  (prefix, country) => {
    const numbers = Array.from(
      { length: 150 },
      (_, index) => `${prefix}${2_000_000 + index * 7_919}`,
    );
    const missed = numbers.flatMap((number, index) =>
      unconfirmed(number, "seeded", country, `${DAYS[index % DAYS.length]}T17:00:00Z`),
    );

    expect(missed).toEqual([]);
  },
);

test.each(behaviorNames)("what %s says is confirmed", (behavior) => {
  const missed = DAYS.flatMap((day) =>
    ["+18645550100", "+12125550117"].flatMap((number) =>
      unconfirmed(number, behavior, "US", `${day}T17:00:00Z`),
    ),
  );

  expect(missed).toEqual([]);
});

test("numbers say the same things in many words", () => {
  const texts = Array.from({ length: 60 }, (_, index) =>
    conversation({
      number: `+1864288${1000 + index}`,
      behavior: "flat-quote",
      calledAt: Date.parse("2026-11-25T17:00:00Z"),
      assistantWaits: false,
      detectsVoicemail: true,
    }).map(({ text }) => text.replace(/[\d,.]+/g, "0")),
  );

  expect(new Set(texts.map((lines) => lines.join(" "))).size).toBeGreaterThan(55);
});
