"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { LiveProvider } from "@/lib/batches/live-state";
import { useRequest } from "../request-context";
import { PhaseBadge } from "../table/phase-badge";
import { describePhase } from "../words/phase";
import { AttemptTimeline } from "./attempt-timeline";
import { TranscriptOf } from "./transcript";

type Attempt = LiveProvider["attempt"];

type OtherCallsProps = { provider: LiveProvider; others: readonly Attempt[] };

/** The calls to a business that its row does not show, the latest first: a line each, the rest on demand. */
export function OtherCalls({ provider, others }: OtherCallsProps) {
  if (others.length === 0) return null;
  return (
    <div className="grid gap-2">
      <h3 className="font-medium">Other calls to this business</h3>
      <ul className="grid gap-2">
        {others.map((attempt) => (
          <li key={attempt.id}>
            <OtherCall provider={{ ...provider, attempt, earlier: null }} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function OtherCall({ provider }: { provider: LiveProvider }) {
  const { reader } = useRequest();
  const { attempt } = provider;
  const [isOpen, setIsOpen] = useState(false);
  const phase = describePhase({ ...provider, isPatched: false }, { reader });
  return (
    <details
      className="group rounded-lg border border-line bg-surface"
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary className="flex min-h-10 cursor-pointer list-none flex-wrap items-center gap-x-3 gap-y-1 rounded-lg px-3 py-2 hover:bg-sunken">
        <ChevronRight
          aria-hidden="true"
          className="size-4 shrink-0 text-muted transition-transform group-open:rotate-90"
        />
        <PhaseBadge phase={phase} />
        <span className="min-w-0 grow text-muted">{phase.sentence}</span>
        <time dateTime={whenOf(attempt)} className="shrink-0 text-muted">
          {formatMoment(whenOf(attempt))}
        </time>
      </summary>
      {isOpen && (
        <div className="grid gap-x-10 gap-y-6 border-line border-t p-4 md:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
          <AttemptTimeline attempt={attempt} queuedAt={null} />
          <TranscriptOf attempt={attempt} />
        </div>
      )}
    </details>
  );
}

const whenOf = ({ dialingAt, settledAt, notBefore }: Attempt): string =>
  dialingAt ?? settledAt ?? notBefore;

/** Shown in the browser only, so its own time zone and habits are known. */
const formatMoment = (at: string): string =>
  new Date(at).toLocaleString([], {
    month: "short",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
  });
