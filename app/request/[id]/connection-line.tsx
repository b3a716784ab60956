"use client";

import { describeDuration } from "../../duration";
import { useClock } from "./use-clock";
import type { Connection } from "./watch-batch";

type ConnectionLineProps = {
  connection: Connection;
  isFinal: boolean;
  updatedAt: number;
  serverTime: number;
};

/** One quiet line that always takes its place: whether the page is live, and if not, how old what it shows is. */
export function ConnectionLine(props: ConnectionLineProps) {
  const { connection, isFinal, updatedAt, serverTime } = props;
  if (connection === "polling")
    return (
      <Line mark="bg-warn">
        Live updates are paused; checking every few seconds.{" "}
        <Age updatedAt={updatedAt} serverTime={serverTime} />
      </Line>
    );
  if (connection === "unreachable")
    return (
      <Line mark="bg-bad">
        The server does not answer; trying again.{" "}
        <Age updatedAt={updatedAt} serverTime={serverTime} />
      </Line>
    );
  if (isFinal) return <Line mark="bg-line-strong">All calls are over.</Line>;
  return connection === "live" ? (
    <Line mark="bg-good">Updates live.</Line>
  ) : (
    <Line mark="bg-line-strong">Connecting…</Line>
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
  const now = useClock(serverTime);
  return <>Last update {describeDuration(Math.max(0, now - updatedAt / 1000))} ago.</>;
}
