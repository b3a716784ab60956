import { type ReactNode, useEffect, useState } from "react";
import type { ProviderList } from "@/lib/providers/parse-list";
import { describeClosed } from "./closed-words";

// As long as somebody types, the list changes with each key.
const PAUSE_MS = 500;

/** Says how many of the list would wait for calling hours. The server knows where numbers are: the table is large. */
export default function OpenHours({ list }: { list: ProviderList }): ReactNode {
  const [words, setWords] = useState<string | null>(null);
  const phones = list.rows
    .flatMap(({ verdict }) => (verdict.kind === "good" ? [verdict.e164] : []))
    .join();
  useEffect(() => {
    const leaving = new AbortController();
    const ask = async () => {
      const response = await fetch("/api/v1/providers/estimate", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({
          providers: phones.split(",").map((phone) => ({ name: phone, phone })),
        }),
        signal: leaving.signal,
      });
      return response.ok ? describeClosed(await response.json(), Date.now()) : null;
    };
    const timer = setTimeout(async () => {
      // Without an answer nothing is said: the order is taken in any case, and its page tells who waits.
      const said = await ask().catch(() => null);
      if (!leaving.signal.aborted) setWords(said);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [phones]);
  return (
    <p role="status" className="text-sm">
      {words}
    </p>
  );
}
