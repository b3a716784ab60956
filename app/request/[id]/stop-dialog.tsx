"use client";

import type { LiveBatch } from "@/lib/batches/live-state";
import { AskDialog } from "./ask-dialog";
import { countParts } from "./parts";
import { sendOrder } from "./send-order";

export type StopDialogProps = {
  live: LiveBatch;
  executionId: string;
  onAccepted: () => void;
  onClose: () => void;
};

/** Says what stopping does, and asks whether it is meant. */
export function StopDialog({ live, executionId, onAccepted, onClose }: StopDialogProps) {
  return (
    <AskDialog
      question={{
        title: "Stop calling?",
        body: <p>{describeEffect(live)}</p>,
        confirm: "Stop calling",
        decline: "Go on calling",
        kind: "danger",
        order: () => sendOrder({ path: `/api/v1/batches/${executionId}/cancel` }),
        onAccepted,
      }}
      onClose={onClose}
    />
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
