import { describe, expect, test } from "vitest";
import { parseAttemptsChanged, parseBatchChanged } from "./topics";

const ATTEMPT = {
  attemptId: "a",
  providerId: "p",
  batchId: "b",
  number: 1,
  status: "settled",
  outcome: "completed",
  version: 7,
};
const ATTEMPTS = { version: 7, complete: true, attempts: [ATTEMPT] };
const BATCH = { executionId: "b", status: "running", version: 8, finished: false };

describe("a hint about attempts", () => {
  test("is read as it was sent", () => {
    expect(parseAttemptsChanged(ATTEMPTS)).toEqual(ATTEMPTS);
    expect(parseAttemptsChanged({ version: 9, complete: false, attempts: [] })).not.toBeNull();
  });

  test.each([
    null,
    "text",
    { ...ATTEMPTS, version: "7" },
    { ...ATTEMPTS, complete: undefined },
    { ...ATTEMPTS, attempts: {} },
    { ...ATTEMPTS, attempts: [null] },
    { ...ATTEMPTS, attempts: [{ ...ATTEMPT, status: "paused" }] },
    { ...ATTEMPTS, attempts: [{ ...ATTEMPT, outcome: null }] },
    { ...ATTEMPTS, attempts: [{ ...ATTEMPT, status: "ended" }] },
    { ...ATTEMPTS, attempts: [{ ...ATTEMPT, number: 1.5 }] },
    { ...ATTEMPTS, attempts: [{ ...ATTEMPT, providerId: 3 }] },
  ])("of another shape is not: %j", (value) => {
    expect(parseAttemptsChanged(value)).toBeNull();
  });
});

describe("a hint about a batch", () => {
  test("is read as it was sent", () => {
    expect(parseBatchChanged(BATCH)).toEqual(BATCH);
  });

  test.each([
    null,
    [],
    { ...BATCH, status: "paused" },
    { ...BATCH, finished: 1 },
    { ...BATCH, executionId: null },
  ])("of another shape is not: %j", (value) => {
    expect(parseBatchChanged(value)).toBeNull();
  });
});
