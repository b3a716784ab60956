import type { Vapi } from "@vapi-ai/server-sdk";
import { complaints } from "./validate";

export type Accepted = Vapi.CreateCallDto & {
  customer: Vapi.CreateCustomerDto & { number: string };
};

export type Verdict =
  | { kind: "accepted"; request: Accepted }
  | { kind: "refused"; message: string | string[] }
  | { kind: "unsupported"; what: string };

// Real, and not imitated: the simulator knows one call to one number with an assistant given in the request.
const UNSUPPORTED = [
  "transport",
  "customers",
  "customerId",
  "schedulePlan",
  "assistantId",
  "assistantVersion",
  "squad",
  "squadId",
  "squadOverrides",
  "workflow",
  "workflowId",
  "workflowOverrides",
  "phoneNumber",
] as const satisfies readonly (keyof Vapi.CreateCallDto)[];

/** What would be expected to do something and does nothing here; undefined when all of the request is imitated. */
function unsupportedIn(request: Vapi.CreateCallDto): string | undefined {
  const property = UNSUPPORTED.find(
    (name) => request[name] !== undefined && request[name] !== null,
  );
  if (property) return property;
  if (request.customer?.sipUri) return "customer.sipUri";

  const layers = [
    request.assistant,
    request.assistantOverrides,
    request.customer?.assistantOverrides,
  ];
  return layers
    .flatMap((layer) => (layer ? [layer] : []))
    .map(({ server, analysisPlan, artifactPlan }) => {
      if (server?.credentialId) return "server.credentialId";
      if (server?.encryptedPaths?.length) return "server.encryptedPaths";
      if (analysisPlan?.structuredDataMultiPlan?.length)
        return "analysisPlan.structuredDataMultiPlan";
      if (analysisPlan?.outcomeIds?.length) return "analysisPlan.outcomeIds";
      const outputs = artifactPlan?.structuredOutputs ?? [];
      if (outputs.some((output) => output.type === "regex"))
        return "artifactPlan.structuredOutputs.regex";
      const conditions = outputs.flatMap((output) => output.conditions ?? []);
      if (conditions.some((condition) => condition.type !== "minMessages"))
        return "artifactPlan.structuredOutputs.conditions";
      if (artifactPlan?.structuredOutputIds?.length) return "artifactPlan.structuredOutputIds";
      return undefined;
    })
    .find((name) => name !== undefined);
}

/** Reads the body of `POST /call` as the real service does: shape first, then what an outbound call cannot do without. */
export function readCreateCall(body: unknown): Verdict {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    return { kind: "refused", message: ["body must be an object"] };

  const found = complaints(body as Record<string, unknown>);
  if (found.length > 0) return { kind: "refused", message: found };

  const request = body as Vapi.CreateCallDto;
  const unsupported = unsupportedIn(request);
  if (unsupported) return { kind: "unsupported", what: `POST /call with "${unsupported}"` };

  if (!request.assistant)
    return {
      kind: "refused",
      message: "Need Either `assistant`, `assistantId`, `squad` Or `workflow`.",
    };
  if (!request.phoneNumberId)
    return { kind: "refused", message: "Need Either `phoneNumberId` Or `phoneNumber`." };
  const { customer } = request;
  if (!customer?.number)
    return { kind: "refused", message: "Need `customer.number` To Call Somebody." };
  return {
    kind: "accepted",
    request: { ...request, customer: { ...customer, number: customer.number } },
  };
}
