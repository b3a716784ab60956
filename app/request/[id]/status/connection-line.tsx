"use client";

import { useLayoutEffect, useRef, useState } from "react";
import { describeDuration } from "../../../duration";
import type { Connection } from "../live/watch-batch";
import { useBrowserClock } from "../use-clock";
import { focusHeadline } from "./focus-headline";

type ConnectionLineProps = {
  connection: Connection;
  isFinal: boolean;
  updatedAt: number;
};

/** Each short enough for one line of the narrowest phone, so that nothing moves when the connection comes and goes. */
const LOST_WORDS: Partial<Record<Connection, string>> = {
  unreachable: "The server is not responding; trying again.",
  signed_out: "No longer updated.",
};

/** One quiet line: whether the page is live. How old it is when it is not stands in `LastUpdate`. */
export function ConnectionLine(props: ConnectionLineProps) {
  const { connection, isFinal, updatedAt } = props;
  const lost = LOST_WORDS[connection];
  if (lost) return <Line mark="bg-bad">{lost}</Line>;
  if (connection === "offline") {
    const calls = isFinal ? "all calls are over" : "calls continue";
    return <Line mark="bg-bad">You are offline; {calls}.</Line>;
  }
  if (connection === "polling")
    return (
      <Line mark="bg-warn">
        Not live; checked <Age updatedAt={updatedAt} /> ago.
      </Line>
    );
  if (isFinal) return <Line mark="bg-line-strong">All calls are over.</Line>;
  return connection === "live" ? (
    <Line mark="bg-good">Updates live.</Line>
  ) : (
    <Line mark="bg-line-strong">Connecting…</Line>
  );
}

type LastUpdateProps = Pick<ConnectionLineProps, "connection" | "updatedAt"> & {
  onRetry: () => Promise<void>;
};

/** How old what the page shows is while nothing is heard, and a way to ask at once where asking can help. */
export function LastUpdate({ connection, onRetry, ...age }: LastUpdateProps) {
  return (
    <span data-testid="last-update">
      Last update <Age {...age} /> ago.{" "}
      {connection !== "signed_out" && <RetryNow onRetry={onRetry} />}
    </span>
  );
}

function RetryNow({ onRetry }: Pick<LastUpdateProps, "onRetry">) {
  const [isTrying, setIsTrying] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(
    () => () => {
      // It goes when it has worked: the keyboard goes on from the line above.
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
      <span
        aria-hidden="true"
        className={`mt-1.75 size-2 shrink-0 rounded-full forced-color-adjust-none ${mark}`}
      />
      <span>{children}</span>
    </p>
  );
}

function Age({ updatedAt }: { updatedAt: number }) {
  const now = useBrowserClock();
  return describeDuration(Math.max(0, now - updatedAt / 1000));
}
