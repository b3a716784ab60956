"use client";

import { Download } from "lucide-react";
import { lazy, Suspense, useId, useRef, useState } from "react";
import { buttonClass } from "../../components/button";
import { NotLoaded } from "./not-loaded";
import type { ShareItemsProps } from "./share-items";

// Read when the menu opens: most visits end without a file.
const ShareItems = lazy(async () => {
  try {
    return { default: (await import("./share-items")).ShareItems };
  } catch {
    // No network, or a newer deployment has replaced the script.
    return { default: NotLoaded };
  }
});

/** What is seen leaves the page, made in the browser. */
export function ShareMenu(props: Omit<ShareItemsProps, "onChosen">) {
  const menuId = useId();
  const menu = useRef<HTMLDivElement>(null);
  const [isWanted, setIsWanted] = useState(false);
  return (
    <>
      <button
        type="button"
        popoverTarget={menuId}
        className={`${buttonClass({ size: "small" })} [anchor-name:--share]`}
      >
        <Download aria-hidden="true" className="size-3.5" />
        Export
      </button>
      <div
        ref={menu}
        id={menuId}
        popover="auto"
        onBeforeToggle={() => setIsWanted(true)}
        className="m-auto w-64 rounded-xl border border-line bg-surface p-1.5 text-text shadow-xl supports-[position-area:bottom]:inset-auto supports-[position-area:bottom]:m-0 supports-[position-area:bottom]:mt-1 [position-anchor:--share] [position-area:bottom_span-left]"
      >
        {isWanted && (
          <Suspense fallback={<p className="px-2.5 py-1.5 text-muted text-sm">Loading…</p>}>
            <ShareItems {...props} onChosen={() => menu.current?.hidePopover()} />
          </Suspense>
        )}
      </div>
    </>
  );
}
