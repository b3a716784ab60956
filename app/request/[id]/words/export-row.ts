import type { LiveProvider } from "@/lib/batches/live-state";
import type { ExportRow } from "@/lib/results/export-rows";
import type { RequestFacts } from "../request-context";
import { describeEarlier, describePhase } from "./phase";
import { knownAttempt, offersLate, type Standings } from "./ranking";

type Facts = { standings: Standings } & Pick<RequestFacts, "job" | "isSimulated" | "consentBasis">;

/** A provider as it leaves the site, in a file or a copy. Pure. */
export function toExportRow(provider: LiveProvider, facts: Facts): ExportRow {
  const { label, sentence } = describePhase(provider);
  const earlier = describeEarlier(provider);
  const known = knownAttempt(provider);
  const standing = facts.standings.get(provider.id);
  return {
    rank: standing?.rank ?? null,
    name: provider.name,
    phone: provider.phoneExtension
      ? `${provider.phone} ext. ${provider.phoneExtension}`
      : provider.phone,
    state: label,
    happened: earlier ? `Called again: ${sentence} Before: ${earlier}` : sentence,
    marks: standing?.marks ?? [],
    result: known?.result ?? null,
    attempts: provider.attempt.number,
    talkSeconds: known?.talkSeconds ?? null,
    costUsd: known?.costUsd ?? null,
    // The costs of simulated calls are made up, as the calls are.
    isSimulated: facts.isSimulated,
    consentBasis: facts.consentBasis,
    isLate: offersLate(provider, facts.job.urgency),
  };
}

/** The name of a file with the results of a request, without its ending. */
export const exportName = (title: string): string =>
  `ringround-${title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60)}`;
