"use client";

import type { LiveBatch } from "@/lib/batches/live-state";
import { countParts, partOf } from "../words/parts";
import { AskDialog } from "./ask-dialog";
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
        decline: "Keep calling",
        kind: "danger",
        order: () => sendOrder({ path: `/api/v1/batches/${executionId}/cancel` }),
        onAccepted,
      }}
      onClose={onClose}
    />
  );
}

function describeEffect({ providers }: LiveBatch): string {
  const { on_phone: onPhone } = countParts(providers);
  const waiting = providers.filter((provider) => partOf(provider) === "waiting");
  // A business that waits for a further call has been called before.
  const again = waiting.filter(({ attempt, earlier }) => attempt.number > 1 || earlier).length;
  const parts = [
    onPhone > 0 && (onPhone === 1 ? "1 call will be hung up" : `${onPhone} calls will be hung up`),
    describeWaiting(waiting.length - again, "called"),
    describeWaiting(again, "called again"),
  ].filter((part) => part !== false);
  const effect = parts.length > 0 ? `${parts.join(", ")}. ` : "";
  return `${effect}Answers already received are kept.`;
}

function describeWaiting(count: number, what: string): string | false {
  if (count === 0) return false;
  return count === 1 ? `1 business will not be ${what}` : `${count} businesses will not be ${what}`;
}
