import { expect, test } from "vitest";
import type { RequestSummary } from "@/lib/batches/read-status";
import { matchesQuery, readQuery, searchPath } from "./search-words";

const summary = {
  title: "Leaking toilet",
  serviceNeeded: "Plumbing",
  location: "Greenville SC",
} as RequestSummary;

test.each([
  ["", true],
  ["toilet", true],
  ["PLUMB", true],
  ["greenville leaking", true],
  ["toilet spartanburg", false],
  ["%", false],
])("a plumbing job in Greenville is found by %j: %s", (query, isFound) => {
  expect(matchesQuery(summary, query)).toBe(isFound);
});

test("the query is the first of its name, without the spaces around it", () => {
  expect(readQuery([" a b ", "c"])).toBe("a b");
  expect(readQuery(undefined)).toBe("");
  expect(readQuery("x".repeat(300))).toHaveLength(200);
});

test("no query is the bare start page", () => {
  expect(searchPath("")).toBe("/");
  expect(searchPath("50% & more")).toBe("/?q=50%25%20%26%20more");
});
