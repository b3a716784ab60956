import { type ReactNode, useEffect, useState } from "react";
import type { ListReading } from "@/lib/lists/reading";
import { describeOutlook } from "./outlook-words";

// As long as somebody types, the list changes with each key.
const PAUSE_MS = 500;

/** Says how many of the list would wait for calling hours, or which limit they exceed. Only the server knows either. */
export default function Outlook({ list }: { list: ListReading }): ReactNode {
  const [sentences, setSentences] = useState<string[]>([]);
  const phones = list.rows
    .flatMap(({ verdict, phone }) => (verdict === "call" && phone ? [phone] : []))
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
      return response.ok ? describeOutlook(await response.json(), Date.now()) : [];
    };
    const timer = setTimeout(async () => {
      // Without an answer nothing is said: the order is taken in any case, and its page tells who waits.
      const said = await ask().catch(() => []);
      if (!leaving.signal.aborted) setSentences(said);
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [phones]);
  return (
    <div role="status" className="grid gap-2 text-sm">
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}
