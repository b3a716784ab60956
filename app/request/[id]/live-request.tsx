"use client";

import { useCallback, useEffect, useMemo, useState } from "react";
import type { BatchStatusAnswer } from "@/lib/batches/schema";
import { Notice } from "../../components/notice";
import { Announcer, type Said } from "./announcer";
import { describeFault } from "./fault-words";
import { describeTabTitle } from "./headline";
import type { Job } from "./job-summary";
import { rankSoFar } from "./ranking";
import { ResultsTable } from "./results-table";
import { SaidNote } from "./said-note";
import { ShareMenu } from "./share-menu";
import { StatusCard } from "./status-card";
import type { SupabaseAddress } from "./subscribe";
import { TableToolbar } from "./table-toolbar";
import { useLiveBatch } from "./use-live-batch";
import { useTableView } from "./use-table-view";

export type LiveRequestProps = {
  answer: BatchStatusAnswer;
  /** What was asked for. */
  job: Job;
  /** No phone rings on this site. */
  isSimulated: boolean;
  maxAttempts: number;
  /** When the server read the snapshot, in milliseconds since 1970. */
  serverTime: number;
  supabase: SupabaseAddress;
};

/** Everything of a request that changes while its calls are made. */
export function LiveRequest(props: LiveRequestProps) {
  const { answer, job, isSimulated, maxAttempts, serverTime, supabase } = props;
  const { title, criteria } = job;
  const { live, connection, updatedAt, clockOffsetMs, refresh } = useLiveBatch({
    answer,
    serverTime,
    supabase,
  });
  const standings = useMemo(() => rankSoFar(live.providers, criteria), [live.providers, criteria]);
  const view = useTableView(live, standings);
  const [said, setSaid] = useState<Said | null>(null);
  const [noted, setNoted] = useState<Said | null>(null);
  // What an order does shows in the headline and the rows.
  const ordered = useCallback(
    (words: string) => {
      setSaid({ words });
      setNoted(null);
      void refresh();
    },
    [refresh],
  );
  const say = useCallback((words: string) => {
    setSaid({ words });
    setNoted({ words });
  }, []);
  const sayOfRow = useCallback(
    (words: string) => {
      say(words);
      void refresh();
    },
    [say, refresh],
  );
  const tabTitle = describeTabTitle(live, title);
  useEffect(() => {
    document.title = `${tabTitle} · Ringround`;
  }, [tabTitle]);

  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Announcer live={live} said={said} />
      <StatusCard
        live={live}
        standings={standings}
        job={job}
        isSimulated={isSimulated}
        maxAttempts={maxAttempts}
        connection={connection}
        updatedAt={updatedAt}
        onRetry={refresh}
        serverTime={serverTime}
        clockOffsetMs={clockOffsetMs}
        onOrdered={ordered}
        onSaid={say}
      />
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
      <section aria-labelledby="answers" className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <h2 id="answers" className="sr-only">
          Calls and answers
        </h2>
        <TableToolbar view={view} isFinal={live.isFinal}>
          <ShareMenu
            providers={view.shown}
            standings={standings}
            criteriaAsked={criteria.length}
            title={title}
            isSimulated={isSimulated}
            urgency={job.urgency}
            onDone={say}
          />
        </TableToolbar>
        <ResultsTable
          live={live}
          view={view}
          standings={standings}
          job={job}
          isSimulated={isSimulated}
          maxAttempts={maxAttempts}
          serverTime={serverTime}
          clockOffsetMs={clockOffsetMs}
          onOrdered={ordered}
          onSaid={sayOfRow}
        />
      </section>
      <SaidNote said={noted} />
    </div>
  );
}
