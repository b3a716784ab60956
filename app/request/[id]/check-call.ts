import { sendOrder } from "./send-order";

const FOUND: Record<string, string> = {
  nothing: "The phone service still knows nothing of this call.",
  live: "The call is still going on.",
  answer: "What became of the call is known now.",
};

/** Asks the phone service once more what became of an unclear call; says in words what it knows. Never throws. */
export async function checkCall(attemptId: string): Promise<string> {
  const result = await sendOrder({ path: `/api/v1/attempts/${attemptId}/check` });
  if (result.kind === "refused") return result.words;
  return FOUND[String((result.body as { found?: unknown }).found)] ?? "Checked.";
}
