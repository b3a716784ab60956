"use client";

import { LoaderCircle } from "lucide-react";
import { useLinkStatus } from "next/link";

/** Inside a link: turns while the page behind it is on its way. Always takes its place, so nothing moves. */
export function LinkPending() {
  const { pending } = useLinkStatus();
  return (
    <LoaderCircle
      aria-hidden="true"
      className={`size-4 shrink-0 animate-spin text-muted transition-opacity delay-100 ${pending ? "opacity-100" : "opacity-0"}`}
    />
  );
}
