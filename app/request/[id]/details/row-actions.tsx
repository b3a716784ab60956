"use client";

import { Pencil, PhoneCall, RefreshCw } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { LiveProvider } from "@/lib/batches/live-state";
import { Button, buttonClass } from "../../../components/button";
import { likePath } from "../../../new/like/like-path";
import { whyNotAgain } from "../orders/retryable";
import { checkCall } from "../orders/send-order";
import { useRequest } from "../request-context";
import { describePhase } from "../words/phase";

export type RowActionsProps = {
  provider: LiveProvider;
  /** Calls are still made: then nobody can be called again yet. */
  isBusy: boolean;
  onCallAgain: (provider: LiveProvider) => void;
  onOrdered: (words: string) => void;
};

/** What can be done about one business: check what became of an unclear call, mend its number, call again. */
export function RowActions(props: RowActionsProps) {
  const { provider, isBusy, onCallAgain, onOrdered } = props;
  const { job } = useRequest();
  const { attempt } = provider;
  if (attempt.status !== "settled" || provider.isPatched) return null;
  const refusal = whyNotAgain(provider);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {attempt.outcome === "unknown" && <CheckAgain provider={provider} onOrdered={onOrdered} />}
      {describePhase(provider).action === "edit_number" && (
        <Link
          href={likePath({ requestId: job.id, providerId: provider.id })}
          prefetch={false}
          className={buttonClass({ size: "small" })}
        >
          <Pencil aria-hidden="true" className="size-3.5" />
          Edit number
        </Link>
      )}
      {refusal === null && !isBusy && (
        <Button size="small" onClick={() => onCallAgain(provider)}>
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
