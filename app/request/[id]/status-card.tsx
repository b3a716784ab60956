"use client";

import Link from "next/link";
import type { LiveBatch } from "@/lib/batches/live-state";
import { buttonClass } from "../../components/button";
import { describeBest } from "./best-offer";
import { ConnectionLine, LastUpdate } from "./connection-line";
import { EtaLine } from "./eta-line";
import { HEADLINE_ID } from "./focus-headline";
import { countDone, describeHeadline } from "./headline";
import type { Job } from "./job-summary";
import { NotifyMe } from "./notify-me";
import { ProgressBar } from "./progress-bar";
import type { Standings } from "./ranking";
import { RetryCalls } from "./retry-calls";
import { StopCalls } from "./stop-calls";
import { useRoom } from "./use-room";
import { type Connection, isLost } from "./watch-batch";

type StatusCardProps = {
  live: LiveBatch;
  standings: Standings;
  job: Job;
  maxAttempts: number;
  isSimulated: boolean;
  connection: Connection;
  updatedAt: number;
  /** Reads the state now. */
  onRetry: () => Promise<void>;
  serverTime: number;
  clockOffsetMs: number;
  onOrdered: (words: string) => void;
  onSaid: (words: string) => void;
};

/** Where things stand, at one glance. While calls run each part keeps its place. */
export function StatusCard(props: StatusCardProps) {
  const { live, standings, job, maxAttempts, serverTime, clockOffsetMs, onOrdered } = props;
  const best = describeBest(live, standings, job.urgency);
  const isRoomy = useRoom(live.isFinal);
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
            className={`line-clamp-2 font-semibold text-lg ${isRoomy ? "min-h-14 sm:min-h-7" : ""} sm:line-clamp-1`}
            data-testid="headline"
          >
            {describeHeadline(live)}
          </p>
          <ConnectionLine
            connection={props.connection}
            isFinal={live.isFinal}
            updatedAt={props.updatedAt}
            serverTime={serverTime}
          />
        </div>
        <div className="min-h-11 sm:justify-self-end">
          <MainAction
            live={live}
            maxAttempts={maxAttempts}
            isSimulated={props.isSimulated}
            onOrdered={onOrdered}
          />
        </div>
      </div>
      <ProgressBar providers={live.providers} done={countDone(live)} isRoomy={isRoomy} />
      <div className="grid gap-1 border-line border-t pt-2 text-sm" data-testid="summary">
        <div className="flex flex-wrap items-center justify-between gap-x-4">
          <p className={`text-muted max-sm:w-full ${isRoomy ? "min-h-10 sm:min-h-5" : ""}`}>
            {/* An estimate from before the connection went would be none. */}
            {isLost(props.connection) ? (
              <LastUpdate
                connection={props.connection}
                updatedAt={props.updatedAt}
                serverTime={serverTime}
                onRetry={props.onRetry}
              />
            ) : (
              <EtaLine live={live} serverTime={serverTime} clockOffsetMs={clockOffsetMs} />
            )}
          </p>
          <div className={`-mx-3 max-sm:basis-full ${isRoomy ? "min-h-8" : ""}`}>
            <NotifyMe live={live} title={job.title} onSaid={props.onSaid} />
          </div>
        </div>
        {/* What has no room while offers come in is in their rows; at the end all of it is said. */}
        <p
          className={`${isRoomy ? "min-h-20 sm:min-h-10" : ""} ${live.isFinal ? "" : "line-clamp-4 sm:line-clamp-2"}`}
        >
          {best ?? <span className="text-muted">Offers appear in the list as they come in.</span>}
        </p>
      </div>
    </section>
  );
}

type MainActionProps = Pick<StatusCardProps, "live" | "maxAttempts" | "isSimulated" | "onOrdered">;

/** The one thing to do next: stop while calls are made; call again whoever was missed; or something new. */
function MainAction({ live, onOrdered, ...rest }: MainActionProps) {
  const isOpen =
    live.status === "queued" || live.status === "running" || live.status === "canceling";
  if (isOpen) return <StopCalls live={live} onOrdered={() => onOrdered("Hanging up.")} />;
  if (!live.isFinal) return null;
  return (
    <RetryCalls live={live} onOrdered={onOrdered} {...rest}>
      <Link href="/new" className={buttonClass()}>
        New request
      </Link>
    </RetryCalls>
  );
}
