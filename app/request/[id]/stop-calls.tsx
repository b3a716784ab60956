"use client";

import { useState } from "react";
import type { LiveBatch } from "@/lib/batches/live-state";
import { Button } from "../../components/button";
import { AskDialog } from "./ask-dialog";
import { countParts } from "./parts";
import { sendOrder } from "./send-order";

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
      <AskDialog
        question={
          isAsked
            ? {
                title: "Stop calling?",
                body: <p>{describeEffect(live)}</p>,
                confirm: "Stop calling",
                decline: "Go on calling",
                kind: "danger",
                order: () => sendOrder({ path: `/api/v1/batches/${executionId}/cancel` }),
                onAccepted: () => {
                  setStopped(executionId);
                  onOrdered();
                },
              }
            : null
        }
        onClose={() => setIsAsked(false)}
      />
    </>
  );
}

function describeEffect({ stats, providers }: LiveBatch): string {
  const { on_phone: onPhone } = countParts(providers);
  const parts: string[] = [];
  if (onPhone > 0) parts.push(onPhone === 1 ? "1 call is hung up" : `${onPhone} calls are hung up`);
  if (stats.queued > 0)
    parts.push(
      stats.queued === 1 ? "1 business is not called" : `${stats.queued} businesses are not called`,
    );
  const effect = parts.length > 0 ? `${parts.join(", ")}. ` : "";
  return `${effect}Answers already given stay.`;
}
