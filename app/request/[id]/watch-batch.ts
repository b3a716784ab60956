import {
  fromSnapshot,
  type LiveBatch,
  mergeAttemptsHint,
  mergeBatchHint,
  mergeSnapshot,
} from "@/lib/batches/live-state";
import type { BatchStatusAnswer } from "@/lib/batches/schema";
import { fetchStatus } from "./fetch-status";
import { type SupabaseAddress, subscribe } from "./subscribe";

export type Connection =
  | "connecting"
  | "live"
  /** The channel is down; the state is read every few seconds instead. */
  | "polling"
  /** The last read was not answered. */
  | "unreachable"
  /** The same, and the browser knows why: it has no network. */
  | "offline"
  | "signed_out";

/** Nothing is heard any more: what is shown is as old as the last update. */
export const isLost = (connection: Connection): boolean =>
  connection === "unreachable" || connection === "offline" || connection === "signed_out";

export type Watched = {
  live: LiveBatch;
  connection: Connection;
  /** When the state was last known to be current, on the clock of this browser. */
  updatedAt: number;
  /** Server clock minus clock of this browser. */
  clockOffsetMs: number;
};

export type Watch = {
  /** Reads the state now. */
  refresh: () => Promise<void>;
  stop: () => void;
};

// Several rows often change within one transaction or two; one read then answers for all.
const COALESCE_MS = 200;

// Reads take at most a fifth of the time, however large the request is.
const REST_PER_READ = 4;

// Without the channel: soon enough to watch a call, seldom enough for a phone on a train.
const FALLBACK_POLL_MS = 3000;

// With the channel: only a hint that was lost on the way needs it.
const SAFETY_POLL_MS = 15_000;

// Below this the difference is the network's, not a clock that is wrong.
const CLOCK_TOLERANCE_MS = 5000;

/** Keeps a batch current: hints from the channel, snapshots after them and whenever hints may have been missed. */
export function watchBatch(
  initial: { answer: BatchStatusAnswer; serverTime: number },
  supabase: SupabaseAddress,
  onChange: (watched: Watched) => void,
): Watch {
  let watched = startWatching(initial);
  let etag: string | null = null;
  let isSubscribed = false;
  let isReading = false;
  let isReadWanted = false;
  let restUntil = 0;
  let readTimer: ReturnType<typeof setTimeout> | undefined;
  let pollTimer: ReturnType<typeof setTimeout> | undefined;
  const stopping = new AbortController();
  const id = initial.answer.serviceRequestId;

  const update = (change: Partial<Watched>) => {
    watched = { ...watched, ...change };
    onChange(watched);
  };

  const reachable = (): Connection => {
    if (isSubscribed) return "live";
    return isLost(watched.connection) ? "polling" : watched.connection;
  };

  const read = async () => {
    if (isReading) {
      isReadWanted = true;
      return;
    }
    isReading = true;
    const startedAt = Date.now();
    const result = await fetchStatus(id, etag, stopping.signal);
    isReading = false;
    if (stopping.signal.aborted) return;
    const now = Date.now();
    restUntil = now + (now - startedAt) * REST_PER_READ;
    switch (result.kind) {
      case "read":
        etag = result.etag;
        update({
          live: mergeSnapshot(watched.live, result.answer),
          connection: reachable(),
          updatedAt: now,
          clockOffsetMs: clockOffset(result.serverTime, now) ?? watched.clockOffsetMs,
        });
        break;
      case "unchanged":
        update({ connection: reachable(), updatedAt: now });
        break;
      case "signed_out":
        update({ connection: "signed_out" });
        unsubscribe();
        return;
      case "unanswered":
        update({ connection: navigator.onLine ? "unreachable" : "offline" });
        break;
    }
    if (isReadWanted) {
      isReadWanted = false;
      readSoon();
    }
    planPoll();
  };

  const readSoon = () => {
    readTimer ??= setTimeout(
      () => {
        readTimer = undefined;
        void read();
      },
      Math.max(COALESCE_MS, restUntil - Date.now()),
    );
  };

  const planPoll = () => {
    clearTimeout(pollTimer);
    if (watched.connection === "signed_out") return;
    const isUnreachable = isLost(watched.connection);
    if (watched.live.isFinal && !isUnreachable) return;
    pollTimer = setTimeout(
      () => {
        if (!isSubscribed && !isUnreachable) update({ connection: "polling" });
        // Nobody looks: the visit that follows reads at once.
        if (document.visibilityState === "visible") void read();
        else planPoll();
      },
      isSubscribed && !isUnreachable ? SAFETY_POLL_MS : FALLBACK_POLL_MS,
    );
  };

  const hinted = (live: LiveBatch, isEnough: boolean) => {
    const isChanged = live !== watched.live;
    if (isChanged) update({ live, updatedAt: Date.now() });
    // A hint carries no details: times, words and prices come with the snapshot.
    if (isChanged || !isEnough) readSoon();
  };
  const unsubscribe = subscribe(id, supabase, {
    onAttempts: (hint) => {
      const { live, clockOffsetMs } = watched;
      const known = new Set(live.providers.map((provider) => provider.id));
      const receivedAt = new Date(Date.now() + clockOffsetMs).toISOString();
      hinted(
        mergeAttemptsHint(live, hint, receivedAt),
        hint.complete && hint.attempts.every(({ providerId }) => known.has(providerId)),
      );
    },
    onBatch: (hint) => {
      const { live } = watched;
      hinted(
        mergeBatchHint(live, hint),
        hint.executionId === live.executionId && (!hint.finished || live.isFinal),
      );
    },
    onConnected: (isConnected) => {
      if (isConnected === isSubscribed) return;
      isSubscribed = isConnected;
      if (isConnected) {
        update({ connection: "live" });
        void read();
      }
      planPoll();
    },
    onUnreadable: readSoon,
  });

  const look = () => {
    if (document.visibilityState === "visible") void read();
  };
  const sayOffline = () => {
    if (watched.connection === "signed_out") return;
    update({ connection: "offline" });
    planPoll();
  };
  document.addEventListener("visibilitychange", look);
  window.addEventListener("focus", look);
  window.addEventListener("online", look);
  window.addEventListener("offline", sayOffline);
  planPoll();

  return {
    refresh: read,
    stop: () => {
      stopping.abort();
      clearTimeout(readTimer);
      clearTimeout(pollTimer);
      unsubscribe();
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("focus", look);
      window.removeEventListener("online", look);
      window.removeEventListener("offline", sayOffline);
    },
  };
}

/** What is known when the page opens: the snapshot that the server drew. */
export function startWatching(initial: { answer: BatchStatusAnswer; serverTime: number }): Watched {
  const now = Date.now();
  return {
    live: fromSnapshot(initial.answer),
    connection: "connecting",
    updatedAt: now,
    clockOffsetMs: clockOffset(initial.serverTime, now) ?? 0,
  };
}

function clockOffset(serverTime: number | null, now: number): number | null {
  if (serverTime === null) return null;
  const offset = serverTime - now;
  return Math.abs(offset) > CLOCK_TOLERANCE_MS ? offset : 0;
}
