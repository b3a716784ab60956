"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { LiveBatch, LiveProvider } from "@/lib/batches/live-state";
import { createDraftStore, isUntouched } from "../../new/draft";
import { AskDialog } from "./ask-dialog";
import { describeCost, describeLastCall } from "./call-again";
import { copyJob, type Job } from "./copy-job";
import { sendOrder } from "./send-order";

/** What the person wants done about one business and is asked about first. */
export type RowOrder = "call_again" | "edit_number";

export type RowOrderDialogProps = {
  /** As it was when the person asked. */
  provider: LiveProvider;
  live: LiveBatch;
  job: Job;
  maxAttempts: number;
  isSimulated: boolean;
  onOrdered: (words: string) => void;
  onClose: () => void;
};

export function RowOrderDialog({ order, ...props }: RowOrderDialogProps & { order: RowOrder }) {
  return order === "call_again" ? <CallAgain {...props} /> : <EditNumber {...props} />;
}

function CallAgain({ provider, live, isSimulated, onOrdered, onClose }: RowOrderDialogProps) {
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
        onAccepted: () => onOrdered(`Calling ${provider.name} again.`),
      }}
      onClose={onClose}
    />
  );
}

function EditNumber({ provider, job, maxAttempts, onClose }: RowOrderDialogProps) {
  const router = useRouter();
  const [drafts] = useState(() => createDraftStore(() => sessionStorage));
  const [isReplacing] = useState(() => !isUntouched(drafts.read()));
  return (
    <AskDialog
      question={{
        title: `Call ${provider.name} at another number?`,
        body: (
          <>
            <p>
              A request keeps the numbers it was made with. The form of a new one opens with the
              same job and {provider.name}; write the right number there.
            </p>
            {isReplacing && <p>What you have entered in that form is replaced.</p>}
          </>
        ),
        confirm: "Open the form",
        order: async () => ({ kind: "accepted", body: null }),
        onAccepted: () => {
          drafts.change(copyJob(job, provider.name, maxAttempts));
          router.push("/new");
        },
      }}
      onClose={onClose}
    />
  );
}
