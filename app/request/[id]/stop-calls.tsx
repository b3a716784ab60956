"use client";

import { lazy, Suspense, useState } from "react";
import type { LiveBatch } from "@/lib/batches/live-state";
import { Button } from "../../components/button";
import { NotLoaded } from "./not-loaded";

// Read when it is asked for: most batches run to their end.
const StopDialog = lazy(async () => {
  try {
    return { default: (await import("./stop-dialog")).StopDialog };
  } catch {
    // No network, or a newer deployment has replaced the script.
    return { default: NotLoaded };
  }
});

type StopCallsProps = { live: LiveBatch; onOrdered: () => void };

/** Stops a batch after asking once. The rows change when the calls really end, not when the button is pressed. */
export function StopCalls({ live, onOrdered }: StopCallsProps) {
  const [isAsked, setIsAsked] = useState(false);
  const [stopped, setStopped] = useState<string | null>(null);
  const { executionId } = live;
  if (executionId === null) return null;
  const isStopping = live.status === "canceling" || stopped === executionId;
  return (
    <>
      <Button kind="danger" disabled={isStopping} onClick={() => setIsAsked(true)}>
        {isStopping ? "Hanging up…" : "Stop calling"}
      </Button>
      {isAsked && (
        <Suspense>
          <StopDialog
            live={live}
            executionId={executionId}
            onAccepted={() => {
              setStopped(executionId);
              onOrdered();
            }}
            onClose={() => setIsAsked(false)}
          />
        </Suspense>
      )}
    </>
  );
}
