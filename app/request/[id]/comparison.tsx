"use client";

import { CalendarClock, Tag } from "lucide-react";
import type { LiveBatch, LiveProvider } from "@/lib/batches/live-state";
import { formatPrice } from "@/lib/results/words";

type CallResult = LiveProvider["attempt"]["result"];
type Ranked = NonNullable<LiveBatch["ranking"]>[number] & { provider: LiveProvider };

// The words of lib/results/rank-reasons.ts, which says it among the reasons.
const NO_TIME = "Named no time";

/** The answers of a finished batch, best first, each with the reason for its place. */
export function Comparison({ live }: { live: LiveBatch }) {
  if (!live.ranking) return null;
  const byId = new Map(live.providers.map((provider) => [provider.id, provider]));
  const rows = live.ranking.flatMap((entry): Ranked[] => {
    const provider = byId.get(entry.providerId);
    return provider ? [{ ...entry, provider }] : [];
  });
  const ranked = rows.filter(({ rank }) => rank !== null);
  const others = rows.filter(({ rank }) => rank === null);
  return (
    <section aria-labelledby="comparison" className="grid gap-3">
      <h2 id="comparison" className="font-semibold text-lg">
        Comparison
      </h2>
      {ranked.length === 0 ? (
        <p className="rounded-xl border border-line bg-surface px-4 py-6 text-muted">
          Nobody answered, so there is nothing to compare. The list below says what happened to each
          call.
        </p>
      ) : (
        <RankedTable rows={ranked} />
      )}
      {ranked.length > 0 && others.length > 0 && (
        <p className="text-muted text-sm">
          Without an answer:{" "}
          {others
            .map(({ provider, reasons }) => `${provider.name} (${lowerFirst(reasons[0] ?? "")})`)
            .join(", ")}
          .
        </p>
      )}
    </section>
  );
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

function RankedTable({ rows }: { rows: Ranked[] }) {
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface">
      <table className="w-full text-sm">
        <caption className="sr-only">Answers, best first</caption>
        <thead className="text-muted">
          <tr>
            <th scope="col" className="py-2 pr-2 pl-4">
              <span aria-hidden="true">#</span>
              <span className="sr-only">Rank</span>
            </th>
            <th scope="col" className="px-2 py-2">
              Business
            </th>
            <th scope="col" className="px-2 py-2">
              Price
            </th>
            <th scope="col" className="hidden px-2 py-2 sm:table-cell">
              Earliest
            </th>
            <th scope="col" className="hidden px-2 py-2 pr-4 md:table-cell">
              Conditions
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <RankedRow key={row.providerId} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RankedRow({ row }: { row: Ranked }) {
  const { provider, rank, marks, reasons } = row;
  const { result } = provider.attempt;
  const conditions = result?.conditions.join("; ") || "None named";
  return (
    <tr className="border-line border-t align-top">
      <td className="py-3 pr-2 pl-4 text-muted">{rank}</td>
      <th scope="row" className="px-2 py-3 font-normal">
        <span className="block font-medium">{provider.name}</span>
        <Reasons reasons={reasons} result={result} />
      </th>
      <td className="px-2 py-3">
        <span className="block font-medium">{result ? formatPrice(result) : "No price given"}</span>
        {marks.includes("cheapest") && <Mark icon={Tag} text="Lowest price" />}
        {marks.includes("soonest") && (
          <span className="sm:hidden">
            <Mark icon={CalendarClock} text="Soonest" />
          </span>
        )}
        {result?.price.covers && <span className="block text-muted">{result.price.covers}</span>}
      </td>
      <td className="hidden px-2 py-3 sm:table-cell">
        <span className="block">{result?.earliestText ?? NO_TIME}</span>
        {marks.includes("soonest") && <Mark icon={CalendarClock} text="Soonest" />}
      </td>
      <td className="hidden px-2 py-3 pr-4 text-muted md:table-cell">{conditions}</td>
    </tr>
  );
}

/** Why it stands here. What a column of its own says already is said again only where that column is left out. */
function Reasons({ reasons, result }: { reasons: string[]; result: CallResult }) {
  const price = result ? formatPrice(result) : "No price given";
  const earliest = result?.earliestText ?? NO_TIME;
  return (
    <span className="block text-muted">
      {reasons
        .filter((reason) => !reason.startsWith(price))
        .map((reason) => (
          <span key={reason} className={reason.includes(earliest) ? "sm:hidden" : ""}>
            {reason}.{" "}
          </span>
        ))}
    </span>
  );
}

function Mark({ icon: Icon, text }: { icon: typeof Tag; text: string }) {
  return (
    <span className="mt-1 inline-flex items-center gap-1.5 rounded-full bg-good-soft px-2 py-0.5 font-medium text-good text-xs">
      <Icon aria-hidden="true" className="size-3.5" />
      {text}
    </span>
  );
}
