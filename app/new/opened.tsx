"use client";

import { type ReactNode, Suspense, useEffect, useRef, useState } from "react";

/** Details whose content is loaded when somebody opens them; also before the script of the page was there. */
export function Opened({ summary, children }: { summary: string; children: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => setIsOpen(details.current?.open === true), []);
  return (
    <details ref={details} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary className="w-fit rounded-md py-1 text-muted text-sm hover:text-text">
        {summary}
      </summary>
      {isOpen && <Suspense>{children}</Suspense>}
    </details>
  );
}

/** In place of what could not be loaded. */
export const NotLoaded = () => <p className="text-muted text-sm">Reload the page to see this.</p>;
