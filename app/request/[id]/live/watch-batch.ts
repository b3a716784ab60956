import {
  fromSnapshot,
  type LiveBatch,
  mergeAttemptsHint,
  mergeBatchHint,
  mergeSnapshot,
} from "@/lib/batches/live-state";
import type { BatchStatusAnswer } from "@/lib/batches/schema";
import {
  ATTEMPTS_CHANGED,
  type AttemptsChanged,
  BATCH_CHANGED,
  type BatchChanged,
  parseAttemptsChanged,
  parseBatchChanged,
  requestTopic,
} from "@/lib/realtime/topics";
import { openChannel } from "./channel";
import { fetchStatus, type StatusAnswer } from "./fetch-status";
import { paceReads } from "./paced-reads";

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

export type SupabaseAddress = { url: string; publishableKey: string };

// Without the channel: soon enough to watch a call, seldom enough for a phone on a train.
const FALLBACK_POLL_MS = 3000;

// With the channel: only a hint that was lost on the way needs it.
const SAFETY_POLL_MS = 15_000;

// Below this the difference is the network's, not a clock that is wrong.
const CLOCK_TOLERANCE_MS = 5000;

type Snapshot = { answer: BatchStatusAnswer; serverTime: number };

/** Keeps a batch current: hints from the channel, snapshots after them and whenever hints may have been missed. */
export function watchBatch(
  initial: Snapshot,
  supabase: SupabaseAddress,
  onChange: (watched: Watched) => void,
): Watch {
  const id = initial.answer.serviceRequestId;
  const stopping = new AbortController();
  let watched = startWatching(initial);
  let etag: string | null = null;
  let isJoined = false;
  let pollTimer: ReturnType<typeof setTimeout> | undefined;

  const update = (change: Partial<Watched>) => {
    watched = { ...watched, ...change };
    onChange(watched);
  };
  const reads = paceReads(async () => {
    const result = await fetchStatus(id, etag, stopping.signal);
    if (stopping.signal.aborted) return false;
    if (result.kind === "read") etag = result.etag;
    update(takeAnswer(watched, result, isJoined));
    if (result.kind === "signed_out") leaveChannel();
    planPoll();
    return result.kind !== "signed_out";
  });
  const planPoll = () => {
    clearTimeout(pollTimer);
    const isUnheard = isLost(watched.connection);
    if (watched.connection === "signed_out" || (watched.live.isFinal && !isUnheard)) return;
    pollTimer = setTimeout(
      () => {
        if (!isJoined && !isUnheard) update({ connection: "polling" });
        // Nobody looks: the visit that follows reads at once.
        if (document.visibilityState === "visible") void reads.now();
        else planPoll();
      },
      isJoined && !isUnheard ? SAFETY_POLL_MS : FALLBACK_POLL_MS,
    );
  };
  const leaveChannel = openChannel({
    ...supabase,
    topic: requestTopic(id),
    onBroadcast: (event, payload) => {
      const taken = takeHint(watched, event, payload);
      if (!taken) return;
      const isChanged = taken.live !== watched.live;
      if (isChanged) update({ live: taken.live, updatedAt: Date.now() });
      // A hint carries no details: times, words and prices come with the snapshot.
      if (isChanged || !taken.isEnough) reads.soon();
    },
    onJoined: (isNow) => {
      if (isNow === isJoined) return;
      isJoined = isNow;
      // Every new connection may have missed hints.
      if (isJoined) {
        update({ connection: "live" });
        void reads.now();
      }
      planPoll();
    },
  });
  const stopLooking = watchWindow({
    onLook: () => void reads.now(),
    onOffline: () => {
      if (watched.connection === "signed_out") return;
      update({ connection: "offline" });
      planPoll();
    },
  });
  planPoll();

  return {
    refresh: reads.now,
    stop: () => {
      stopping.abort();
      clearTimeout(pollTimer);
      reads.stop();
      leaveChannel();
      stopLooking();
    },
  };
}

/** What is known when the page opens: the snapshot that the server drew. */
export function startWatching({ answer, serverTime }: Snapshot): Watched {
  const now = Date.now();
  return {
    live: fromSnapshot(answer),
    connection: "connecting",
    updatedAt: now,
    clockOffsetMs: clockOffset(serverTime, now) ?? 0,
  };
}

/** What an answer of the API changes. */
function takeAnswer(watched: Watched, result: StatusAnswer, isJoined: boolean): Partial<Watched> {
  const now = Date.now();
  const before = isLost(watched.connection) ? "polling" : watched.connection;
  const connection = isJoined ? "live" : before;
  switch (result.kind) {
    case "read":
      return {
        live: mergeSnapshot(watched.live, result.answer),
        connection,
        updatedAt: now,
        clockOffsetMs: clockOffset(result.serverTime, now) ?? watched.clockOffsetMs,
      };
    case "unchanged":
      return { connection, updatedAt: now };
    case "signed_out":
      return { connection: "signed_out" };
    case "unanswered":
      return { connection: navigator.onLine ? "unreachable" : "offline" };
  }
}

/** What a hint changes, and whether it is enough to be left without a snapshot; null when it says nothing to this page. */
function takeHint(watched: Watched, event: unknown, payload: unknown) {
  const { live } = watched;
  // A newer deployment sends shapes that this page does not know.
  const unread = { live, isEnough: false };
  if (event === ATTEMPTS_CHANGED) {
    const hint = parseAttemptsChanged(payload);
    return hint ? takeAttempts(watched, hint) : unread;
  }
  if (event === BATCH_CHANGED) {
    const hint = parseBatchChanged(payload);
    return hint ? takeBatch(live, hint) : unread;
  }
  return null;
}

function takeAttempts({ live, clockOffsetMs }: Watched, hint: AttemptsChanged) {
  const known = new Set(live.providers.map((provider) => provider.id));
  const receivedAt = new Date(Date.now() + clockOffsetMs).toISOString();
  return {
    live: mergeAttemptsHint(live, hint, receivedAt),
    isEnough: hint.complete && hint.attempts.every(({ providerId }) => known.has(providerId)),
  };
}

const takeBatch = (live: LiveBatch, hint: BatchChanged) => ({
  live: mergeBatchHint(live, hint),
  // That the whole batch waits, and what it has cost, are told by a snapshot alone.
  isEnough: live.version !== null && hint.version <= live.version,
});

/** Tells when somebody looks at the page again, or the network comes or goes. Returns what ends it. */
function watchWindow({ onLook, onOffline }: { onLook: () => void; onOffline: () => void }) {
  const ending = new AbortController();
  const { signal } = ending;
  const look = () => {
    if (document.visibilityState === "visible") onLook();
  };
  document.addEventListener("visibilitychange", look, { signal });
  for (const event of ["focus", "online"]) window.addEventListener(event, look, { signal });
  window.addEventListener("offline", onOffline, { signal });
  return () => ending.abort();
}

function clockOffset(serverTime: number | null, now: number): number | null {
  if (serverTime === null) return null;
  const offset = serverTime - now;
  return Math.abs(offset) > CLOCK_TOLERANCE_MS ? offset : 0;
}
