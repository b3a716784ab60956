import { expect, test } from "vitest";
import type { RequestSummary } from "@/lib/batches/read-status";
import { describeProgress } from "./request-progress";

const summary = (given: Partial<RequestSummary>): RequestSummary => ({
  id: "00000000-0000-4000-8000-00000000000c",
  title: "Leaking toilet",
  location: "Greenville SC",
  createdAt: "2026-11-23T09:00:00Z",
  executionId: "00000000-0000-4000-8000-00000000000b",
  status: "running",
  endedAt: null,
  faultCode: null,
  total: 12,
  settled: 5,
  reached: 4,
  ...given,
});

test.each<[Partial<RequestSummary>, string, string]>([
  [{}, "live", "5 of 12 done · 4 answered"],
  [{ status: "queued", settled: 0, reached: 0 }, "live", "Calling 12 businesses"],
  [{ settled: 0, reached: 0, total: 1 }, "live", "Calling 1 business"],
  [{ status: "canceling" }, "live", "Hanging up · 4 answered"],
  [{ status: "canceled", settled: 12 }, "done", "Stopped by you · 4 answered"],
  [{ status: "completed", settled: 12 }, "done", "4 of 12 answered"],
  [{ status: "completed", faultCode: "credit" }, "fault", "Calling stopped · 4 answered"],
  [{ status: null, executionId: null }, "idle", "Nobody called yet"],
])("%j is %s: %s", (given, tone, text) => {
  expect(describeProgress(summary(given))).toEqual({ tone, text });
});
