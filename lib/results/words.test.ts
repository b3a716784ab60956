import { describe, expect, test } from "vitest";
import { ATTEMPT_OUTCOMES } from "@/lib/states/attempt";
import { OUTCOME_DETAILS } from "@/lib/states/outcome-detail";
import type { CallResult } from "./schema";
import { nothingSaid } from "./test-rows";
import { describeOutcome, type OutcomeFacts } from "./words";

const said = (overrides: Partial<CallResult>): CallResult => ({ ...nothingSaid(), ...overrides });

const QUOTE = said({
  availability: "available",
  earliestText: "Tue 2 PM",
  price: { quote: "", kind: "range", low: 180, high: 220, currency: "USD", covers: null },
});

describe("outcomes in words", () => {
  test.each<[OutcomeFacts, string, string]>([
    [
      { outcome: "completed", detail: "answered", result: QUOTE },
      "Answered",
      "Quoted $180–220, earliest Tue 2 PM.",
    ],
    [
      { outcome: "completed", detail: "answered", result: said({ availability: "available" }) },
      "Answered",
      "Available, no time named, no price given.",
    ],
    [
      { outcome: "completed", detail: "answered", result: said({ availability: "unavailable" }) },
      "Not available",
      "They cannot do this job.",
    ],
    [
      {
        outcome: "completed",
        detail: "no_information",
        result: said({ callbackRequested: "call back after 5" }),
      },
      "Answered, no quote",
      "They asked to be contacted again: “call back after 5”.",
    ],
    [
      { outcome: "completed", detail: "no_information" },
      "Answered, no quote",
      "They answered, but named no price and no time.",
    ],
    [
      { outcome: "completed", detail: "unread" },
      "Answered, not read",
      "They answered, but their answer could not be read. See what was said.",
    ],
    [
      { outcome: "completed", detail: "do_not_call", result: QUOTE },
      "Do not call",
      "They asked not to be called again.",
    ],
    [{ outcome: "busy" }, "Not reached", "The line was busy."],
    [{ outcome: "no_answer" }, "Not reached", "No answer."],
    [
      { outcome: "no_answer", detail: "connected_silent" },
      "Not reached",
      "The line was open, but nobody spoke.",
    ],
    [
      { outcome: "voicemail", detail: "voicemail_or_menu" },
      "Not reached",
      "A mailbox or phone menu answered.",
    ],
    [
      { outcome: "failed", detail: "failed_permanent" },
      "Number does not work",
      "The carrier says this number is not in service.",
    ],
    [
      { outcome: "failed", detail: "failed_provider", humanHeard: true },
      "Our line failed",
      "A technical fault on our side. They may have heard part of the call.",
    ],
    [
      { outcome: "failed", detail: "failed_transient", humanHeard: false },
      "Our line failed",
      "A technical fault on our side. They were not asked.",
    ],
    [
      { outcome: "skipped", detail: "credit" },
      "Not called",
      "A fault of our phone account stopped the calls. They were not called.",
    ],
    [
      { outcome: "skipped", detail: "do_not_call" },
      "Do not call",
      "They have asked not to be called again, so they were not called.",
    ],
    [
      { outcome: "skipped", detail: "no_line" },
      "Not called",
      "No phone line became free. They were not called.",
    ],
    [{ outcome: "canceled" }, "Canceled", "You stopped this before it was called."],
    [
      { outcome: "canceled", calledAt: "2026-11-23T15:42:00Z" },
      "Canceled",
      "You stopped this call.",
    ],
    [
      { outcome: "unknown", detail: "not_found" },
      "Unclear",
      "We could not confirm whether this call happened; it may have rung. Check before calling again.",
    ],
  ])("%j is %j", (facts, label, sentence) => {
    expect(describeOutcome(facts)).toMatchObject({ label, sentence });
  });

  test("times are the reader's, and left out when his zone is not known", () => {
    const facts: OutcomeFacts = { outcome: "no_answer", endedAt: "2026-11-23T15:42:00Z" };

    expect(describeOutcome(facts, { timeZone: "America/New_York" }).sentence).toBe(
      "No answer at 10:42 AM.",
    );
    expect(describeOutcome(facts).sentence).toBe("No answer.");
    expect(describeOutcome(facts)).toMatchObject({ action: "call_again" });
  });

  test("a call of another day is told with its day, as the reader counts days", () => {
    const facts: OutcomeFacts = { outcome: "busy", endedAt: "2026-11-24T02:30:00Z" };
    const say = (now: string) =>
      describeOutcome(facts, { timeZone: "America/New_York", now: Date.parse(now) }).sentence;

    expect(say("2026-11-24T04:00:00Z")).toBe("The line was busy at 9:30 PM.");
    expect(say("2026-11-24T15:00:00Z")).toBe("The line was busy on Nov 23 at 9:30 PM.");
  });

  test("every outcome with every detail has words, and no code of ours shows in them", () => {
    const details = [
      ...OUTCOME_DETAILS,
      "not_found",
      "past_limit",
      "refusal_denied",
      "no_line",
      "credit",
      "new_one",
      null,
    ];
    for (const outcome of ATTEMPT_OUTCOMES) {
      for (const detail of details) {
        const { label, sentence, tone } = describeOutcome({ outcome, detail });

        expect(label).toMatch(/^[A-Z][a-z]/);
        expect(sentence).toMatch(/^[A-Z].*[.!?]$/);
        expect(`${label} ${sentence}`).not.toMatch(/_|undefined|null/);
        expect(["good", "neutral", "waiting", "warning", "bad"]).toContain(tone);
      }
    }
  });

  test("a fault of ours never blames the provider, and an unclear call is never offered again at once", () => {
    expect(describeOutcome({ outcome: "failed" }).sentence).toContain("on our side");
    expect(describeOutcome({ outcome: "unknown" }).action).toBe("check_before_calling");
    expect(describeOutcome({ outcome: "completed", detail: "do_not_call" }).action).toBeNull();
  });
});
