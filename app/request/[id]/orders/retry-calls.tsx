"use client";

import { type ReactNode, useState } from "react";
import type { LiveBatch } from "@/lib/batches/live-state";
import { Button } from "../../../components/button";
import { createLazy, NotLoaded, useLazy } from "../lazy-part";
import { findRetryable, labelRetry } from "./retryable";

const dialog = createLazy(async () => (await import("./retry-dialog")).RetryDialog);

type RetryCallsProps = {
  live: LiveBatch;
  onOrdered: (words: string) => void;
  /** Shown when there is nobody to call again. */
  children: ReactNode;
};

/** Calls again those who were not reached, after asking whom. */
export function RetryCalls({ live, children, onOrdered }: RetryCallsProps) {
  const { Part: RetryDialog, hasFailed, load } = useLazy(dialog);
  const [isAsked, setIsAsked] = useState(false);
  const retryable = findRetryable(live);
  const proposal = retryable && labelRetry(retryable);
  if (retryable === null || proposal === null) return children;
  const isBlocked = live.fault && live.fault.code !== "cap_reached";
  return (
    <>
      {/* After a fault the next call is likely to be refused as well: somebody has to mend it first. */}
      <Button kind={isBlocked ? "plain" : "primary"} onClick={async () => setIsAsked(await load())}>
        {isBlocked ? "Try again" : proposal}
      </Button>
      {hasFailed && <NotLoaded />}
      {isAsked && RetryDialog && (
        <RetryDialog
          live={live}
          retryable={retryable}
          onOrdered={onOrdered}
          onClose={() => setIsAsked(false)}
        />
      )}
    </>
  );
}
