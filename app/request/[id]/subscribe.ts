import { type Channel, Socket } from "@supabase/phoenix";
import {
  ATTEMPTS_CHANGED,
  type AttemptsChanged,
  BATCH_CHANGED,
  type BatchChanged,
  parseAttemptsChanged,
  parseBatchChanged,
  requestTopic,
} from "@/lib/realtime/topics";
import { fetchRealtimeToken, type RealtimeToken } from "./fetch-realtime-token";

export type SupabaseAddress = { url: string; publishableKey: string };

type Listeners = {
  onAttempts: (hint: AttemptsChanged) => void;
  onBatch: (hint: BatchChanged) => void;
  /** Told of each change between connected and not; every new connection may have missed hints. */
  onConnected: (isConnected: boolean) => void;
  /** A hint of a shape that this page does not know: a newer deployment sends it. */
  onUnreadable: () => void;
};

// Time for a slow network to bring the next token before the one in use ends.
const RENEW_BEFORE_MS = 60_000;

// A token that ended while the computer slept is renewed at once; one that cannot be had is asked for this often.
const TRY_AGAIN_MS = 5000;

// As @supabase/realtime-js does it: soon after a short break, seldom when a server restarts under many pages.
const RECONNECT_MS = [1000, 2000, 5000];
const SLOWEST_RECONNECT_MS = 10_000;

/** Longest delay that setTimeout takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Listens on the private channel of a request, and joins it again by itself after every break.
 *
 * Speaks Supabase Realtime's own protocol through the Phoenix client that @supabase/realtime-js wraps: 7 kB of script
 * in place of 17. What the wrapper adds is sending, presence and table changes, none of which this page uses.
 * @returns ends it
 */
export function subscribe(
  serviceRequestId: string,
  { url, publishableKey }: SupabaseAddress,
  listeners: Listeners,
): () => void {
  const ending = new AbortController();
  let token: RealtimeToken | null = null;
  let channel: Channel | null = null;
  let renewTimer: ReturnType<typeof setTimeout> | undefined;

  const socket = new Socket(`${url.replace(/^http/, "ws")}/realtime/v1`, {
    params: { apikey: publishableKey },
    // Version 1 sends messages as plain objects; version 2 saves bytes that hints of a few hundred do not have.
    vsn: "1.0.0",
    encode: (message, send) => send(JSON.stringify(message)),
    decode: (text, receive) => receive(JSON.parse(String(text))),
    reconnectAfterMs: (tries) => RECONNECT_MS[tries - 1] ?? SLOWEST_RECONNECT_MS,
  });

  const renew = async () => {
    clearTimeout(renewTimer);
    const next = await fetchRealtimeToken(ending.signal);
    if (ending.signal.aborted) return;
    if (next) {
      token = next;
      if (!channel) join();
      else if (channel.state === "joined")
        channel.push("access_token", { access_token: next.text });
    }
    // Tokens that live shorter than the margin are renewed when half of their time is over.
    const leftMs = next ? next.expiresAt - Date.now() : 0;
    const waitMs = Math.max(TRY_AGAIN_MS, Math.max(leftMs - RENEW_BEFORE_MS, leftMs / 2));
    renewTimer = setTimeout(renew, Math.min(waitMs, LONGEST_TIMER_MS));
  };

  const isJoined = (value: boolean) => listeners.onConnected(value);

  const join = () => {
    const joined = socket.channel(`realtime:${requestTopic(serviceRequestId)}`, () => ({
      config: {
        private: true,
        broadcast: { ack: false, self: false },
        presence: { enabled: false },
      },
      access_token: token?.text,
    }));
    channel = joined;
    joined.on("broadcast", (message: unknown) => {
      const { event, payload } = message as { event?: unknown; payload?: unknown };
      if (event === ATTEMPTS_CHANGED) tell(parseAttemptsChanged(payload), listeners.onAttempts);
      if (event === BATCH_CHANGED) tell(parseBatchChanged(payload), listeners.onBatch);
    });
    joined.onError(() => isJoined(false));
    // Closed by the server: the token has ended or the right to read. A channel of its own follows.
    joined.onClose(() => {
      if (channel !== joined || ending.signal.aborted) return;
      channel = null;
      isJoined(false);
      clearTimeout(renewTimer);
      renewTimer = setTimeout(renew, TRY_AGAIN_MS);
    });
    joined
      .join()
      .receive("ok", () => isJoined(true))
      .receive("timeout", () => isJoined(false))
      .receive("error", () => {
        isJoined(false);
        // Phoenix tries again by itself, with whatever token is there by then.
        void renew();
      });
  };

  const tell = <T>(hint: T | null, listener: (hint: T) => void) =>
    hint ? listener(hint) : listeners.onUnreadable();

  socket.onClose(() => isJoined(false));
  socket.onError(() => isJoined(false));
  socket.connect();
  void renew();
  return () => {
    ending.abort();
    clearTimeout(renewTimer);
    channel?.leave();
    socket.disconnect();
  };
}
