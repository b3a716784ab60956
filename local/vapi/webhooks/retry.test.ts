import type { Vapi } from "@vapi-ai/server-sdk";
import { expect, test } from "vitest";
import { retryDelayMs } from "./retry";

const plan = (fields: object) =>
  ({ type: "fixed", maxRetries: 3, baseDelaySeconds: 2, ...fields }) as unknown as Vapi.BackoffPlan;

const delays = (backoffPlan: Vapi.BackoffPlan) =>
  [1, 2, 3, 4].map((attemptsMade) => retryDelayMs(backoffPlan, attemptsMade, 500));

test("without a plan nothing is retried", () => {
  expect(retryDelayMs(undefined, 1, 500)).toBeNull();
  expect(retryDelayMs(undefined, 1, null)).toBeNull();
});

test("a fixed plan waits the same time before each of its retries", () => {
  expect(delays(plan({ type: "fixed" }))).toEqual([2000, 2000, 2000, null]);
});

test("an exponential plan doubles the time", () => {
  expect(delays(plan({ type: "exponential" }))).toEqual([2000, 4000, 8000, null]);
});

test("a plan without retries gives up at once", () => {
  expect(retryDelayMs(plan({ maxRetries: 0 }), 1, 500)).toBeNull();
});

test("excluded statuses are given up, silence is not", () => {
  const excluding = plan({ excludedStatusCodes: [401, "404"] });

  expect(retryDelayMs(excluding, 1, 401)).toBeNull();
  expect(retryDelayMs(excluding, 1, 404)).toBeNull();
  expect(retryDelayMs(excluding, 1, 500)).toBe(2000);
  expect(retryDelayMs(excluding, 1, null)).toBe(2000);
});
