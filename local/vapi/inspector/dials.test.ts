import { expect, test } from "vitest";
import type { CallRecord } from "../calls/call-record";
import { maxConcurrent } from "./dials";

const call = (createdAt: number, endedAt?: number, isBlocked = false): CallRecord => ({
  id: `from ${createdAt}`,
  request: { customer: { number: "+18645550100" } },
  behavior: "seeded",
  isBlocked,
  plan: [],
  plannedReason: "assistant-ended-call",
  plannedEnd: endedAt ?? 0,
  done: 0,
  createdAt,
  updatedAt: createdAt,
  endedAt,
  status: endedAt === undefined ? "in-progress" : "ended",
});

test("without calls no line was ever used", () => {
  expect(maxConcurrent([])).toBe(0);
});

test("calls count together while their times overlap, ended or not", () => {
  expect(maxConcurrent([call(0, 10), call(5, 20), call(9), call(15, 30)])).toBe(3);
});

test("a call that begins when another ends takes over its line", () => {
  expect(maxConcurrent([call(0, 10), call(10, 20)])).toBe(1);
});

test("a blocked call holds no line", () => {
  expect(maxConcurrent([call(0, 10), call(1, 2, true)])).toBe(1);
});
