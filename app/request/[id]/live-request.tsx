"use client";

import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import type { BatchStatusAnswer } from "@/lib/batches/schema";
import { useLiveBatch } from "./live/use-live-batch";
import type { SupabaseAddress } from "./live/watch-batch";
import { ShareMenu } from "./orders/share-menu";
import { type RequestFacts, RequestProvider } from "./request-context";
import { Announcer, type Message } from "./status/announcer";
import { StatusCard } from "./status/status-card";
import { Toast } from "./status/toast";
import { ResultsTable } from "./table/results-table";
import { TableToolbar } from "./table/table-toolbar";
import { useTableView } from "./table/use-table-view";
import { describeTabTitle } from "./words/headline";
import { rankSoFar } from "./words/ranking";

// What it says in full the headline says in short.
const Notices = lazy(() => import("./status/notices").catch(() => ({ default: () => null })));

export type LiveRequestProps = {
  answer: BatchStatusAnswer;
  facts: RequestFacts;
  supabase: SupabaseAddress;
};

/** Everything of a request that changes while its calls are made. */
export function LiveRequest({ answer, facts, supabase }: LiveRequestProps) {
  const { serverTime } = facts;
  const { title, criteria } = facts.job;
  const { refresh, ...watched } = useLiveBatch({ answer, serverTime, supabase });
  const { live } = watched;
  const isSignedOut = watched.connection === "signed_out";
  const standings = useMemo(() => rankSoFar(live.providers, criteria), [live.providers, criteria]);
  const view = useTableView(live, standings);
  const reservesSpace = useReservesSpace(live.isFinal);
  const { spoken, shown, onOrdered, onSaid, onSaidOfRow } = useMessages(refresh);
  const tabTitle = describeTabTitle(live, title);
  useEffect(() => {
    document.title = `${tabTitle} · Ringround`;
  }, [tabTitle]);

  return (
    <RequestProvider facts={facts}>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <Announcer live={live} message={spoken} />
        <StatusCard
          watched={watched}
          standings={standings}
          reservesSpace={reservesSpace}
          onRetry={refresh}
          onOrdered={onOrdered}
          onSaid={onSaid}
        />
        {(isSignedOut || live.fault) && (
          <Suspense>
            <Notices live={live} isSignedOut={isSignedOut} />
          </Suspense>
        )}
        <section aria-labelledby="answers" className="grid grid-cols-[minmax(0,1fr)] gap-3">
          <h2 id="answers" className="sr-only">
            Calls and answers
          </h2>
          <TableToolbar view={view} isFinal={live.isFinal}>
            <ShareMenu providers={view.shown} standings={standings} onDone={onSaid} />
          </TableToolbar>
          <ResultsTable
            live={live}
            view={view}
            standings={standings}
            reservesSpace={reservesSpace}
            onOrdered={onOrdered}
            onSaid={onSaidOfRow}
          />
        </section>
        <Toast message={shown} />
      </div>
    </RequestProvider>
  );
}

/** What presses have come to: read out to screen readers, and shown where it shows nowhere else. */
function useMessages(refresh: () => Promise<void>) {
  const [spoken, setSpoken] = useState<Message | null>(null);
  const [shown, setShown] = useState<Message | null>(null);
  // What an order does shows in the headline and the rows.
  const onOrdered = useCallback(
    (words: string) => {
      setSpoken({ words });
      setShown(null);
      void refresh();
    },
    [refresh],
  );
  const onSaid = useCallback((words: string) => {
    setSpoken({ words });
    setShown({ words });
  }, []);
  const onSaidOfRow = useCallback(
    (words: string) => {
      onSaid(words);
      void refresh();
    },
    [onSaid, refresh],
  );
  return { spoken, shown, onOrdered, onSaid, onSaidOfRow };
}

/** Whether space is kept for what may still come: not on a page that is opened after the end. */
function useReservesSpace(isFinal: boolean): boolean {
  const [wasOpen, setWasOpen] = useState(!isFinal);
  if (!isFinal && !wasOpen) setWasOpen(true);
  return wasOpen || !isFinal;
}
