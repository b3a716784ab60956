"use client";

import { Pencil, PhoneCall, RefreshCw } from "lucide-react";
import { useState } from "react";
import type { LiveProvider } from "@/lib/batches/live-state";
import { Button } from "../../components/button";
import { checkCall } from "./check-call";
import { describePhase } from "./phase";
import { whyNotAgain } from "./retryable";
import type { RowOrder } from "./row-order";

export type RowActionsProps = {
  provider: LiveProvider;
  /** Calls are still made: then nobody can be called again yet. */
  isBusy: boolean;
  onOrder: (provider: LiveProvider, order: RowOrder) => void;
  onOrdered: (words: string) => void;
};

/** What can be done about one business: check what became of an unclear call, mend its number, call again. */
export function RowActions({ provider, isBusy, onOrder, onOrdered }: RowActionsProps) {
  const { attempt } = provider;
  if (attempt.status !== "settled" || provider.isPatched) return null;
  const refusal = whyNotAgain(provider);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {attempt.outcome === "unknown" && <CheckAgain provider={provider} onOrdered={onOrdered} />}
      {describePhase(provider).action === "edit_number" && (
        <Button size="small" onClick={() => onOrder(provider, "edit_number")}>
          <Pencil aria-hidden="true" className="size-3.5" />
          Edit number
        </Button>
      )}
      {refusal === null && !isBusy && (
        <Button size="small" onClick={() => onOrder(provider, "call_again")}>
          <PhoneCall aria-hidden="true" className="size-3.5" />
          Call again
        </Button>
      )}
      {(refusal !== null || isBusy) && (
        <p className="text-muted text-sm">
          {refusal ?? "Can be called again once all calls are over."}
        </p>
      )}
    </div>
  );
}

function CheckAgain({ provider, onOrdered }: Pick<RowActionsProps, "provider" | "onOrdered">) {
  const [isAsking, setIsAsking] = useState(false);
  const [words, setWords] = useState<string | null>(null);
  const check = async () => {
    setIsAsking(true);
    setWords(null);
    const said = await checkCall(provider.attempt.id);
    setIsAsking(false);
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
