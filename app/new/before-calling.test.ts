import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { assumeHabits, learnHabits } from "@/lib/batches/estimate";
import { numbersIn } from "@/lib/lists/number-reader";
import { readText } from "@/lib/lists/read-text";
import { allPhones } from "@/lib/phones/parse-phone";
import { BeforeCalling, type CallTerms } from "./before-calling";
import { EMPTY_DRAFT } from "./draft";

const assumed = assumeHabits(0.15);
const TERMS: CallTerms = {
  habits: assumed,
  lines: 10,
  retryDelay: "30 minutes",
  isSimulated: false,
  mayHold: false,
  capUsd: 10,
};

const list = readText(
  Array.from({ length: 18 }, (_, index) => `Business ${index}, 864-555-01${10 + index}`).join("\n"),
  numbersIn("US", allPhones),
);

const read = (terms: Partial<CallTerms>, maxAttempts = "2") =>
  renderToStaticMarkup(
    createElement(BeforeCalling, {
      fields: { ...EMPTY_DRAFT.fields, maxAttempts },
      list,
      terms: { ...TERMS, ...terms },
    }),
  ).replaceAll(/<[^>]*>/g, " ");

test("cost and time come as ranges, with what they are worked out from", () => {
  const text = read({});
  expect(text).toContain("About $1.30–8.10");
  expect(text).toContain("If at least half answer and talk 1–3 min each, at $0.15 a minute.");
  expect(text).toContain("About 1–7 min");
  expect(text).toContain(
    "Up to 10 calls at the same time. If nobody answers, once more after 30 minutes.",
  );
  expect(read({}, "1")).not.toContain("once more");
});

test("a person's own calls are named as the source", () => {
  const calls = Array.from({ length: 40 }, () => ({ talkSeconds: 120, usd: 0.4 }));
  const text = read({ habits: learnHabits(calls, assumed) });
  expect(text).toContain("talk as in your last 40 calls: 2 min each, at $0.20 a minute.");
});

test("simulated calls cost nothing", () => {
  expect(read({ isSimulated: true })).toMatch(/Free\s+Calls are simulated on this site/);
});
