import { expect, test } from "vitest";
import { unknownResult } from "@/lib/results/schema";
import { met } from "@/lib/results/test-rows";
import { findEvidence, messageOf, restingOn } from "./evidence";

const marked = (said: string, quotes: string[]) =>
  findEvidence(said, quotes)
    .map(({ text, isEvidence }) => (isEvidence ? `[${text}]` : text))
    .join("");

const at = (message: number, words: string) => ({ message, words, second: message * 4 });
const RESULT = {
  ...unknownResult(),
  criteria: [met("licensed", "yes"), { ...met("insured", "yes"), confirmed: false }],
  confirmed: { availability: false, earliest: false, price: true, callOutFee: false },
  evidence: {
    ...unknownResult().evidence,
    price: at(5, "One hundred eighty dollars."),
    earliest: at(5, "Tomorrow at nine."),
    criteria: [null, at(7, "I think so.")],
  },
};

test("what an answer rests on is known by message, confirmed or not", () => {
  expect([...restingOn(RESULT)]).toEqual([
    [
      5,
      [
        { name: "Earliest", words: "Tomorrow at nine.", isConfirmed: false },
        { name: "Price", words: "One hundred eighty dollars.", isConfirmed: true },
      ],
    ],
    [7, [{ name: "insured", words: "I think so.", isConfirmed: false }]],
  ]);
  expect(restingOn(null).size).toBe(0);
});

test.each([
  ["price", 5],
  ["criteria", 7],
  [1, 7],
  [0, null],
  ["callOutFee", null],
  [null, null],
] as const)("the line for %s is %s", (field, message) => {
  expect(messageOf(RESULT, field)).toBe(message);
});

test("the words that something rests on are found in their message", () => {
  const said = "Well, tomorrow at\nnine. One hundred eighty dollars. Fine?";
  const words = (restingOn(RESULT).get(5) ?? []).map((part) => part.words);
  expect(marked(said, words)).toBe(
    "Well, [tomorrow at\nnine.] [One hundred eighty dollars.] Fine?",
  );
});

test("what is no quote stays as it was said", () => {
  expect(marked("Hello (there).", [])).toBe("Hello (there).");
  expect(marked("Hello (there).", ["not said"])).toBe("Hello (there).");
});

test("signs in a quote mean themselves", () => {
  expect(marked("It is $95.50 (plus parts).", ["$95.50 (plus parts)"])).toBe(
    "It is [$95.50 (plus parts)].",
  );
});
