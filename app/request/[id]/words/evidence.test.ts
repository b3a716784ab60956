import { expect, test } from "vitest";
import { unknownResult } from "@/lib/results/schema";
import { price } from "@/lib/results/test-rows";
import { findEvidence, quotesOf } from "./evidence";

const marked = (said: string, quotes: string[]) =>
  findEvidence(said, quotes)
    .map(({ text, isEvidence }) => (isEvidence ? `[${text}]` : text))
    .join("");

test("the words of the price and the time are found in what was said", () => {
  const result = {
    ...unknownResult(),
    price: price(180, { quote: "one hundred eighty dollars" }),
    earliestText: "tomorrow at 9",
  };
  expect(marked("Tomorrow at 9, for one hundred\neighty dollars.", quotesOf(result))).toBe(
    "[Tomorrow at 9], for [one hundred\neighty dollars].",
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

test("a single word is no evidence, as it would be found everywhere", () => {
  expect(quotesOf({ ...unknownResult(), earliestText: "today" })).toEqual([]);
});
