import "server-only";
import { listRequestSummaries, type RequestSummary } from "@/lib/batches/read-status";
import type { Db } from "@/lib/supabase/clients";

/** What fits a page that somebody scrolls; older requests are found by searching. */
export const MOST_SHOWN = 100;

export type RequestListData = {
  summaries: RequestSummary[];
  /** What was searched for; empty for everything. */
  query: string;
  /** There are older ones that are not shown. */
  hasMore: boolean;
  /** When the list was read, ISO 8601. */
  readAt: string;
};

/** The signed-in person's requests, newest first. One more than is shown is asked for, to know whether there is. */
export async function readRequestList(db: Db, query: string): Promise<RequestListData> {
  const found = await listRequestSummaries(db, { limit: MOST_SHOWN + 1, query });
  return {
    summaries: found.slice(0, MOST_SHOWN),
    query,
    hasMore: found.length > MOST_SHOWN,
    readAt: new Date().toISOString(),
  };
}
