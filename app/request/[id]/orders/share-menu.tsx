"use client";

import { Download } from "lucide-react";
import { useId, useRef, useState } from "react";
import { buttonClass } from "../../../components/button";
import { createLazy, LazyPart } from "../lazy-part";
import type { ShareItemsProps } from "./share-items";

// Most visits end without a file.
const items = createLazy(async () => (await import("./share-items")).ShareItems);

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
          <LazyPart
            lazy={items}
            props={{ ...props, onChosen: () => menu.current?.hidePopover() }}
          />
        )}
      </div>
    </>
  );
}
