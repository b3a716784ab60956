import type { LiveProvider } from "@/lib/batches/live-state";
import { listMoments } from "../words/moments";

type AttemptTimelineProps = { attempt: LiveProvider["attempt"]; queuedAt: string | null };

/** When what happened in a call. */
export function AttemptTimeline({ attempt, queuedAt }: AttemptTimelineProps) {
  // A first try may be called from when it was queued on, unless there was no line and it was put off.
  const isAsQueued = attempt.status === "settled" && attempt.number === 1 && attempt.refusals === 0;
  const moments = listMoments(attempt, queuedAt ?? (isAsQueued ? attempt.notBefore : null));
  if (moments.length === 0) return <p className="text-muted">Not dialed yet.</p>;
  return (
    <div className="grid content-start gap-2">
      <h3 className="font-medium">
        {attempt.number > 1 ? `Attempt ${attempt.number}` : "The call"}
      </h3>
      <ol className="ml-1 grid gap-2 border-line-strong/40 border-l">
        {moments.map(({ name, at, took }) => (
          <li key={name} className="relative flex justify-between gap-4 pl-4">
            <span
              aria-hidden="true"
              className="absolute top-2 -left-[4.5px] size-2 rounded-full bg-line-strong"
            />
            <span>
              {name}
              {took && <span className="text-muted"> · {took}</span>}
            </span>
            <time dateTime={at} className="shrink-0 text-muted">
              {formatTime(at)}
            </time>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Details open in the browser only, so its own time zone and habits are known. */
const formatTime = (at: string): string =>
  new Date(at).toLocaleTimeString([], { hour: "numeric", minute: "2-digit", second: "2-digit" });
