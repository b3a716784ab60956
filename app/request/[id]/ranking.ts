import type { LiveBatch, LiveProvider } from "@/lib/batches/live-state";
import { isBatchEnded } from "@/lib/batches/status";
import { hasAnswer } from "@/lib/results/has-answer";
import { formatPrice } from "@/lib/results/price";
import { type RankMark, rankProviders } from "@/lib/results/rank";
import type { CallResult } from "@/lib/results/schema";

export type Standing = {
  /** Place in the order from best to worst; 0 is best. */
  place: number;
  /** As people count, among those that answered; null for the others. */
  rank: number | null;
  marks: RankMark[];
};
export type Standings = ReadonlyMap<string, Standing>;

/** What an attempt found out; null until it is settled and its details are here. */
export function knownResult({ attempt, isPatched }: LiveProvider): CallResult | null {
  return attempt.status === "settled" && !isPatched ? attempt.result : null;
}

/** What can be compared: an answer with a price, a time or a yes in it. */
export function offerOf(provider: LiveProvider): CallResult | null {
  const result = knownResult(provider);
  const isOffer =
    provider.attempt.outcome === "completed" &&
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
  const ranked = rankProviders(
    providers.map((provider) => ({
      providerId: provider.id,
      name: provider.name,
      outcome: provider.isPatched ? null : provider.attempt.outcome,
      result: knownResult(provider),
    })),
    { criteria },
  );
  return new Map(
    ranked.map(({ providerId, rank, marks }, place) => [providerId, { place, rank, marks }]),
  );
}

/** The best so far in a sentence or two: "Lowest price: Acme ($180). Soonest: Beacon (tomorrow at nine)." */
export function describeBest(live: LiveBatch, standings: Standings): string | null {
  const offers = live.providers.flatMap((provider) => {
    const result = offerOf(provider);
    return result ? [{ name: provider.name, id: provider.id, result }] : [];
  });
  const isOver = live.status !== null && isBatchEnded(live.status);
  if (offers.length === 0)
    return isOver ? "No offer came in, so there is nothing to compare." : null;

  const cheapest = offers.find(({ id }) => standings.get(id)?.marks.includes("cheapest"));
  const soonest = offers.find(({ id }) => standings.get(id)?.marks.includes("soonest"));
  const price = cheapest && `lowest price ${cheapest.name} (${formatPrice(cheapest.result)})`;
  const time = soonest && `soonest ${soonest.name} (${soonest.result.earliestText ?? "see below"})`;
  const best = [price, time].filter((part) => part !== undefined);
  const count = offers.length === 1 ? "1 offer" : `${offers.length} offers`;
  if (best.length === 0) {
    return isOver
      ? `${count} came in, with no prices or times that compare.`
      : `${count} so far; nothing to compare yet.`;
  }
  return `${count}${isOver ? "" : " so far"}: ${best.join("; ")}.`;
}
