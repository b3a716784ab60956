import { useMemo } from "react";
import type { LiveBatch, LiveProvider } from "@/lib/batches/live-state";
import { describeReasons } from "@/lib/results/rank-reasons";
import { useRequest } from "../request-context";
import { knownAttempt, offerOf, rankSoFar } from "../words/ranking";

type WhyThisOneProps = { provider: LiveProvider; live: LiveBatch };

/** Of the first of the ranking and of those with a mark: what that rests on, each fact with the words of the call. */
export function WhyThisOne({ provider, live: { providers } }: WhyThisOneProps) {
  const { criteria } = useRequest().job;
  const standings = useMemo(() => rankSoFar(providers, criteria), [providers, criteria]);
  const standing = standings.get(provider.id);
  const known = knownAttempt(provider);
  if (!standing || !known || offerOf(provider) === null) return null;
  if (standing.rank !== 1 && standing.marks.length === 0) return null;
  const { outcome, detail, result } = known;
  const row = { providerId: provider.id, name: provider.name, outcome, detail, result };
  return (
    <div className="grid gap-2">
      <h3 className="font-medium">Why this one</h3>
      <ul className="grid list-disc gap-1 pl-4">
        {describeReasons(row, standing.marks, criteria.length).map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
    </div>
  );
}
