import { expect, test } from "vitest";
import { safeNextPath } from "./next-path";

test.each(["/", "/new", "/request/1?tab=2"])("%s is a path of this site", (path) => {
  expect(safeNextPath(path)).toBe(path);
});

test.each([
  [undefined],
  [null],
  [["/new"]],
  [""],
  ["new"],
  ["https://evil.example/new"],
  ["//evil.example"],
  ["/\\evil.example"],
  ["/\t/evil.example"],
  ["/.//evil.example"],
  ["/..//evil.example"],
  ["javascript:alert(1)"],
  ["/login?next=/login"],
])("%j leads to the start page", (value) => {
  expect(safeNextPath(value)).toBe("/");
});
