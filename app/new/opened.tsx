"use client";

import { type ReactNode, Suspense, useEffect, useRef, useState } from "react";

type OpenedProps = {
  summary: string;
  /** Something inside wants attention. */
  opens?: boolean;
  children: ReactNode;
};

/** Details whose content is loaded when somebody opens them; also before the script of the page was there. */
export function Opened({ summary, opens, children }: OpenedProps) {
  const [isOpen, setIsOpen] = useState(false);
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const { current } = details;
    if (current && opens) current.open = true;
    setIsOpen(current?.open === true);
  }, [opens]);
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
