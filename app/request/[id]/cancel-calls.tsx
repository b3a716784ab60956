"use client";

import { useId, useRef, useState } from "react";
import type { LiveBatch } from "@/lib/batches/live-state";
import { Button } from "../../components/button";

// The database cancels in one statement; the rest of the time is the network's.
const CANCEL_TIMEOUT_MS = 15_000;

/** Stops a batch after asking once. The rows change when the calls really end, not when the button is pressed. */
export function CancelCalls({ live, onCanceled }: { live: LiveBatch; onCanceled: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [state, setState] = useState<"idle" | "sending" | "failed">("idle");
  const isCanceling = live.status === "canceling" || state === "sending";
  const isOpen =
    live.status === "queued" || live.status === "running" || live.status === "canceling";
  if (!isOpen || live.executionId === null) return null;

  const cancel = async () => {
    dialog.current?.close();
    setState("sending");
    const isAccepted = await sendCancel(live.executionId ?? "");
    setState(isAccepted ? "idle" : "failed");
    if (isAccepted) onCanceled();
  };
  return (
    <div className="grid justify-items-end gap-1">
      <Button kind="danger" disabled={isCanceling} onClick={() => dialog.current?.showModal()}>
        {isCanceling ? "Hanging up…" : "Stop calling"}
      </Button>
      {state === "failed" && (
        <p role="alert" className="text-bad text-sm">
          This was not answered. Try again.
        </p>
      )}
      <dialog
        ref={dialog}
        aria-labelledby={titleId}
        className="m-auto max-w-md rounded-2xl border border-line bg-surface p-6 text-text backdrop:bg-black/50"
      >
        <div className="grid gap-4">
          <h2 id={titleId} className="font-semibold text-lg">
            Stop calling?
          </h2>
          <p className="text-muted">{describeEffect(live)}</p>
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={() => dialog.current?.close()}>Go on calling</Button>
            <Button kind="danger" onClick={cancel}>
              Stop calling
            </Button>
          </div>
        </div>
      </dialog>
    </div>
  );
}

function describeEffect({ stats, providers }: LiveBatch): string {
  const onPhone = providers.filter(
    ({ attempt }) => attempt.status === "dialing" || attempt.status === "in_progress",
  ).length;
  const parts: string[] = [];
  if (onPhone > 0) parts.push(onPhone === 1 ? "1 call is hung up" : `${onPhone} calls are hung up`);
  if (stats.queued > 0)
    parts.push(
      stats.queued === 1 ? "1 business is not called" : `${stats.queued} businesses are not called`,
    );
  const effect = parts.length > 0 ? `${parts.join(", ")}. ` : "";
  return `${effect}Answers already given stay.`;
}

/** Whether the API took the order. */
async function sendCancel(executionId: string): Promise<boolean> {
  try {
    const response = await fetch(`/api/v1/batches/${executionId}/cancel`, {
      method: "POST",
      signal: AbortSignal.timeout(CANCEL_TIMEOUT_MS),
    });
    return response.ok;
  } catch {
    // No network or no answer: the batch is as it was, and the order can be given again.
    return false;
  }
}
