"use client";

import { useLayoutEffect, useRef, useState } from "react";
import { describeDuration } from "../../duration";
import { focusHeadline } from "./focus-headline";
import { useRunningClock } from "./use-clock";
import type { Connection } from "./watch-batch";

type ConnectionLineProps = {
  connection: Connection;
  isFinal: boolean;
  updatedAt: number;
  serverTime: number;
  onRetry: () => Promise<void>;
};

const LOST_WORDS: Partial<Record<Connection, string>> = {
  offline: "You are offline; the calls go on.",
  unreachable: "The server does not answer; trying again.",
};

/** One quiet line that always takes its place: whether the page is live, and if not, how old what it shows is. */
export function ConnectionLine(props: ConnectionLineProps) {
  const { connection, isFinal, updatedAt, serverTime, onRetry } = props;
  const age = <Age updatedAt={updatedAt} serverTime={serverTime} />;
  const lost = LOST_WORDS[connection];
  if (lost)
    return (
      <Line mark="bg-bad">
        {lost} {age} <RetryNow onRetry={onRetry} />
      </Line>
    );
  if (connection === "signed_out") return <Line mark="bg-bad">No longer updated. {age}</Line>;
  if (connection === "polling")
    return <Line mark="bg-warn">Live updates are paused; checking every few seconds. {age}</Line>;
  if (isFinal) return <Line mark="bg-line-strong">All calls are over.</Line>;
  return connection === "live" ? (
    <Line mark="bg-good">Updates live.</Line>
  ) : (
    <Line mark="bg-line-strong">Connecting…</Line>
  );
}

function RetryNow({ onRetry }: Pick<ConnectionLineProps, "onRetry">) {
  const [isTrying, setIsTrying] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(
    () => () => {
      // It goes when it has worked: whoever has pressed it goes on from the line above.
      if (document.activeElement === button.current) focusHeadline();
    },
    [],
  );
  const retry = async () => {
    if (isTrying) return;
    setIsTrying(true);
    await onRetry();
    setIsTrying(false);
  };
  return (
    <button
      ref={button}
      type="button"
      // One that is disabled would lose the focus.
      aria-disabled={isTrying}
      onClick={retry}
      className="min-h-6 rounded-md font-medium text-accent underline underline-offset-2"
    >
      {isTrying ? "Trying…" : "Retry now"}
    </button>
  );
}

function Line({ mark, children }: { mark: string; children: React.ReactNode }) {
  return (
    <p className="flex min-h-6 items-start gap-2 text-muted text-sm" data-testid="connection">
      <span aria-hidden="true" className={`mt-1.75 size-2 shrink-0 rounded-full ${mark}`} />
      <span>{children}</span>
    </p>
  );
}

function Age({ updatedAt, serverTime }: { updatedAt: number; serverTime: number }) {
  const now = useRunningClock(serverTime);
  return <>Last update {describeDuration(Math.max(0, now - updatedAt / 1000))} ago.</>;
}
