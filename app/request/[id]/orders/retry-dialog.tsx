"use client";

import { useRef, useState } from "react";
import type { LiveBatch } from "@/lib/batches/live-state";
import type { AttemptOutcome } from "@/lib/states/attempt";
import { TextField } from "../../../components/field";
import { useRequest } from "../request-context";
import { describeCost, RETRY_CHOICES } from "../words/call-again";
import { AskDialog } from "./ask-dialog";
import { countChosen, isFirstCall, proposeOutcomes, type Retryable } from "./retryable";
import { sendOrder } from "./send-order";

export type RetryDialogProps = {
  live: LiveBatch;
  retryable: Retryable;
  onOrdered: (words: string) => void;
  onClose: () => void;
};

/** Asks whom to call again, and says what it means. */
export function RetryDialog({ live, retryable, onOrdered, onClose }: RetryDialogProps) {
  const { maxAttempts, isSimulated } = useRequest();
  const { counts, executionId, leftOut } = retryable;
  const [chosen, setChosen] = useState<ReadonlySet<AttemptOutcome>>(
    () => new Set(proposeOutcomes(counts)),
  );
  const [cap, setCap] = useState(String(live.spending?.capUsd ?? ""));
  // One key per question and choice: pressed again after a lost answer, nobody is called twice.
  const key = useRef(crypto.randomUUID());
  const toggle = (outcome: AttemptOutcome) => {
    key.current = crypto.randomUUID();
    const next = new Set(chosen);
    if (!next.delete(outcome)) next.add(outcome);
    setChosen(next);
  };
  const count = countChosen(counts, chosen);
  // By what is proposed, so that the title stays while boxes are ticked.
  const isFirst = isFirstCall(retryable, proposeOutcomes(counts));
  const businesses = count === 1 ? "1 business" : `${count} businesses`;
  return (
    <AskDialog
      question={{
        title: isFirst ? "Call now?" : "Call again?",
        body: (
          <>
            <Choices counts={counts} chosen={chosen} onToggle={toggle} />
            <p>
              The agent asks the same questions. {describeTries(maxAttempts)} Answers already
              received are kept. {describeCost(live, isSimulated)}
            </p>
            {leftOut > 0 && <p>{describeLeftOut(leftOut)}</p>}
            <TextField
              id="retry-cap"
              type="number"
              inputMode="decimal"
              min="0.01"
              step="0.01"
              label="Spending cap in US dollars"
              hint="For these calls alone. One that could exceed it is not made."
              value={cap}
              onChange={(event) => {
                key.current = crypto.randomUUID();
                setCap(event.target.value);
              }}
            />
          </>
        ),
        confirm: count === 0 ? "Call nobody" : `Call ${businesses}`,
        isIncomplete: count === 0 || !(Number(cap) > 0),
        order: () =>
          sendOrder({
            path: `/api/v1/batches/${executionId}/retry`,
            body: { outcomes: [...chosen], capUsd: Number(cap) },
            idempotencyKey: key.current,
          }),
        onAccepted: () =>
          onOrdered(`Calling ${businesses}${isFirstCall(retryable, chosen) ? "" : " again"}.`),
      }}
      onClose={onClose}
    />
  );
}

const describeTries = (maxAttempts: number): string =>
  maxAttempts > 1
    ? `Anyone not reached is tried up to ${maxAttempts} times.`
    : "Each is tried once.";

const describeLeftOut = (count: number): string =>
  count === 1
    ? "1 more belongs to another order and is not included; call it from its own row in the list."
    : `${count} more belong to another order and are not included; call each from its own row in the list.`;

type ChoicesProps = {
  counts: ReadonlyMap<AttemptOutcome, number>;
  chosen: ReadonlySet<AttemptOutcome>;
  onToggle: (outcome: AttemptOutcome) => void;
};

function Choices({ counts, chosen, onToggle }: ChoicesProps) {
  return (
    <fieldset className="grid gap-1">
      <legend className="sr-only">Who is called</legend>
      {RETRY_CHOICES.filter(({ outcome }) => counts.has(outcome)).map(
        ({ outcome, label, note }) => (
          <label
            key={outcome}
            className="-mx-2 flex min-h-9 cursor-pointer items-center gap-3 rounded-lg px-2 py-1 text-text hover:bg-sunken"
          >
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-accent"
              checked={chosen.has(outcome)}
              onChange={() => onToggle(outcome)}
            />
            <span className="grow">
              {label}
              {note && <span className="block text-muted text-sm">{note}</span>}
            </span>
            <span className="text-muted">{counts.get(outcome)}</span>
          </label>
        ),
      )}
    </fieldset>
  );
}
