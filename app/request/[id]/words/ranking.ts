import type { LiveProvider } from "@/lib/batches/live-state";
import { isLaterThanAsked } from "@/lib/results/asked-time";
import { hasAnswer } from "@/lib/results/has-answer";
import { orderProviders, type RankMark } from "@/lib/results/order-providers";
import type { CallResult } from "@/lib/results/schema";
import type { Urgency } from "@/lib/states/batch";

export type Standing = {
  /** Place in the order from best to worst; 0 is best. */
  place: number;
  /** As people count, among those that answered; null for the others. */
  rank: number | null;
  marks: RankMark[];
};
export type Standings = ReadonlyMap<string, Standing>;

/**
 * The attempt by which a business is compared: its last one once that is settled and its details are here; while
 * somebody who answered is called again, the one that brought the answer. Null before anything is known.
 */
export function knownAttempt(provider: LiveProvider): LiveProvider["attempt"] | null {
  const { attempt, earlier, isPatched } = provider;
  return earlier ?? (attempt.status === "settled" && !isPatched ? attempt : null);
}

/** What a business said, as far as it is known. */
const knownResult = (provider: LiveProvider): CallResult | null =>
  knownAttempt(provider)?.result ?? null;

/** What can be compared: an answer with a price, a time or a yes in it. */
export function offerOf(provider: LiveProvider): CallResult | null {
  const known = knownAttempt(provider);
  const result = known?.result ?? null;
  const isOffer =
    known?.outcome === "completed" &&
    result !== null &&
    !result.doNotCall &&
    result.availability !== "unavailable" &&
    hasAnswer(result);
  return isOffer ? result : null;
}

/** Ranks what is known so far by the rules of docs/ranking.md: those that the server ranks the finished batch by. */
export function rankSoFar(
  providers: readonly LiveProvider[],
  criteria: readonly string[],
): Standings {
  const ranked = orderProviders(
    providers.map((provider) => ({
      providerId: provider.id,
      name: provider.name,
      outcome: knownAttempt(provider)?.outcome ?? null,
      result: knownResult(provider),
    })),
    { criteria },
  );
  return new Map(
    ranked.map(({ row, rank, marks }, place) => [row.providerId, { place, rank, marks }]),
  );
}

/** Whether what a business offers comes later than it was asked for when it was called. */
export function offersLate(provider: LiveProvider, urgency: Urgency): boolean {
  const offer = offerOf(provider);
  const known = knownAttempt(provider);
  return offer !== null && known !== null && isLaterThanAsked(offer, urgency, askedAt(known));
}

// An answer can be told of before its dial is; when it could be made at the earliest is close to that.
const askedAt = ({ dialingAt, calledAt, notBefore }: LiveProvider["attempt"]): string =>
  dialingAt ?? calledAt ?? notBefore;
