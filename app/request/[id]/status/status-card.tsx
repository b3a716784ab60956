"use client";

import Link from "next/link";
import type { LiveBatch } from "@/lib/batches/live-state";
import { buttonClass } from "../../../components/button";
import { isLost, type Watched } from "../live/watch-batch";
import { RetryCalls } from "../orders/retry-calls";
import { StopCalls } from "../orders/stop-calls";
import { useRequest } from "../request-context";
import { describeBest } from "../words/best-offer";
import { countDone, describeHeadline } from "../words/headline";
import type { Standings } from "../words/ranking";
import { describeSpending } from "../words/spending";
import { ConnectionLine, LastUpdate } from "./connection-line";
import { EtaLine } from "./eta-line";
import { HEADLINE_ID } from "./focus-headline";
import { NotifyMe } from "./notify-me";
import { ProgressBar } from "./progress-bar";

type StatusCardProps = {
  watched: Watched;
  standings: Standings;
  /** Parts may still come or grow: their space is kept. */
  reservesSpace: boolean;
  /** Reads the state now. */
  onRetry: () => Promise<void>;
  onOrdered: (words: string) => void;
  onSaid: (words: string) => void;
};

/** Where things stand, at one glance. While calls run each part keeps its place. */
export function StatusCard(props: StatusCardProps) {
  const { watched, reservesSpace, onOrdered, onSaid } = props;
  const { live, connection, updatedAt } = watched;
  return (
    <section
      aria-label="Progress"
      className="grid gap-4 rounded-xl border border-line bg-surface p-4 sm:p-5"
    >
      <div className="grid items-start gap-x-6 gap-y-3 sm:grid-cols-[minmax(0,1fr)_auto]">
        <div className="grid min-w-0 gap-1">
          <p
            id={HEADLINE_ID}
            tabIndex={-1}
            className={`line-clamp-2 font-semibold text-lg ${reservesSpace ? "min-h-14 sm:min-h-7" : ""} sm:line-clamp-1`}
            data-testid="headline"
          >
            {describeHeadline(live)}
          </p>
          <ConnectionLine connection={connection} isFinal={live.isFinal} updatedAt={updatedAt} />
        </div>
        <div className="flex min-h-11 items-start gap-x-2 sm:flex-row-reverse">
          <div>
            <MainAction live={live} onOrdered={onOrdered} />
          </div>
          <NotifyMe live={live} onSaid={onSaid} />
        </div>
      </div>
      <ProgressBar
        providers={live.providers}
        done={countDone(live)}
        reservesSpace={reservesSpace}
      />
      <Summary {...props} />
    </section>
  );
}

/**
 * The best offer, and below it how long it still takes and what it costs; at the end the time stands beside it, so that all
 * of the offer can be said in the same space. Until then what has no room here is in the rows.
 */
function Summary({ watched, standings, reservesSpace, onRetry }: StatusCardProps) {
  const { live, connection, updatedAt } = watched;
  const { job, isSimulated } = useRequest();
  const best = describeBest(live, standings, job);
  const isOpen = reservesSpace && !live.isFinal;
  return (
    <div
      className={`grid content-start gap-x-6 gap-y-1 border-line border-t pt-3 text-sm ${isOpen ? "" : "sm:grid-cols-[minmax(0,1fr)_auto] sm:content-center"} ${reservesSpace ? SUMMARY_SPACE : ""}`}
      data-testid="summary"
    >
      <p className={isOpen ? OFFER_SPACE : ""}>
        {best ?? (
          <span className="text-muted">
            Offers appear in the list as they come in. The best one so far is shown here, with its
            price and its earliest time.
          </span>
        )}
      </p>
      <p key={String(isOpen)} className={`text-muted ${isOpen ? "min-h-10 sm:min-h-6" : ""}`}>
        {/* An estimate from before the connection went would be none. */}
        {isLost(connection) ? (
          <LastUpdate connection={connection} updatedAt={updatedAt} onRetry={onRetry} />
        ) : (
          <EtaLine live={live} />
        )}
      </p>
      <p className={`text-muted ${isOpen ? "min-h-10 sm:min-h-5" : ""}`} data-testid="spending">
        {describeSpending(live, isSimulated)}
      </p>
    </div>
  );
}

// What an offer takes: three lines on a phone, two on a tablet, one on a desk.
const OFFER_SPACE = "line-clamp-3 min-h-15 sm:line-clamp-2 sm:min-h-10 lg:line-clamp-1 lg:min-h-5";

// The offer, two lines of time and two of money on a phone and one of each elsewhere, the gaps, and 13 px of border and padding.
const SUMMARY_SPACE = "min-h-40.25 sm:min-h-26.25 lg:min-h-21.25";

type MainActionProps = Pick<StatusCardProps, "onOrdered"> & { live: LiveBatch };

/** The one thing to do next: stop while calls are made; call again those who were missed; or something new. */
function MainAction({ live, onOrdered }: MainActionProps) {
  const isOpen =
    live.status === "queued" || live.status === "running" || live.status === "canceling";
  if (isOpen) return <StopCalls live={live} onOrdered={() => onOrdered("Hanging up.")} />;
  if (!live.isFinal) return null;
  return (
    <RetryCalls live={live} onOrdered={onOrdered}>
      <Link href="/new" className={buttonClass()}>
        New request
      </Link>
    </RetryCalls>
  );
}
