"use client";

import { useEffect, useState } from "react";
import type { ListReading } from "@/lib/lists/reading";

/** Nobody who types a number pauses that long within it; who has finished is told soon enough to go on by it. */
const PAUSE_MS = 1500;

/** What the list comes to, part by part: "8 businesses to call", "2 need a fix". Empty while there is no list. */
function summarize({ rows, counts }: ListReading, skipsBad: boolean) {
  const { called: good, merged, refused: bad } = counts;
  if (rows.length === counts.ignored) return [];
  const parts = [good === 1 ? "1 business to call" : `${good} businesses to call`];
  if (merged > 0)
    parts.push(merged === 1 ? "1 repeated number merged" : `${merged} repeated numbers merged`);
  if (bad > 0)
    parts.push(`${bad} ${skipsBad ? "skipped" : bad === 1 ? "needs a fix" : "need a fix"}`);
  return parts;
}

type ListSummaryProps = { list: ListReading; skipsBad: boolean };

export function ListSummary({ list, skipsBad }: ListSummaryProps) {
  return <p className="text-sm">{summarize(list, skipsBad).join(" · ")}</p>;
}

/** Reads the same out, once the keys rest: each key press changes it, and half a number is no news. */
export function SpokenSummary({ list, skipsBad }: ListSummaryProps) {
  const parts = summarize(list, skipsBad);
  const text = parts.length > 0 ? `${parts.join(", ")}.` : "";
  const [spoken, setSpoken] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <p role="status" className="sr-only">
      {spoken}
    </p>
  );
}
