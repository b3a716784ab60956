import { CircleAlert, CircleCheck, CircleDashed, PhoneOutgoing } from "lucide-react";
import Link from "next/link";
import { listRequestSummaries, type RequestSummary } from "@/lib/batches/read-status";
import { isBatchEnded } from "@/lib/batches/status";
import type { Db } from "@/lib/supabase/clients";
import { buttonClass } from "./components/button";
import { LinkPending } from "./components/link-pending";
import { RefreshWhileOpen } from "./refresh-while-open";
import { describeAge } from "./relative-time";
import { describeProgress } from "./request-progress";

const MARKS = {
  idle: { icon: CircleDashed, look: "text-muted" },
  live: { icon: PhoneOutgoing, look: "text-live" },
  done: { icon: CircleCheck, look: "text-good" },
  fault: { icon: CircleAlert, look: "text-bad" },
} as const;

/** The signed-in person's requests, newest first. */
export async function RequestList({ db }: { db: Db }) {
  const summaries = await listRequestSummaries(db);
  if (summaries.length === 0) return <EmptyList />;
  const now = new Date();
  const isOpen = summaries.some(({ status }) => status !== null && !isBatchEnded(status));
  return (
    <>
      {isOpen && <RefreshWhileOpen />}
      <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface">
        {summaries.map((summary) => (
          <RequestRow key={summary.id} summary={summary} now={now} />
        ))}
      </ul>
    </>
  );
}

function RequestRow({ summary, now }: { summary: RequestSummary; now: Date }) {
  const { tone, text } = describeProgress(summary);
  const { icon: Icon, look } = MARKS[tone];
  return (
    <li>
      <Link
        href={`/request/${summary.id}`}
        className="grid min-h-18 gap-x-6 gap-y-1 px-4 py-3 -outline-offset-2 hover:bg-sunken sm:grid-cols-[1fr_auto] sm:items-center"
      >
        <span className="min-w-0">
          <span className="flex items-center gap-2">
            <span className="truncate font-medium">{summary.title}</span>
            <LinkPending />
          </span>
          <span className="block truncate text-muted text-sm">
            {summary.location} ·{" "}
            <time dateTime={summary.createdAt}>{describeAge(summary.createdAt, now)}</time>
          </span>
        </span>
        <span className="flex items-center gap-2 text-sm">
          <Icon aria-hidden="true" className={`size-4 shrink-0 ${look}`} />
          {text}
        </span>
      </Link>
    </li>
  );
}

function EmptyList() {
  return (
    <div className="grid justify-items-start gap-5 rounded-xl border border-line bg-surface p-6 sm:p-10">
      <div className="grid gap-2">
        <h2 className="font-semibold text-lg">Phone everybody at once</h2>
        <p className="max-w-prose text-muted">
          Instead of ringing ten businesses one after the other, describe the job once and paste
          their numbers.
        </p>
      </div>
      <ol className="grid max-w-prose list-decimal gap-2 pl-5 marker:text-muted">
        <li>
          Say what you need, where and how soon: “Leaking toilet, Greenville SC, in two days”.
        </li>
        <li>
          Paste the businesses that could do it, one per line: “Acme Plumbing,{" "}
          <span className="whitespace-nowrap">864-555-0100</span>”.
        </li>
        <li>
          A voice agent phones all of them. You watch the answers come in, and get them compared by
          availability and price.
        </li>
      </ol>
      <Link href="/new" className={buttonClass({ kind: "primary" })}>
        Make your first request
      </Link>
    </div>
  );
}

/** Holds the place of the list while it is read: rows of the same height. */
export function RequestListSkeleton() {
  return (
    <div
      aria-hidden="true"
      className="divide-y divide-line rounded-xl border border-line bg-surface"
    >
      {["first", "second", "third"].map((row) => (
        <div key={row} className="grid min-h-18 content-center gap-2 px-4 py-3">
          <div className="pulse h-4 w-48 max-w-full rounded bg-line" />
          <div className="pulse h-3 w-32 rounded bg-line" />
        </div>
      ))}
    </div>
  );
}
