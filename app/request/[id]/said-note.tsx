"use client";

import { useEffect, useState } from "react";
import type { Said } from "./announcer";

// Time to read a dozen words twice.
const SHOWN_MS = 5000;

/** What a press came to, for a moment at the foot of the window. Screen readers hear it from the polite region. */
export function SaidNote({ said }: { said: Said | null }) {
  const [gone, setGone] = useState<Said | null>(null);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setGone(said), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);
  if (!said || said === gone) return null;
  return (
    <p
      aria-hidden="true"
      data-testid="said"
      // On a phone above the button that floats there: 32 px high, 24 px from the edge.
      className="fixed inset-x-4 bottom-6 z-20 max-sm:bottom-18 mx-auto w-fit max-w-md rounded-xl border border-line bg-text px-4 py-2.5 text-bg text-sm shadow-lg"
    >
      {said.words}
    </p>
  );
}
