import { expect, test } from "vitest";
import type { RequestSummary } from "@/lib/batches/read-status";
import { describeStop } from "@/lib/results/stop-words";
import { describeProgress } from "./request-progress";

const summary = (given: Partial<RequestSummary>): RequestSummary => ({
  id: "00000000-0000-4000-8000-00000000000c",
  title: "Leaking toilet",
  serviceNeeded: "Plumbing",
  location: "Greenville SC",
  createdAt: "2026-11-23T09:00:00Z",
  executionId: "00000000-0000-4000-8000-00000000000b",
  status: "running",
  endedAt: null,
  faultCode: null,
  stop: null,
  isRetry: false,
  total: 12,
  settled: 5,
  reached: 4,
  onPhone: 3,
  bestName: null,
  ...given,
});

const over = { settled: 12, onPhone: 0 };

test.each<[Partial<RequestSummary>, string, string, string | null]>([
  [{}, "live", "5 of 12 done", "3 on the phone · 4 answered"],
  [{ onPhone: 0 }, "live", "5 of 12 done", "waiting to call · 4 answered"],
  [{ settled: 0, reached: 0, total: 1 }, "live", "Calling 1 business", "3 on the phone"],
  [
    { status: "queued", settled: 0, reached: 0, onPhone: 0 },
    "live",
    "Calling 12 businesses",
    "waiting to call",
  ],
  [{ status: "canceling" }, "live", "Hanging up", "4 of 12 answered"],
  [{ status: "canceled", ...over }, "stopped", "Stopped by you", "4 of 12 answered"],
  [{ status: "canceled", isRetry: true, ...over }, "done", "4 of 12 answered", null],
  [{ status: "completed", ...over }, "done", "4 of 12 answered", null],
  [{ status: "completed", ...over, bestName: "Acme" }, "done", "4 of 12 answered", "Best: Acme"],
  [{ status: "completed", ...over, reached: 0 }, "none", "Nobody answered", "12 businesses called"],
  [
    { status: "completed", ...over, stop: describeStop("credit") },
    "fault",
    "Stopped by a fault",
    "4 of 12 answered",
  ],
  [
    { status: "completed", ...over, stop: describeStop("credit"), isRetry: true },
    "fault",
    "Last calls: stopped by a fault",
    "4 of 12 answered",
  ],
  [
    { status: "completed", ...over, stop: describeStop("cap_reached") },
    "stopped",
    "Cap reached",
    "4 of 12 answered",
  ],
  [{ status: null, executionId: null }, "idle", "Nobody called yet", null],
])("%j is %s: %s (%s)", (given, tone, text, detail) => {
  expect(describeProgress(summary(given))).toEqual({ tone, text, detail });
});
