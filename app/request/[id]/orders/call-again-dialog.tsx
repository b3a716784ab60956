"use client";

import { useState } from "react";
import type { LiveBatch, LiveProvider } from "@/lib/batches/live-state";
import { useRequest } from "../request-context";
import { rowButtonId } from "../table/row-grid";
import { describeCost, describeLastCall } from "../words/call-again";
import { AskDialog } from "./ask-dialog";
import { sendOrder } from "./send-order";

type CallAgainDialogProps = {
  /** As it was when the person asked. */
  provider: LiveProvider;
  live: LiveBatch;
  /** Whether its row stays in the list while it is called. */
  staysListed: boolean;
  onOrdered: (words: string) => void;
  onClose: () => void;
};

/** Asks before one business is called again: somebody there may have spoken with the agent already. */
export function CallAgainDialog(props: CallAgainDialogProps) {
  const { provider, live, onOrdered, onClose } = props;
  const { isSimulated } = useRequest();
  // Pressed again after a lost answer, nobody is called twice.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const isUnclear = provider.attempt.outcome === "unknown";
  return (
    <AskDialog
      question={{
        title: `Call ${provider.name} again?`,
        body: (
          <>
            <p>{describeLastCall(provider)}</p>
            <p>Only this business is called. {describeCost(live, isSimulated)}</p>
          </>
        ),
        confirm: isUnclear ? "Call again anyway" : "Call again",
        kind: isUnclear ? "danger" : "primary",
        order: () =>
          sendOrder({
            path: `/api/v1/batches/${provider.attempt.executionId}/retry`,
            // Somebody whose outcome changes while the question is open is not called on the old answer.
            body: { providerIds: [provider.id], outcomes: [provider.attempt.outcome] },
            idempotencyKey,
          }),
        focusId: props.staysListed ? rowButtonId(provider.id) : undefined,
        onAccepted: () => onOrdered(`Calling ${provider.name} again.`),
      }}
      onClose={onClose}
    />
  );
}
