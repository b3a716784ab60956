"use client";

import { useState } from "react";
import type { LiveBatch } from "@/lib/batches/live-state";
import { Button } from "../../../components/button";
import { createLazy, NotLoaded, useLazy } from "../lazy-part";

const dialog = createLazy(async () => (await import("./stop-dialog")).StopDialog);

type StopCallsProps = { live: LiveBatch; onOrdered: () => void };

/** Stops a batch after asking once. The rows change when the calls really end, not when the button is pressed. */
export function StopCalls({ live, onOrdered }: StopCallsProps) {
  const { Part: StopDialog, hasFailed, load, preload } = useLazy(dialog);
  const [isAsked, setIsAsked] = useState(false);
  const [stopped, setStopped] = useState<string | null>(null);
  const { executionId } = live;
  if (executionId === null) return null;
  const isStopping = live.status === "canceling" || stopped === executionId;
  return (
    <>
      {/* Each second that a stop waits for the network is talked and paid for: reading begins before the press. */}
      <Button
        kind="danger"
        disabled={isStopping}
        onPointerEnter={preload}
        onFocus={preload}
        onClick={async () => setIsAsked(await load())}
      >
        {isStopping ? "Hanging up…" : "Stop calling"}
      </Button>
      {hasFailed && <NotLoaded />}
      {isAsked && StopDialog && (
        <StopDialog
          live={live}
          executionId={executionId}
          onAccepted={() => {
            setStopped(executionId);
            onOrdered();
          }}
          onClose={() => setIsAsked(false)}
        />
      )}
    </>
  );
}
