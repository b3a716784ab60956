import { expect, test } from "vitest";
import { plainText } from "./plain-text";

test.each([
  ["  two\twords\r\n", "two words"],
  ["a\u0000b", "a b"],
  ["evil\u202etxt.exe\u2066", "eviltxt.exe"],
  ["half \ud83d a face", "half  a face"],
  ["a whole 😀", "a whole 😀"],
  ["", ""],
])("%j becomes %j", (given, expected) => {
  expect(plainText(given, 100)).toBe(expected);
});

test("lines are kept only where they are asked for", () => {
  expect(plainText("one\n\ttwo", 100, { keepLines: true })).toBe("one\n two");
  expect(plainText("one\n\ttwo", 100)).toBe("one two");
});

test("what is too long ends in an ellipsis and never in half a character", () => {
  expect(plainText("abcdef", 6)).toBe("abcdef");
  expect(plainText("abcdefg", 6)).toBe("abcde…");
  expect(plainText("abcd😀efg", 6)).toBe("abcd…");
});
