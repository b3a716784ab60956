"use client";

import { PhoneCall, RefreshCw } from "lucide-react";
import { useRef, useState } from "react";
import type { LiveProvider } from "@/lib/batches/live-state";
import { Button } from "../../components/button";
import { AskDialog } from "./ask-dialog";
import { describeLastCall } from "./call-again";
import { whyNotAgain } from "./retryable";
import { sendOrder } from "./send-order";

export type RowActionsProps = {
  provider: LiveProvider;
  /** Calls are still made: then nobody can be called again yet. */
  isBusy: boolean;
  cost: string | null;
  onOrdered: (words: string) => void;
};

/** What can be done about one business: check what became of an unclear call, call again. */
export function RowActions({ provider, isBusy, cost, onOrdered }: RowActionsProps) {
  const { attempt } = provider;
  if (attempt.status !== "settled" || provider.isPatched) return null;
  const refusal = whyNotAgain(provider);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {attempt.outcome === "unknown" && <CheckAgain provider={provider} onOrdered={onOrdered} />}
      {refusal === null && !isBusy && (
        <CallAgain provider={provider} cost={cost} onOrdered={onOrdered} />
      )}
      {(refusal !== null || isBusy) && (
        <p className="text-muted text-sm">
          {refusal ?? "Can be called again once all calls are over."}
        </p>
      )}
    </div>
  );
}

const FOUND: Record<string, string> = {
  nothing: "The phone service still knows nothing of this call.",
  live: "The call is still going on.",
  answer: "What became of the call is known now.",
};

function CheckAgain({ provider, onOrdered }: Pick<RowActionsProps, "provider" | "onOrdered">) {
  const [isAsking, setIsAsking] = useState(false);
  const [words, setWords] = useState<string | null>(null);
  const check = async () => {
    setIsAsking(true);
    setWords(null);
    const result = await sendOrder({ path: `/api/v1/attempts/${provider.attempt.id}/check` });
    setIsAsking(false);
    const said =
      result.kind === "refused"
        ? result.words
        : (FOUND[String((result.body as { found?: unknown }).found)] ?? "Checked.");
    setWords(said);
    onOrdered(said);
  };
  return (
    <>
      <Button size="small" disabled={isAsking} onClick={check}>
        <RefreshCw aria-hidden="true" className={`size-3.5 ${isAsking ? "animate-spin" : ""}`} />
        {isAsking ? "Asking the phone service…" : "Check again"}
      </Button>
      {words && <p className="text-muted text-sm">{words}</p>}
    </>
  );
}

function CallAgain({ provider, cost, onOrdered }: Omit<RowActionsProps, "isBusy">) {
  const [isAsked, setIsAsked] = useState(false);
  const key = useRef("");
  const isUnclear = provider.attempt.outcome === "unknown";
  return (
    <>
      <Button
        size="small"
        onClick={() => {
          key.current = crypto.randomUUID();
          setIsAsked(true);
        }}
      >
        <PhoneCall aria-hidden="true" className="size-3.5" />
        Call again
      </Button>
      <AskDialog
        question={
          isAsked
            ? {
                title: `Call ${provider.name} again?`,
                body: (
                  <>
                    <p>{describeLastCall(provider)}</p>
                    <p>Only this business is called. {cost}</p>
                  </>
                ),
                confirm: isUnclear ? "Call again anyway" : "Call again",
                kind: isUnclear ? "danger" : "primary",
                order: () =>
                  sendOrder({
                    path: `/api/v1/batches/${provider.attempt.executionId}/retry`,
                    // Somebody whose outcome changes while the question is open is not called on the old answer.
                    body: { providerIds: [provider.id], outcomes: [provider.attempt.outcome] },
                    idempotencyKey: key.current,
                  }),
                onAccepted: () => onOrdered(`Calling ${provider.name} again.`),
              }
            : null
        }
        onClose={() => setIsAsked(false)}
      />
    </>
  );
}
