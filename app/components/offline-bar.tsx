"use client";

import { WifiOff } from "lucide-react";
import { usePathname } from "next/navigation";
import { useOffline } from "next/offline";
import { useEffect, useState } from "react";
import { formatTime } from "../format-time";
import { Button } from "./button";

/** Says on every page that the connection is gone, below the content so that nothing moves. */
export function OfflineBar() {
  const isOffline = useOffline();
  const path = usePathname();
  // The live page has a line of its own that counts how old its state is, and one voice for screen readers.
  if (path.startsWith("/request/")) return null;
  const text = isOffline ? describeOffline(path) : null;
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-0 z-10 flex justify-center p-4">
      <div
        className={
          text ? "pointer-events-auto flex items-center rounded-xl bg-text text-bg shadow-lg" : ""
        }
      >
        <p role="status" className={text ? "flex items-center gap-3 py-3 pl-4 text-sm" : ""}>
          {text && <WifiOff aria-hidden="true" className="size-4 shrink-0" />}
          {text}
        </p>
        {text && <RetryNow />}
      </div>
    </div>
  );
}

/** Long enough to be seen; finding out takes a fifth of it. */
const TRYING_MS = 1000;

/** The router asks again by itself, after 3 s at most; for who does not want to wait for what cannot be seen. */
function RetryNow() {
  const [isTrying, setTrying] = useState(false);
  useEffect(() => {
    if (!isTrying) return;
    const timer = setTimeout(() => setTrying(false), TRYING_MS);
    return () => clearTimeout(timer);
  }, [isTrying]);
  return (
    <Button
      kind="inverse"
      size="small"
      aria-disabled={isTrying}
      onClick={() => {
        setTrying(true);
        // What a browser says when a network appears: the router then asks, and so does everything that waits.
        dispatchEvent(new Event("online"));
      }}
      className="m-1.5 min-w-24"
    >
      {isTrying ? "Trying…" : "Retry now"}
    </Button>
  );
}

function describeOffline(path: string): string {
  if (path === "/login") return "You are offline. Sign-in continues when the connection is back.";
  if (path === "/new")
    return "You are offline. What you typed stays here; call when you are back online.";
  const readAt = document.querySelector<HTMLElement>("[data-read-at]")?.dataset.readAt;
  return readAt
    ? `You are offline. This page shows the state as of ${formatTime(readAt)}.`
    : "You are offline.";
}
