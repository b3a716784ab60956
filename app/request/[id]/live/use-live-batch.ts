"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { BatchStatusAnswer } from "@/lib/batches/schema";
import { setClocks } from "../use-clock";
import {
  isLost,
  type SupabaseAddress,
  startWatching,
  type Watch,
  type Watched,
  watchBatch,
} from "./watch-batch";

type LiveBatchOptions = {
  answer: BatchStatusAnswer;
  serverTime: number;
  supabase: SupabaseAddress;
};

/** The batch of a page, kept current while the page is open. */
export function useLiveBatch({ answer, serverTime, supabase }: LiveBatchOptions) {
  const [watched, setWatched] = useState<Watched>(() => startWatching({ answer, serverTime }));
  const watch = useRef<Watch | null>(null);
  // The snapshot of the first drawing is where watching starts; later ones come through the watch itself.
  const [initial] = useState({ answer, serverTime });
  const { url, publishableKey } = supabase;

  useEffect(() => {
    const current = watchBatch(initial, { url, publishableKey }, setWatched);
    watch.current = current;
    return current.stop;
  }, [initial, url, publishableKey]);

  const { connection, updatedAt, clockOffsetMs } = watched;
  const heldAt = isLost(connection) ? updatedAt : null;
  useEffect(() => {
    setClocks({ heldAt, offsetMs: clockOffsetMs });
    return () => setClocks({ heldAt: null, offsetMs: 0 });
  }, [heldAt, clockOffsetMs]);

  const refresh = useCallback(async () => watch.current?.refresh(), []);
  return { ...watched, refresh };
}
