"use client";

import { WifiOff } from "lucide-react";
import { usePathname } from "next/navigation";
import { useOffline } from "next/offline";
import { formatTime } from "../format-time";

/** Says on every page that the connection is gone, below the content so that nothing moves. */
export function OfflineBar() {
  const isOffline = useOffline();
  const path = usePathname();
  // The live page has a line of its own that counts how old its state is, and one voice for screen readers.
  if (path.startsWith("/request/")) return null;
  const text = isOffline ? describeOffline(path) : null;
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-0 z-10 flex justify-center p-4"
    >
      {text && (
        <p className="flex items-center gap-3 rounded-xl bg-text px-4 py-3 text-bg text-sm shadow-lg">
          <WifiOff aria-hidden="true" className="size-4 shrink-0" />
          {text}
        </p>
      )}
    </div>
  );
}

function describeOffline(path: string): string {
  if (path === "/login") return "You are offline. Signing in goes on when the connection is back.";
  if (path === "/new") return "You are offline. What you typed stays here; send it later.";
  const readAt = document.querySelector<HTMLElement>("[data-read-at]")?.dataset.readAt;
  return readAt
    ? `You are offline. This page shows what was known at ${formatTime(readAt)}.`
    : "You are offline.";
}
