"use client";

import { useRouter } from "next/navigation";
import { useOffline } from "next/offline";
import { useEffect, useTransition } from "react";

// The list only tells how far things are; to watch them, a person opens the request.
const OPEN_MS = 5000;

// Nothing moves by itself: only a request of another tab or of the API is news, and coming back reads at once.
const IDLE_MS = 30_000;

/** Reads the list again while somebody looks: on coming back to it, when the connection is back, and now and then. */
export function RefreshList({ isOpen }: { isOpen: boolean }) {
  const router = useRouter();
  const isOffline = useOffline();
  const [isReading, startReading] = useTransition();
  useEffect(() => {
    // A question that waits for the connection is answered when it is back; more of them would only queue up.
    if (isOffline || isReading) return;
    // Coming back can be told twice, by the tab and by the window.
    let isAsked = false;
    const refresh = () => {
      if (isAsked || document.visibilityState === "hidden") return;
      isAsked = true;
      startReading(() => router.refresh());
    };
    const timer = setTimeout(refresh, isOpen ? OPEN_MS : IDLE_MS);
    document.addEventListener("visibilitychange", refresh);
    window.addEventListener("focus", refresh);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", refresh);
      window.removeEventListener("focus", refresh);
    };
  }, [router, isOpen, isOffline, isReading]);
  return null;
}
