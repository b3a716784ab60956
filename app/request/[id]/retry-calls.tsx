"use client";

import { lazy, type ReactNode, Suspense, useState } from "react";
import type { LiveBatch } from "@/lib/batches/live-state";
import { Button } from "../../components/button";
import { NotLoaded } from "./not-loaded";
import { findRetryable, labelRetry } from "./retryable";

// Read when it is asked for: most visits end before anybody is called again.
const RetryDialog = lazy(async () => {
  try {
    return { default: (await import("./retry-dialog")).RetryDialog };
  } catch {
    // No network, or a newer deployment has replaced the script.
    return { default: NotLoaded };
  }
});

type RetryCallsProps = {
  live: LiveBatch;
  maxAttempts: number;
  isSimulated: boolean;
  onOrdered: (words: string) => void;
  /** Shown when there is nobody to call again. */
  children: ReactNode;
};

/** Calls again whoever was not reached, after asking whom. */
export function RetryCalls({ live, children, ...rest }: RetryCallsProps) {
  const [isAsked, setIsAsked] = useState(false);
  const retryable = findRetryable(live);
  const proposal = retryable && labelRetry(retryable);
  if (retryable === null || proposal === null) return children;
  return (
    <>
      {/* After a fault the next call is likely to be refused as well: somebody has to mend it first. */}
      <Button kind={live.fault ? "plain" : "primary"} onClick={() => setIsAsked(true)}>
        {live.fault ? "Try again" : proposal}
      </Button>
      {isAsked && (
        <Suspense>
          <RetryDialog
            live={live}
            retryable={retryable}
            {...rest}
            onClose={() => setIsAsked(false)}
          />
        </Suspense>
      )}
    </>
  );
}
