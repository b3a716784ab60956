"use client";

import { lazy, Suspense, useDeferredValue } from "react";
import { splitCriteria } from "@/lib/batches/criteria";
import {
  type CallHabits,
  describeSeconds,
  describeUsd,
  estimateBatch,
} from "@/lib/batches/estimate";
import { greeting } from "@/lib/calls/script";
import type { ListReading } from "@/lib/lists/reading";
import type { DraftFields } from "./draft";
import { NotLoaded, Opened } from "./opened";

const Asked = lazy(() => import("./asked").catch(() => ({ default: NotLoaded })));
// Where calls are made at any hour and without limits there is nothing to say of them.
const Outlook = lazy(() => import("./outlook").catch(() => ({ default: () => null })));

export type CallTerms = {
  habits: CallHabits;
  /** Calls that can be made at the same time. */
  lines: number;
  /** How long after an unanswered call the next one comes: "30 minutes". */
  retryDelay: string;
  /** Calls go to a simulator: nobody is called, and nothing is charged. */
  isSimulated: boolean;
  /** Whether hours or limits may keep some of a list from being called now. */
  mayHold: boolean;
  /** Spending cap where the person sets none, in US dollars. */
  capUsd: number;
};

type BeforeCallingProps = { fields: DraftFields; list: ListReading; terms: CallTerms };

/** What it is likely to cost and to take, and what they will hear. */
export function BeforeCalling({ fields, list, terms }: BeforeCallingProps) {
  return (
    <>
      {list.counts.called > 0 && (
        <Estimate fields={fields} count={list.counts.called} terms={terms} />
      )}
      {list.counts.called > 0 && terms.mayHold && (
        <Suspense>
          <Outlook list={list} />
        </Suspense>
      )}
      <Script fields={useDeferredValue(fields)} list={list} />
    </>
  );
}

const NOBODY = {
  none: "Nobody is on the list yet.",
  now: "Reading the list…",
  later: "The list will be read as soon as the connection is back.",
};

/** The first of those who are called, so that a wrong list is noticed. */
export function Who({ list, unread }: { list: ListReading; unread: "none" | "now" | "later" }) {
  const names = list.rows.filter(({ verdict }) => verdict === "call").map(({ name }) => name);
  if (names.length === 0) return <p className="text-muted text-sm">{NOBODY[unread]}</p>;
  // Two names show that it is the right list; the table has the others.
  const more = names.length - 2;
  const who = more > 0 ? `${names.slice(0, 2).join(", ")} and ${more} more` : names.join(" and ");
  return <p className="text-sm">{who}</p>;
}

function Estimate(props: { fields: DraftFields; count: number; terms: CallTerms }) {
  const { fields, count, terms } = props;
  const { habits, lines, retryDelay, isSimulated, capUsd } = terms;
  const { usd, seconds, atOnce } = estimateBatch(count, lines, habits);
  const isAgain = fields.maxAttempts !== "1";
  return (
    <dl className="grid gap-3 text-sm">
      <div className="grid gap-0.5">
        <dt className="text-muted">Likely cost</dt>
        <dd className="font-medium">{isSimulated ? "Free" : `About ${describeUsd(usd)}`}</dd>
        <dd className="text-muted">
          {isSimulated ? "Calls are simulated on this site: no phone rings." : explainCost(habits)}
        </dd>
        {!isSimulated && (
          <dd className="text-muted">
            Never more than ${fields.capUsd || capUsd}, the spending cap.
          </dd>
        )}
      </div>
      <div className="grid gap-0.5">
        <dt className="text-muted">Likely time</dt>
        <dd className="font-medium">About {describeSeconds(seconds)}</dd>
        <dd className="text-muted">
          {atOnce > 1 && `Up to ${atOnce} calls at the same time. `}
          {isAgain && `If nobody answers, once more after ${retryDelay}.`}
        </dd>
      </div>
    </dl>
  );
}

function explainCost({ talkSeconds, usdPerMinute, learnedFrom }: CallHabits): string {
  const price =
    usdPerMinute.low === usdPerMinute.high
      ? `$${usdPerMinute.high.toFixed(2)}`
      : `$${usdPerMinute.low.toFixed(2)}–${usdPerMinute.high.toFixed(2)}`;
  const talk = `${describeSeconds(talkSeconds)} each, at ${price} a minute`;
  return learnedFrom === null
    ? `If at least half answer and talk ${talk}.`
    : `If at least half answer and talk as in your last ${learnedFrom} calls: ${talk}.`;
}

function Script({ fields, list }: { fields: DraftFields; list: ListReading }) {
  const first = list.rows.find(({ verdict }) => verdict === "call");
  const { serviceNeeded, location, clientName } = fields;
  const criteria = splitCriteria(fields.criteria);
  const isDescribed = serviceNeeded.trim() !== "" && location.trim() !== "";
  return (
    <div className="grid gap-2 text-sm">
      <h3 className="text-muted">What they hear first</h3>
      {isDescribed ? (
        <blockquote className="border-line-strong/50 border-l-2 pl-3">
          {greeting(first?.name ?? "", { clientName, serviceNeeded, location, criteria })}
        </blockquote>
      ) : (
        <p className="text-muted">Word for word, once service and place are given.</p>
      )}
      <Opened summary="What they are asked">
        <Asked criteria={fields.criteria} />
      </Opened>
    </div>
  );
}
