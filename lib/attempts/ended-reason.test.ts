import { Vapi } from "@vapi-ai/server-sdk";
import { describe, expect, test } from "vitest";
import { classifyEndedReason, isCapacityRefusal } from "./ended-reason";

const REASONS = [...new Set<string>(Object.values(Vapi.CallEndedReason))];

describe("classifyEndedReason", () => {
  test("recognises every reason that the SDK lists", () => {
    const unmatched = REASONS.filter((reason) => classifyEndedReason(reason).class === "unknown");

    expect(REASONS.length).toBeGreaterThan(590);
    expect(unmatched).toEqual([]);
  });

  test("puts the reasons of the SDK into groups of a known size, so that a changed rule shows", () => {
    const sizes: Record<string, number> = {};
    for (const reason of REASONS) {
      const { class: name, redial } = classifyEndedReason(reason);
      sizes[`${name}/${redial}`] = (sizes[`${name}/${redial}`] ?? 0) + 1;
    }

    expect(sizes).toEqual({
      "canceled/never": 3,
      "voicemail/later": 1,
      "busy/later": 1,
      "no_answer/later": 4,
      "completed/never": 23,
      "failed_permanent/never": 11,
      "failed_capacity/safe": 2,
      "failed_account/stop_batch": 6,
      "failed_transient/safe": 12,
      "failed_transient/ask": 8,
      "failed_provider/ask": 297,
      "failed_config/stop_batch": 229,
    });
  });

  test.each([
    ["manually-canceled", "canceled", "never"],
    ["voicemail", "voicemail", "later"],
    ["customer-busy", "busy", "later"],
    ["customer-did-not-answer", "no_answer", "later"],
    ["call.in-progress.error-assistant-did-not-receive-customer-audio", "no_answer", "later"],
    ["assistant-ended-call", "completed", "never"],
    ["assistant-ended-call-after-message-spoken", "completed", "never"],
    ["customer-ended-call", "completed", "never"],
    ["exceeded-max-duration", "completed", "never"],
    ["call.in-progress.twilio-completed-call", "completed", "never"],
    ["twilio-reported-customer-misdialed", "failed_permanent", "never"],
    ["call.start.error-vapi-number-international", "failed_permanent", "never"],
    ["call.start.error-subscription-concurrency-limit-reached", "failed_capacity", "safe"],
    ["call.start.error-vapi-number-outbound-daily-limit", "failed_capacity", "safe"],
    ["call.start.error-subscription-insufficient-credits", "failed_account", "stop_batch"],
    ["call.start.error-fraud-check-failed", "failed_account", "stop_batch"],
    ["call.start.error-vapifault-get-org", "failed_transient", "safe"],
    ["call.start.error-get-assistant", "failed_config", "stop_batch"],
    ["assistant-not-found", "failed_config", "stop_batch"],
    ["twilio-failed-to-connect-call", "failed_transient", "safe"],
    ["worker-shutdown", "failed_transient", "ask"],
    [
      "call.in-progress.error-providerfault-outbound-sip-503-service-unavailable",
      "failed_transient",
      "safe",
    ],
    ["pipeline-error-openai-429-exceeded-quota", "failed_provider", "ask"],
    ["pipeline-error-openai-401-unauthorized", "failed_config", "stop_batch"],
    ["pipeline-error-eleven-labs-quota-exceeded", "failed_config", "stop_batch"],
    ["pipeline-error-openai-llm-failed", "failed_provider", "ask"],
  ])("%s is %s and its redial is %s", (reason, name, redial) => {
    expect(classifyEndedReason(reason)).toEqual({ class: name, redial });
  });

  test.each([["hangup"], [""], ["  "], [null], [undefined], ["a-reason-of-next-year"]])(
    "%j is unknown and never redialled",
    (reason) => {
      expect(classifyEndedReason(reason)).toEqual({ class: "unknown", redial: "never" });
    },
  );

  test.each([
    ["call.start.error-subscription-concurrency-limit-reached", true],
    ["call.start.error-vapi-number-outbound-daily-limit", false],
    ["call.start.error-subscription-frozen", false],
    [null, false],
  ])("of %s it can be said that it was not made: %s", (reason, isRefusal) => {
    expect(isCapacityRefusal(reason)).toBe(isRefusal);
  });

  test("case and surrounding spaces do not matter", () => {
    expect(classifyEndedReason(" Customer-Busy ").class).toBe("busy");
  });
});
