"use client";

import { useEffect, useState } from "react";
import type { Message } from "./announcer";

/**
 * What a press came to that shows nowhere else, at the foot of the window. It stays until the next press, so that nobody
 * has to read against a clock. Screen readers hear it from the polite region.
 */
export function Toast({ message }: { message: Message | null }) {
  const [gone, setGone] = useState<Message | null>(null);
  useEffect(() => {
    const leave = () => setGone(message);
    addEventListener("pointerdown", leave);
    addEventListener("keydown", leave);
    return () => {
      removeEventListener("pointerdown", leave);
      removeEventListener("keydown", leave);
    };
  }, [message]);
  if (!message || message === gone) return null;
  return (
    <p
      aria-hidden="true"
      data-testid="said"
      // On a phone above the button that floats there: 32 px high, 24 px from the edge.
      className="fixed inset-x-4 bottom-6 z-20 max-sm:bottom-18 mx-auto w-fit max-w-md rounded-xl border border-line bg-text px-4 py-2.5 text-bg text-sm shadow-lg"
    >
      {message.words}
    </p>
  );
}
