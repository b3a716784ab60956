"use client";

import { lazy, type ReactNode, Suspense, useState } from "react";
import type { LiveBatch } from "@/lib/batches/live-state";
import { Button } from "../../components/button";
import { findRetryable, labelRetry } from "./retryable";

// Read when it is asked for: most visits end before anybody is called again.
const RetryDialog = lazy(async () => {
  try {
    return { default: (await import("./retry-dialog")).RetryDialog };
  } catch {
    // No network, or a newer deployment has replaced the script.
    return { default: DialogUnread };
  }
});

type RetryCallsProps = {
  live: LiveBatch;
  maxAttempts: number;
  onOrdered: (words: string) => void;
  /** Shown when there is nobody to call again. */
  children: ReactNode;
};

/** Calls again whoever was not reached, after asking whom. */
export function RetryCalls({ live, maxAttempts, onOrdered, children }: RetryCallsProps) {
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
            maxAttempts={maxAttempts}
            onOrdered={onOrdered}
            onClose={() => setIsAsked(false)}
          />
        </Suspense>
      )}
    </>
  );
}

function DialogUnread() {
  return (
    <p role="alert" className="mt-1 text-bad text-sm">
      This could not be loaded. Reload the page and try again.
    </p>
  );
}
