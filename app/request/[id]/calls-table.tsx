"use client";

import { ChevronRight } from "lucide-react";
import { memo, useCallback, useState } from "react";
import type { LiveBatch, LiveProvider } from "@/lib/batches/live-state";
import { formatClock } from "../../duration";
import { formatPhone } from "../../format-phone";
import { AttemptDetails } from "./attempt-details";
import { CallClock, DueIn } from "./call-clock";
import { describePhase, type Phase } from "./phase";
import { PhaseBadge } from "./phase-mark";

type CallsTableProps = {
  live: LiveBatch;
  maxAttempts: number;
  serverTime: number;
  clockOffsetMs: number;
};

/** One row per business, in the order of the list. Columns keep their width whatever the words in them. */
export function CallsTable({ live, maxAttempts, serverTime, clockOffsetMs }: CallsTableProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback((id: string) => {
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface">
      <table className="w-full table-fixed text-sm">
        <caption className="sr-only">The businesses and how their calls stand</caption>
        <colgroup>
          <col className="w-[56%] sm:w-[30%]" />
          <col className="w-[44%] sm:w-[21%]" />
          <col className="hidden sm:table-column" />
          <col className="hidden sm:table-column sm:w-20" />
        </colgroup>
        <thead className="text-muted">
          <tr>
            <th scope="col" className="px-4 py-2">
              Business
            </th>
            <th scope="col" className="px-2 py-2">
              Call
            </th>
            <th scope="col" className="hidden px-2 py-2 sm:table-cell">
              Answer
            </th>
            <th scope="col" className="hidden px-4 py-2 text-end sm:table-cell">
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {live.providers.map((provider) => (
            <ProviderRow
              key={provider.id}
              provider={provider}
              batchStatus={live.status}
              maxAttempts={maxAttempts}
              serverTime={serverTime}
              clockOffsetMs={clockOffsetMs}
              isOpen={open.has(provider.id)}
              onToggle={toggle}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type ProviderRowProps = {
  provider: LiveProvider;
  batchStatus: LiveBatch["status"];
  maxAttempts: number;
  serverTime: number;
  clockOffsetMs: number;
  isOpen: boolean;
  onToggle: (id: string) => void;
};

const ProviderRow = memo(function ProviderRow(props: ProviderRowProps) {
  const { provider, batchStatus, isOpen, onToggle, maxAttempts } = props;
  const { attempt } = provider;
  const phase = describePhase(provider, batchStatus);
  const details = `details-${provider.id}`;
  return (
    <>
      <tr
        className="border-line border-t align-top"
        data-provider={provider.name}
        data-status={provider.callStatus}
      >
        <th scope="row" className="px-4 py-3 font-normal">
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={details}
            onClick={() => onToggle(provider.id)}
            className="-mx-1 flex w-full items-start gap-1 rounded-md px-1 text-start font-medium"
          >
            <ChevronRight
              aria-hidden="true"
              className={`mt-0.5 size-4 shrink-0 text-muted transition-transform ${isOpen ? "rotate-90" : ""}`}
            />
            {provider.name}
          </button>
          <span className="block pl-5 text-muted">
            <span className="sm:hidden">
              <Sentence phase={phase} {...props} />
            </span>
            <span className="hidden sm:inline">{formatPhone(provider.phone)}</span>
          </span>
        </th>
        <td className="py-3 pr-4 pl-2 sm:pr-2">
          <PhaseBadge phase={phase} />
          <span className="block min-h-5 pl-6 text-muted">
            {attempt.number > 1 &&
              `Attempt ${attempt.number} of ${Math.max(maxAttempts, attempt.number)}`}
            <span className="sm:hidden">
              {attempt.number > 1 && phase.runningSince && " · "}
              {phase.runningSince && <CallClock at={phase.runningSince} {...props} />}
            </span>
          </span>
        </td>
        <td className="hidden min-h-16 px-2 py-3 sm:table-cell">
          <Sentence phase={phase} {...props} />
        </td>
        <td className="hidden whitespace-nowrap px-4 py-3 text-end text-muted sm:table-cell">
          {phase.runningSince ? (
            <CallClock at={phase.runningSince} {...props} />
          ) : (
            attempt.talkSeconds !== null && formatClock(attempt.talkSeconds)
          )}
        </td>
      </tr>
      <tr id={details} hidden={!isOpen} className="bg-sunken">
        <td colSpan={4} className="px-4 py-5 sm:pl-9">
          {isOpen && <AttemptDetails provider={provider} />}
        </td>
      </tr>
    </>
  );
});

type SentenceProps = { phase: Phase; serverTime: number; clockOffsetMs: number };

function Sentence({ phase, serverTime, clockOffsetMs }: SentenceProps) {
  return (
    <>
      {phase.sentence}
      {phase.dueAt && (
        <>
          {" "}
          <DueIn at={phase.dueAt} serverTime={serverTime} clockOffsetMs={clockOffsetMs} />
        </>
      )}
    </>
  );
}
