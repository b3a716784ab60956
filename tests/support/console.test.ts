import { expect, test } from "vitest";
import { expectConsoleError, takeUnexpectedLines } from "./console";

test("a line that nobody announced is kept against the test", () => {
  console.error("something broke: %s", "here");
  console.warn(new Error("and here").message);

  expect(takeUnexpectedLines()).toEqual([
    "console.error: something broke: here",
    "console.warn: and here",
  ]);
});

test("an announced line is not, and only that one", () => {
  expectConsoleError(/broke/);
  console.error("something broke");
  console.error("something else");

  expect(takeUnexpectedLines()).toEqual(["console.error: something else"]);
});

test("an announced line that never comes is kept against the test", () => {
  expectConsoleError(/never printed/);
  expect(takeUnexpectedLines()).toEqual(["announced, but never printed: /never printed/"]);
});
