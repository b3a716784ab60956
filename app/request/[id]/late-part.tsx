"use client";

import { useEffect } from "react";
import { Button } from "../../components/button";
import { type Late, NOT_LOADED, useLate } from "./use-late";

/** Draws a late part in its place as soon as it is loaded, and offers another try when that fails. */
export function LatePart<P extends object>({ late, props }: { late: Late<P>; props: P }) {
  const { Part, hasFailed, load } = useLate(late);
  // biome-ignore lint/correctness/useExhaustiveDependencies: loaded once by itself; after that whoever looks decides.
  useEffect(() => void load(), [late]);
  if (Part) return <Part {...props} />;
  if (!hasFailed) return <p className="px-2.5 py-1.5 text-muted text-sm">Loading…</p>;
  return (
    <div className="grid justify-items-start gap-2">
      <p role="alert" className="text-bad text-sm">
        {NOT_LOADED}
      </p>
      <Button size="small" onClick={load}>
        Try again
      </Button>
    </div>
  );
}
