import type { DemoResult, ProviderStatus, Status } from "./api";

/** States that nothing follows. */
const OUTCOMES: Record<string, string> = {
  completed: "answered",
  no_answer: "no answer",
  busy: "busy",
  voicemail: "voicemail",
  failed: "number does not work",
  canceled: "canceled",
  skipped: "not called",
  unknown: "unclear",
};

export function isFinal({ callStatus }: ProviderStatus): boolean {
  return callStatus in OUTCOMES;
}

/** The state of one provider, in a word or two. */
export function describeState(provider: ProviderStatus): string {
  switch (provider.callStatus) {
    case "queued":
      return "waiting";
    case "claimed":
    case "dialing":
      return "dialing";
    case "in_progress":
      return provider.attempt.answeredAt === null ? "ringing" : "talking";
    case "ended":
      return "call over";
    default:
      return OUTCOMES[provider.callStatus] ?? provider.callStatus;
  }
}

/** What a business said; empty while nobody knows. */
export function describeAnswer({ attempt: { result } }: ProviderStatus): string {
  if (!result) return "";
  if (result.availability === "unavailable") return "cannot take the job";
  const known = [
    result.availability === "available" ? "available" : null,
    result.earliestText,
    describePrice(result.price),
  ];
  return known.filter((part) => part !== null).join(", ");
}

function describePrice({ kind, low, high, currency }: DemoResult["price"]): string | null {
  if (kind === "visit_needed") return "price after a visit";
  if (low === null) return null;
  const amount = high !== null && high !== low ? `${low}-${high}` : String(low);
  return `${amount} ${currency ?? ""}${kind === "hourly" ? " per hour" : ""}`
    .replace("  ", " ")
    .trim();
}

/** The end of the batch: who comes first, and why. */
export function describeRanking({ ranking, providers }: Status): string {
  if (!ranking) return "There is no ranking.";
  const names = new Map(providers.map(({ id, name }) => [id, name]));
  const lines = ranking.map(({ providerId, rank, reasons }) => {
    const place = rank === null ? " -" : String(rank).padStart(2);
    return `  ${place}  ${names.get(providerId) ?? providerId}: ${reasons.join("; ")}`;
  });
  return lines.join("\n");
}
