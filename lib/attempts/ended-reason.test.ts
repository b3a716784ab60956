import { Vapi } from "@vapi-ai/server-sdk";
import { describe, expect, test } from "vitest";
import { classifyEndedReason, isCapacityRefusal } from "./ended-reason";

const REASONS = [
  ...new Set<string>([
    ...Object.values(Vapi.CallEndedReason),
    ...Object.values(Vapi.ServerMessageEndOfCallReportEndedReason),
    ...Object.values(Vapi.ServerMessageStatusUpdateEndedReason),
  ]),
];

describe("classifyEndedReason", () => {
  // What an update of the SDK adds shows up as a difference: look at its class, then `npx vitest run -u` with this file.
  test("gives every reason that the SDK lists its class", async () => {
    const classes = REASONS.map((reason) => `${classifyEndedReason(reason)} ${reason}`).sort();

    expect(classes.filter((line) => line.startsWith("unknown "))).toEqual([]);
    await expect(`${classes.join("\n")}\n`).toMatchFileSnapshot("ended-reasons.txt");
  });

  test.each([
    ["manually-canceled", "canceled"],
    ["voicemail", "voicemail"],
    ["customer-busy", "busy"],
    ["customer-did-not-answer", "no_answer"],
    ["call.in-progress.error-assistant-did-not-receive-customer-audio", "no_answer"],
    ["assistant-ended-call", "completed"],
    ["assistant-ended-call-after-message-spoken", "completed"],
    ["assistant-said-message-with-end-call-enabled", "completed"],
    ["customer-ended-call", "completed"],
    ["exceeded-max-duration", "completed"],
    ["call.in-progress.twilio-completed-call", "completed"],
    ["twilio-reported-customer-misdialed", "failed_permanent"],
    ["call.start.error-vapi-number-international", "failed_permanent"],
    ["call.start.error-subscription-concurrency-limit-reached", "failed_capacity"],
    ["call.start.error-vapi-number-outbound-daily-limit", "failed_capacity"],
    ["call.start.error-subscription-insufficient-credits", "failed_account"],
    ["call.start.error-fraud-check-failed", "failed_account"],
    ["call.start.error-vapifault-get-org", "failed_transient"],
    ["call.start.error-get-assistant", "failed_config"],
    ["assistant-not-found", "failed_config"],
    ["twilio-failed-to-connect-call", "failed_transient"],
    ["worker-shutdown", "failed_transient"],
    [
      "call.in-progress.error-providerfault-outbound-sip-503-service-unavailable",
      "failed_transient",
    ],
    ["pipeline-error-openai-429-exceeded-quota", "failed_provider"],
    ["pipeline-error-openai-401-unauthorized", "failed_config"],
    ["pipeline-error-eleven-labs-quota-exceeded", "failed_config"],
    ["pipeline-error-openai-llm-failed", "failed_provider"],
  ])("%s is %s", (reason, name) => {
    expect(classifyEndedReason(reason)).toBe(name);
  });

  test.each([["hangup"], [""], ["  "], [null], [undefined], ["a-reason-of-next-year"]])(
    "%j is unknown",
    (reason) => {
      expect(classifyEndedReason(reason)).toBe("unknown");
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
    expect(classifyEndedReason(" Customer-Busy ")).toBe("busy");
  });
});
