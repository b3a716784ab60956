import type { Vapi } from "@vapi-ai/server-sdk";
import type { CallRecord, StepName } from "../calls/call-record";
import { settingsOf } from "../create-call/settings";
import { analysisOf, artifactOf, costsOf } from "./artifact";

// One account, the same on every machine.
export const ORG_ID = "0a51c0de-0000-4000-8000-000000000001";

const iso = (at: number): string => new Date(at).toISOString();

// The simulator carries reasons as text: the vendor's list is open, and scripts may name one that is not in it.
const reason = (call: CallRecord) => call.endedReason as Vapi.CallEndedReason | undefined;

/** A call as `GET /call/:id` answers it. The analysis is there once the report has been made, not before. */
export function callPayload(call: CallRecord, baseUrl: string): Vapi.Call {
  const { request } = call;
  const { monitorPlan } = settingsOf(request);
  const costs = costsOf(call);
  return {
    id: call.id,
    orgId: ORG_ID,
    type: "outboundPhoneCall",
    createdAt: iso(call.createdAt),
    updatedAt: iso(call.updatedAt),
    status: call.status,
    ...(call.startedAt !== undefined && { startedAt: iso(call.startedAt) }),
    ...(call.endedAt !== undefined && { endedAt: iso(call.endedAt) }),
    ...(call.endedReason !== undefined && { endedReason: reason(call) }),
    ...(endedMessage(call) && { endedMessage: endedMessage(call) }),
    cost: costs.total,
    costs: costs.items,
    costBreakdown: costs.breakdown,
    name: request.name,
    phoneNumberId: request.phoneNumberId,
    phoneCallProvider: "twilio",
    phoneCallTransport: "pstn",
    customer: request.customer,
    assistant: request.assistant,
    assistantOverrides: request.assistantOverrides,
    monitor: {
      ...(monitorPlan.listenEnabled !== false && {
        listenUrl: `${baseUrl.replace(/^http/, "ws")}/${call.id}/listen`,
      }),
      ...(monitorPlan.controlEnabled !== false && { controlUrl: `${baseUrl}/${call.id}/control` }),
    },
    ...(call.endedAt !== undefined && { artifact: artifactOf(call) }),
    ...(call.reportedAt !== undefined && { analysis: analysisOf(call) }),
  };
}

/** The message of a webhook, as it stands when its step happens. */
export function serverMessage(
  call: CallRecord,
  step: StepName,
  baseUrl: string,
): Vapi.ServerMessage {
  return { message: step === "report" ? report(call, baseUrl) : statusUpdate(call, step, baseUrl) };
}

function statusUpdate(
  call: CallRecord,
  status: Exclude<StepName, "report">,
  baseUrl: string,
): Vapi.ServerMessageStatusUpdate {
  return {
    ...shared(call, baseUrl),
    type: "status-update",
    status,
    ...(status === "ended" && {
      endedReason: reason(call),
      artifact: artifactOf(call),
    }),
  };
}

function report(call: CallRecord, baseUrl: string): Vapi.ServerMessageEndOfCallReport {
  const costs = costsOf(call);
  return {
    ...shared(call, baseUrl),
    type: "end-of-call-report",
    endedReason: reason(call) ?? "manually-canceled",
    ...(call.startedAt !== undefined && { startedAt: iso(call.startedAt) }),
    ...(call.endedAt !== undefined && { endedAt: iso(call.endedAt) }),
    cost: costs.total,
    costs: costs.items,
    artifact: artifactOf(call),
    analysis: analysisOf(call),
  };
}

const shared = (call: CallRecord, baseUrl: string) => ({
  timestamp: call.updatedAt,
  call: callPayload(call, baseUrl),
  customer: call.request.customer,
  assistant: call.request.assistant,
});

const endedMessages: Record<string, string> = {
  "customer-busy": "The customer's line was busy.",
  "customer-did-not-answer": "The customer did not answer.",
  "twilio-reported-customer-misdialed": "Twilio reported that the number is not in service.",
  "call.in-progress.error-vapifault-transport-never-connected":
    "The call could not be connected to the telephone network.",
  "call.in-progress.error-vapifault-worker-died": "The call was interrupted by a fault at Vapi.",
};

const endedMessage = (call: CallRecord): string | undefined =>
  call.endedReason === undefined ? undefined : endedMessages[call.endedReason];
