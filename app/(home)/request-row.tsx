import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  CircleSlash,
  CopyPlus,
  PhoneOutgoing,
} from "lucide-react";
import Link from "next/link";
import type { RequestSummary } from "@/lib/batches/read-status";
import { LinkPending } from "../components/link-pending";
import { likePath } from "../new/like/like-path";
import { describeAge } from "../relative-time";
import { describeProgress } from "./request-progress";

const MARKS = {
  idle: { icon: CircleDashed, look: "text-muted" },
  live: { icon: PhoneOutgoing, look: "text-live" },
  done: { icon: CircleCheck, look: "text-good" },
  none: { icon: CircleMinus, look: "text-muted" },
  stopped: { icon: CircleSlash, look: "text-muted" },
  fault: { icon: CircleAlert, look: "text-bad" },
} as const;

export type RequestRowProps = { summary: RequestSummary; readAt: string };

/** One request: what and where on the left, how it stands on the right, below each other on a phone. */
export function RequestRow({ summary, readAt }: RequestRowProps) {
  const { tone, text, detail } = describeProgress(summary);
  const { icon: Icon, look } = MARKS[tone];
  const titleId = `title-${summary.id}`;
  const age = describeAge(summary.createdAt, new Date(readAt));
  return (
    <li className="flex">
      <Link
        href={`/request/${summary.id}`}
        className="grid min-w-0 flex-1 gap-x-6 gap-y-1 py-3 pr-2 pl-4 -outline-offset-2 transition-colors hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_16rem]"
      >
        <span className="min-w-0">
          <span className="flex items-center gap-2">
            <span id={titleId} className="truncate font-medium">
              {summary.title}
            </span>
            <LinkPending />
          </span>
          {/* Of a line that is too long the place is cut, not when it was. */}
          <span className="flex text-muted text-sm">
            <span className="truncate">
              {summary.serviceNeeded} · {summary.location}
            </span>
            <span className="shrink-0 whitespace-pre">
              {" · "}
              <time dateTime={summary.createdAt}>{age}</time>
            </span>
          </span>
        </span>
        <span className="flex min-w-0 items-start gap-2 text-sm">
          <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${look}`} />
          <span className="min-w-0">
            <span className="block truncate">{text}</span>{" "}
            {/* Takes its line when there is nothing to say: the rows below stay where they are. */}
            <span className="block min-h-5 truncate text-muted">{detail}</span>
          </span>
        </span>
      </Link>
      <Link
        href={likePath({ requestId: summary.id })}
        // A hundred forms that nobody asked for.
        prefetch={false}
        aria-label="Use this job again"
        aria-describedby={titleId}
        title="Use this job again"
        className="grid w-11 shrink-0 place-items-center text-muted -outline-offset-2 transition-colors hover:bg-sunken hover:text-text"
      >
        <CopyPlus aria-hidden="true" className="size-4" />
      </Link>
    </li>
  );
}
