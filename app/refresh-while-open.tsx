"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

// The list only tells how far things are; whoever wants to watch opens the request.
const REFRESH_MS = 5000;

/** Reads the list again while calls are being made and somebody looks. */
export function RefreshWhileOpen() {
  const router = useRouter();
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === "visible") router.refresh();
    };
    const timer = setInterval(refresh, REFRESH_MS);
    document.addEventListener("visibilitychange", refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", refresh);
    };
  }, [router]);
  return null;
}
