import type { Product } from "@/tests/support/product";
import type { PhoneRecord, Row } from "./history";
import { simulate } from "./simulator";

type ListedCall = {
  id: string;
  startedAt?: string;
  endedAt?: string;
  endedReason?: string;
  cost?: number;
  artifact?: {
    transcript?: string;
    messages?: { role: string; message: string }[];
    structuredOutputs?: Record<string, { result: Row | null }>;
  };
  analysis?: { summary?: string };
};

type InspectedCall = {
  callId: string;
  behavior: string;
  webhooks: { kind: string; state: string }[];
};

// No plan makes more calls, and the phone service lists no more.
const ALL = 1000;

/**
 * Every call as the phone service keeps it, read over its public API, so that nothing of the product's own reading
 * stands between what was said and the comparison.
 */
export async function readCalls(product: Product): Promise<PhoneRecord[]> {
  const { VAPI_BASE_URL, VAPI_API_KEY } = product.stack.env;
  const inspected = (await (await simulate(product, "calls", "GET")).json()) as {
    calls: InspectedCall[];
  };
  const listed = await fetch(`${VAPI_BASE_URL}/call?limit=${ALL}`, {
    headers: { authorization: `Bearer ${VAPI_API_KEY}` },
  });
  if (!listed.ok) throw new Error(`The phone service lists no calls: ${await listed.text()}`);
  const calls = (await listed.json()) as ListedCall[];
  return calls.map((call) => {
    const seen = inspected.calls.find(({ callId }) => callId === call.id);
    return {
      callId: call.id,
      endedReason: call.endedReason ?? null,
      talkSeconds: secondsOf(call),
      costUsd: call.cost ?? 0,
      transcript: call.artifact?.transcript ?? "",
      messages: (call.artifact?.messages ?? [])
        .filter(({ role }) => role === "bot" || role === "user")
        .map(({ role, message }) => ({
          role: role === "bot" ? ("agent" as const) : ("provider" as const),
          text: message,
        })),
      summary: call.analysis?.summary ?? null,
      structuredData: Object.values(call.artifact?.structuredOutputs ?? {})[0]?.result ?? null,
      isSpoilt: seen?.behavior === "invalid-analysis",
      isReportTaken:
        seen?.webhooks.some(({ kind, state }) => kind === "report" && state === "delivered") ??
        false,
    };
  });
}

function secondsOf({ startedAt, endedAt }: ListedCall): number | null {
  if (startedAt === undefined || endedAt === undefined) return null;
  return (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
}
