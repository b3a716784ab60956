"use client";

import { type LucideIcon, Pencil, PhoneCall, PhoneOff, RefreshCw } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import type { LiveProvider } from "@/lib/batches/live-state";
import { Button, buttonClass } from "../../../components/button";
import { likePath } from "../../../new/like/like-path";
import { whyNotAgain } from "../orders/retryable";
import { callAnyway, checkCall, neverCall } from "../orders/send-order";
import { useRequest } from "../request-context";
import { describePhase } from "../words/phase";

export type RowActionsProps = {
  provider: LiveProvider;
  /** Calls are still made: then nobody can be called again yet. */
  isBusy: boolean;
  onCallAgain: (provider: LiveProvider) => void;
  onOrdered: (words: string) => void;
};

/**
 * What can be done about one business: call it before its hours begin, check what became of an unclear call, mend its
 * number, call again, or never again.
 */
export function RowActions(props: RowActionsProps) {
  const { provider, isBusy, onCallAgain, onOrdered } = props;
  const { job, allowsCallAnyway } = useRequest();
  const { attempt } = provider;
  if (provider.isPatched) return null;
  if (attempt.status === "queued")
    return (
      <div className="flex flex-wrap items-center gap-2">
        {allowsCallAnyway && attempt.holdCode === "outside_hours" && (
          <Ask
            label="Call anyway"
            asking="Ordering the call…"
            Icon={PhoneCall}
            ask={() => callAnyway(attempt.id)}
            onSaid={onOrdered}
          />
        )}
        <NeverAgain provider={provider} onOrdered={onOrdered} />
      </div>
    );
  if (attempt.status !== "settled") return null;
  const refusal = whyNotAgain(provider);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {attempt.outcome === "unknown" && (
        <Ask
          label="Check again"
          asking="Asking the phone service…"
          Icon={RefreshCw}
          ask={() => checkCall(attempt.id)}
          onSaid={onOrdered}
        />
      )}
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
      <NeverAgain provider={provider} onOrdered={onOrdered} />
    </div>
  );
}

function NeverAgain({ provider, onOrdered }: Pick<RowActionsProps, "provider" | "onOrdered">) {
  return (
    <Ask
      label="Never call this business again"
      asking="Saving…"
      Icon={PhoneOff}
      ask={() => neverCall(provider.phone, provider.name)}
      onSaid={onOrdered}
    />
  );
}

type AskProps = {
  label: string;
  /** On the button while the answer is awaited. */
  asking: string;
  Icon: LucideIcon;
  /** Resolves to what came of it, in words. */
  ask: () => Promise<string>;
  onSaid: (words: string) => void;
};

/** A button whose order is answered in words beside it. */
function Ask({ label, asking, Icon, ask, onSaid }: AskProps) {
  const [isAsking, setIsAsking] = useState(false);
  const [words, setWords] = useState<string | null>(null);
  const press = async () => {
    setIsAsking(true);
    setWords(null);
    const said = await ask();
    setIsAsking(false);
    setWords(said);
    onSaid(said);
  };
  return (
    <>
      <Button size="small" disabled={isAsking} onClick={press}>
        <Icon aria-hidden="true" className="size-3.5" />
        {isAsking ? asking : label}
      </Button>
      {words && <p className="text-muted text-sm">{words}</p>}
    </>
  );
}
