"use client";

import { useEffect } from "react";
import type { BatchStatusAnswer } from "@/lib/batches/schema";
import { Notice } from "../../components/notice";
import { Announcer } from "./announcer";
import { CallsTable } from "./calls-table";
import { CancelCalls } from "./cancel-calls";
import { Comparison } from "./comparison";
import { ConnectionLine } from "./connection-line";
import { describeFault } from "./fault-words";
import { countDone, describeHeadline, describeTabTitle } from "./headline";
import type { SupabaseAddress } from "./subscribe";
import { useLiveBatch } from "./use-live-batch";

export type LiveRequestProps = {
  answer: BatchStatusAnswer;
  title: string;
  maxAttempts: number;
  /** When the server read the snapshot, in milliseconds since 1970. */
  serverTime: number;
  supabase: SupabaseAddress;
};

/** Everything of a request that changes while its calls are made. */
export function LiveRequest({
  answer,
  title,
  maxAttempts,
  serverTime,
  supabase,
}: LiveRequestProps) {
  const { live, connection, updatedAt, clockOffsetMs, refresh } = useLiveBatch({
    answer,
    serverTime,
    supabase,
  });
  const tabTitle = describeTabTitle(live, title);
  useEffect(() => {
    document.title = `${tabTitle} · Ringround`;
  }, [tabTitle]);
  const headline = describeHeadline(live);

  return (
    <div className="grid gap-8">
      <Announcer live={live} />
      <section
        aria-label="Progress"
        className="grid gap-4 rounded-xl border border-line bg-surface p-4 sm:p-5"
      >
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="grid min-w-0 gap-1">
            <p className="min-h-12 font-medium text-lg sm:min-h-7" data-testid="headline">
              {headline}
            </p>
            <ConnectionLine
              connection={connection}
              isFinal={live.isFinal}
              updatedAt={updatedAt}
              serverTime={serverTime}
            />
          </div>
          <CancelCalls live={live} onCanceled={refresh} />
        </div>
        <progress
          className="bar"
          aria-label="Calls done"
          value={countDone(live)}
          max={Math.max(1, live.stats.total)}
        />
      </section>
      {connection === "signed_out" && (
        <Notice tone="warn" role="alert" title="Your session has ended">
          Calls go on.{" "}
          <a
            href={`/login?next=/request/${live.serviceRequestId}`}
            className="underline underline-offset-2"
          >
            Sign in again
          </a>{" "}
          to watch them.
        </Notice>
      )}
      {live.fault && (
        <Notice
          tone="bad"
          role="alert"
          title={`Calling has stopped. ${describeFault(live.fault.code)}`}
        >
          Businesses that were not called yet are left out; they did not fail. Tell whoever runs
          this site.
        </Notice>
      )}
      <Comparison live={live} />
      <section aria-labelledby="calls" className="grid gap-3">
        <h2 id="calls" className="font-semibold text-lg">
          Calls
        </h2>
        <CallsTable
          live={live}
          maxAttempts={maxAttempts}
          serverTime={serverTime}
          clockOffsetMs={clockOffsetMs}
        />
      </section>
    </div>
  );
}
