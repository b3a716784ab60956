"use client";

import { SearchX } from "lucide-react";
import Link from "next/link";
import { use, useState } from "react";
import { isBatchEnded } from "@/lib/states/batch";
import { Notice } from "../components/notice";
import { formatTime } from "../format-time";
import { EmptyList } from "./empty-list";
import type { RequestListData } from "./read-request-list";
import { RefreshList } from "./refresh-list";
import { RequestRow } from "./request-row";
import { SearchField } from "./search-field";
import { matchesQuery } from "./search-words";

export type RequestListProps = {
  /** Null when it could not be read. */
  data: RequestListData | Promise<RequestListData | null>;
  isSimulated: boolean;
};

/** The signed-in person's requests and the search among them. */
export function RequestList({ data, isSimulated }: RequestListProps) {
  const read = "then" in data ? use(data) : data;
  const [known, setKnown] = useState(read);
  if (read && read !== known) setKnown(read);
  const list = read ?? known;
  // The page of errors offers to try again.
  if (!list) throw new Error("The list of requests could not be read.");
  const isOutdated = read === null;
  const isOpen = list.summaries.some(({ status }) => status !== null && !isBatchEnded(status));
  return (
    <>
      <RefreshList isOpen={isOpen || isOutdated} />
      <KnownList list={list} isOutdated={isOutdated} isSimulated={isSimulated} />
    </>
  );
}

type KnownListProps = { list: RequestListData; isOutdated: boolean; isSimulated: boolean };

function KnownList({ list, isOutdated, isSimulated }: KnownListProps) {
  const { query, hasMore, readAt } = list;
  const [typed, setTyped] = useState(query);
  if (list.summaries.length === 0 && query === "" && typed === "") {
    return <EmptyList isSimulated={isSimulated} />;
  }
  const wanted = typed.trim();
  const isRead = wanted === query;
  // What is here already is searched while the answer about all requests is on its way.
  const shown = isRead
    ? list.summaries
    : list.summaries.filter((summary) => matchesQuery(summary, wanted));
  return (
    <div className="grid gap-4">
      {/* What was asked for and could not be read is no reason to take the words from the field. */}
      <SearchField query={isOutdated ? wanted : query} typed={typed} onType={setTyped} />
      <p role="status" className="sr-only">
        {query === ""
          ? ""
          : `${hasMore ? "More than " : ""}${list.summaries.length} found for ${query}`}
      </p>
      {isOutdated && <OutdatedNote readAt={readAt} />}
      {shown.length > 0 && (
        <ul
          aria-label="Requests, newest first"
          data-read-at={readAt}
          className="card divide-y divide-line overflow-hidden"
        >
          {shown.map((summary) => (
            <RequestRow key={summary.id} summary={summary} readAt={readAt} />
          ))}
        </ul>
      )}
      {shown.length === 0 && <NothingFound wanted={wanted} isRead={isRead} />}
      {hasMore && isRead && (
        <p className="text-muted text-sm">
          {query === ""
            ? `These are your latest ${shown.length} requests. Search finds the older ones.`
            : `These are the latest ${shown.length} that match. Add a word to narrow them down.`}
        </p>
      )}
    </div>
  );
}

/** Only ever drawn in a browser, after a list was read before: its own time zone and habits may be used. */
function OutdatedNote({ readAt }: { readAt: string }) {
  return (
    <Notice tone="warn" role="status" title="The list cannot be loaded right now">
      This is the list as of {formatTime(readAt)}. Calls continue; this page keeps trying.
    </Notice>
  );
}

function NothingFound({ wanted, isRead }: { wanted: string; isRead: boolean }) {
  return (
    <div className="card grid min-h-54 content-center justify-items-center gap-3 p-6 text-center">
      <SearchX aria-hidden="true" className="size-6 text-muted" />
      {isRead ? (
        <>
          <p>
            No request has <b className="font-medium">{wanted}</b> in its title, service or place.
          </p>
          <Link href="/" className="text-accent underline underline-offset-4">
            Show all requests
          </Link>
        </>
      ) : (
        <p className="text-muted">Searching…</p>
      )}
    </div>
  );
}
