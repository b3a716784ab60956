import { Vapi } from "@vapi-ai/server-sdk";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CallResult, unknownResult } from "@/lib/results/schema";
import { STORED_OUTCOMES, UNREACHED_OUTCOMES } from "@/lib/states/attempt";
import { OUTCOME_DETAILS } from "@/lib/states/outcome-detail";
import { type CallFacts, decideOutcome, type OutcomeDecision } from "./outcome";

const facts = (overrides: Partial<CallFacts> = {}): CallFacts => ({
  endedReason: "customer-ended-call",
  userTurns: 6,
  talkSeconds: 74,
  startedAt: "2026-11-23T15:00:00.000Z",
  mayHaveRung: false,
  cancelRequested: false,
  result: null,
  ...overrides,
});

const said = (overrides: Partial<CallResult>): CallResult => ({ ...unknownResult(), ...overrides });

const QUOTE = said({
  availability: "available",
  price: { quote: "ninety", kind: "flat", low: 90, high: 90, currency: "USD", covers: null },
});

/** What `follow_up` asks of an outcome before a further attempt; tests/database/settle.test.ts tries it. */
const mayFollow = ({ outcome, humanHeard }: OutcomeDecision): boolean =>
  UNREACHED_OUTCOMES.some((unreached) => unreached === outcome) && !humanHeard;

const SILENT = { userTurns: 0, talkSeconds: null, startedAt: null };

describe("a call that was answered", () => {
  test("with an answer is completed", () => {
    expect(decideOutcome(facts({ result: QUOTE }))).toEqual({
      outcome: "completed",
      detail: "answered",
      humanHeard: true,
      stopBatch: null,
    });
  });

  test.each([
    ["without information when nothing in it answers", said({}), "no_information"],
    ["without information for a callback", said({ callbackRequested: "five" }), "no_information"],
    ["and unread when no answer could be read from what they said", null, "unread"],
  ])("is completed %s", (_, result, detail) => {
    const decided = { outcome: "completed", detail, humanHeard: true };
    expect(decideOutcome(facts({ result }))).toMatchObject(decided);
  });

  test("a refusal is an answer", () => {
    const result = said({ availability: "unavailable" });

    expect(decideOutcome(facts({ result }))).toMatchObject({ detail: "answered" });
  });

  test.each([
    [QUOTE, "answered"],
    [said({ earliestText: "well, let me look at" }), "cut_off"],
    [null, "cut_off"],
  ])("at our time limit the answer decides whether it was cut off (%#)", (result, detail) => {
    expect(decideOutcome(facts({ endedReason: "exceeded-max-duration", result }))).toMatchObject({
      outcome: "completed",
      detail,
    });
  });

  test.each([
    [{ doNotCall: true }, "completed", "do_not_call"],
    [{ wrongNumber: true }, "failed", "wrong_number"],
    [{ wrongNumber: true, doNotCall: true }, "completed", "do_not_call"],
    [{ languageBarrier: true }, "completed", "language_barrier"],
    [{ voicemailOrMenu: true }, "voicemail", "voicemail_or_menu"],
  ])("what was said overrides the label: %j", (flags, outcome, detail) => {
    expect(decideOutcome(facts({ result: said(flags) }))).toMatchObject({ outcome, detail });
  });

  test("a machine is no person and may be tried again later", () => {
    expect(decideOutcome(facts({ result: said({ voicemailOrMenu: true }) }))).toMatchObject({
      humanHeard: false,
    });
  });

  test("a fault after the answer does not undo the answer", () => {
    const endedReason = "pipeline-error-openai-llm-failed";

    expect(decideOutcome(facts({ endedReason, result: QUOTE }))).toMatchObject({
      outcome: "completed",
      detail: "answered",
    });
  });
});

describe("a call in which nobody spoke", () => {
  test.each(["customer-ended-call", "silence-timed-out", "exceeded-max-duration"])(
    "%s is not taken for an answer",
    (endedReason) => {
      expect(decideOutcome(facts({ endedReason, userTurns: 0, talkSeconds: 5 }))).toEqual({
        outcome: "no_answer",
        detail: "connected_silent",
        humanHeard: false,
        stopBatch: null,
      });
    },
  );

  test("an extraction from silence is not believed", () => {
    expect(decideOutcome(facts({ userTurns: 0, result: QUOTE }))).toMatchObject({
      outcome: "no_answer",
    });
  });

  test.each([
    ["customer-busy", "busy"],
    ["customer-did-not-answer", "no_answer"],
    ["voicemail", "voicemail"],
  ])("%s may be tried again later", (endedReason, outcome) => {
    expect(decideOutcome(facts({ endedReason, ...SILENT }))).toMatchObject({
      outcome,
      detail: null,
      humanHeard: false,
    });
  });

  test.each([
    [{ doNotCall: true }, "completed", "do_not_call", true],
    [{ wrongNumber: true }, "failed", "wrong_number", true],
    [{ ...QUOTE }, "completed", "answered", true],
    [{ ...QUOTE, voicemailOrMenu: true }, "voicemail", null, false],
    [{ wrongNumber: true, voicemailOrMenu: true }, "voicemail", null, false],
    [{ doNotCall: true, voicemailOrMenu: true }, "completed", "do_not_call", false],
    [{ summary: "A mailbox." }, "voicemail", null, false],
  ])("what was said overrides the label voicemail: %j", (result, outcome, detail, humanHeard) => {
    const given = facts({ endedReason: "voicemail", userTurns: 2, result: said(result) });
    expect(decideOutcome(given)).toMatchObject({ outcome, detail, humanHeard });
  });

  test("a wish not to be called stands whatever else is told", () => {
    for (const endedReason of [...Object.values(Vapi.CallEndedReason), "new", null]) {
      for (const userTurns of [null, 0, 4]) {
        const result = said({ doNotCall: true });
        const decision = decideOutcome(facts({ endedReason, userTurns, result }));
        expect(decision).toMatchObject({ outcome: "completed", detail: "do_not_call" });
      }
    }
  });

  test("a mailbox greeting in the transcript is not a person", () => {
    const decision = decideOutcome(facts({ endedReason: "voicemail", userTurns: 2 }));

    expect(decision).toMatchObject({ outcome: "voicemail", humanHeard: false });
  });
});

describe("a call that was stopped by a person", () => {
  test.each(["manually-canceled", "assistant-ended-call", "customer-did-not-answer", "odd", null])(
    "is canceled when it ended as %j",
    (endedReason) => {
      const decision = decideOutcome(facts({ endedReason, cancelRequested: true }));

      expect(decision).toMatchObject({ outcome: "canceled", detail: null });
    },
  );

  test("keeps an answer that came before the stop", () => {
    const decision = decideOutcome(facts({ cancelRequested: true, result: QUOTE }));

    expect(decision).toMatchObject({ outcome: "completed", detail: "answered" });
  });

  test("keeps the wish not to be called again", () => {
    const result = said({ doNotCall: true });

    expect(decideOutcome(facts({ cancelRequested: true, result }))).toMatchObject({
      detail: "do_not_call",
    });
  });

  test("from elsewhere is told apart", () => {
    expect(decideOutcome(facts({ endedReason: "manually-canceled" }))).toMatchObject({
      outcome: "canceled",
      detail: "canceled_elsewhere",
    });
  });
});

describe("a call that failed", () => {
  test.each([
    ["twilio-reported-customer-misdialed", "failed_permanent"],
    ["call.start.error-vapi-number-international", "international"],
  ])("%s is final", (endedReason, detail) => {
    expect(decideOutcome(facts({ endedReason, ...SILENT }))).toMatchObject({
      outcome: "failed",
      detail,
      stopBatch: null,
    });
  });

  test.each([
    ["call.start.error-get-transport", { ...SILENT }],
    ["twilio-failed-to-connect-call", { userTurns: 0, talkSeconds: 1 }],
    ["twilio-failed-to-connect-call", { userTurns: 0, talkSeconds: 4 }],
    ["pipeline-error-openai-llm-failed", { ...SILENT }],
    ["pipeline-error-openai-llm-failed", { userTurns: 0, talkSeconds: 2.9 }],
    ["pipeline-error-openai-llm-failed", { userTurns: 0, talkSeconds: 3 }],
    ["pipeline-error-openai-llm-failed", { userTurns: 0, talkSeconds: null }],
    ["pipeline-error-openai-llm-failed", { userTurns: 1, talkSeconds: 1 }],
    ["worker-shutdown", { ...SILENT }],
  ])("%s with %j is not followed by a further attempt", (endedReason, overrides) => {
    const decision = decideOutcome(facts({ endedReason, ...overrides }));

    expect(decision).toMatchObject({ outcome: "failed", stopBatch: null });
    expect(mayFollow(decision)).toBe(false);
  });

  describe("as the account had no line", () => {
    const endedReason = "call.start.error-subscription-concurrency-limit-reached";

    test("was refused, also when its batch was stopped meanwhile", () => {
      for (const cancelRequested of [false, true]) {
        expect(decideOutcome(facts({ endedReason, ...SILENT, cancelRequested }))).toMatchObject({
          outcome: "refused",
          detail: "failed_capacity",
          stopBatch: null,
        });
      }
    });

    test("and yet may have rung is unknown", () => {
      expect(decideOutcome(facts({ endedReason, ...SILENT, mayHaveRung: true }))).toMatchObject({
        outcome: "unknown",
        detail: "refusal_denied",
      });
    });

    test("and yet was heard by somebody failed", () => {
      const heard = decideOutcome(facts({ endedReason, userTurns: 2 }));
      expect(heard).toMatchObject({ outcome: "failed", humanHeard: true });
    });
  });

  test.each([
    ["call.start.error-vapi-number-outbound-daily-limit", "daily_cap"],
    ["call.start.error-subscription-insufficient-credits", "credit"],
    ["call.start.error-subscription-frozen", "credit"],
    ["call.start.error-fraud-check-failed", "configuration"],
    ["call.start.error-get-assistant", "configuration"],
    ["call.start.error-get-voice", "assistant"],
  ])("%s holds the batch and leaves the provider uncalled", (endedReason, code) => {
    expect(decideOutcome(facts({ endedReason, ...SILENT }))).toMatchObject({
      outcome: "skipped",
      stopBatch: { code, reason: endedReason },
    });
  });

  test("a wrong key found during the call holds the batch, but this phone has rung", () => {
    const endedReason = "pipeline-error-openai-401-unauthorized";

    expect(decideOutcome(facts({ endedReason, userTurns: 1 }))).toMatchObject({
      outcome: "failed",
      detail: "failed_config",
      humanHeard: true,
      stopBatch: { code: "credentials" },
    });
  });
});

describe("a call nobody can vouch for", () => {
  test.each([
    ["hangup", 0, "unseen_reason"],
    ["hangup", null, "unseen_reason"],
    [null, 6, "no_report"],
    ["", 6, "no_report"],
  ])("ended by %j after %j turns is unknown", (endedReason, userTurns, detail) => {
    expect(decideOutcome(facts({ endedReason, userTurns }))).toMatchObject({
      outcome: "unknown",
      detail,
    });
  });

  test.each(["hangup", "assistant-said-message-with-end-call-enabled"])(
    "%s after somebody spoke is a conversation",
    (endedReason) => {
      expect(decideOutcome(facts({ endedReason, result: said({}) }))).toMatchObject({
        outcome: "completed",
        detail: "no_information",
        humanHeard: true,
      });
    },
  );

  test("an unseen reason does not hide an answer", () => {
    expect(decideOutcome(facts({ endedReason: "hangup", result: QUOTE }))).toMatchObject({
      outcome: "completed",
      detail: "answered",
    });
  });

  test("without a transcript a long connection was a conversation and a short one is unknown", () => {
    const unheard = { userTurns: null, result: null };

    expect(decideOutcome(facts({ ...unheard, talkSeconds: 9 }))).toMatchObject({
      outcome: "completed",
      detail: "unread",
      humanHeard: true,
    });
    expect(decideOutcome(facts({ ...unheard, talkSeconds: 8 }))).toMatchObject({
      outcome: "unknown",
      detail: "no_report",
    });
  });
});

test("no facts call somebody again who heard us, or fail to decide", () => {
  const anyFacts: fc.Arbitrary<CallFacts> = fc.record({
    endedReason: fc.option(fc.constantFrom<string>(...Object.values(Vapi.CallEndedReason), "new")),
    userTurns: fc.option(fc.nat(9)),
    talkSeconds: fc.option(fc.nat(300)),
    startedAt: fc.option(fc.constant("2026-11-23T15:00:00.000Z")),
    mayHaveRung: fc.boolean(),
    cancelRequested: fc.boolean(),
    result: fc.option(
      fc
        .record({
          doNotCall: fc.boolean(),
          wrongNumber: fc.boolean(),
          voicemailOrMenu: fc.boolean(),
        })
        .map(said),
    ),
  });
  fc.assert(
    fc.property(anyFacts, (given) => {
      const decision = decideOutcome(given);

      expect(STORED_OUTCOMES).toContain(decision.outcome);
      expect([null, ...OUTCOME_DETAILS]).toContain(decision.detail);
      if (mayFollow(decision)) expect(decision.humanHeard).toBe(false);
      if (decision.outcome === "refused") {
        expect(decision.humanHeard).toBe(false);
        expect(given.mayHaveRung).toBe(false);
      } else if (given.cancelRequested) expect(mayFollow(decision)).toBe(false);
      if (decision.detail === "do_not_call") expect(mayFollow(decision)).toBe(false);
    }),
    { numRuns: 3_000, seed: 20_261 },
  );
});
