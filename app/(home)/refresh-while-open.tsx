"use client";

import { useRouter } from "next/navigation";
import { useOffline } from "next/offline";
import { useEffect, useTransition } from "react";

// The list only tells how far things are; whoever wants to watch opens the request.
const REFRESH_MS = 5000;

/** Reads the list again while calls are being made and somebody looks, and at once when the connection is back. */
export function RefreshWhileOpen() {
  const router = useRouter();
  const isOffline = useOffline();
  const [isReading, startReading] = useTransition();
  useEffect(() => {
    // A question that waits for the connection is answered when it is back; more of them would only queue up.
    if (isOffline || isReading) return;
    const refresh = () => {
      if (document.visibilityState === "visible") startReading(() => router.refresh());
    };
    const timer = setTimeout(refresh, REFRESH_MS);
    document.addEventListener("visibilitychange", refresh);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", refresh);
    };
  }, [router, isOffline, isReading]);
  return null;
}
