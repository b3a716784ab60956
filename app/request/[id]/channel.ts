import { fetchRealtimeToken, type RealtimeToken } from "./fetch-realtime-token";

/**
 * One private channel of Supabase Realtime, received only: a dozen lines of Phoenix protocol (version 1.0.0: objects of
 * topic, event, payload and ref). @supabase/realtime-js also sends, tracks presence and follows tables, for 17 kB of
 * script of the 170 kB that this page may have. Whatever goes wrong ends the socket, and a new one follows.
 */
export type ChannelOptions = {
  /** Address of the Realtime service, as http or https. */
  url: string;
  publishableKey: string;
  topic: string;
  onBroadcast: (event: unknown, payload: unknown) => void;
  /** Told of each change between joined and not. */
  onJoined: (isJoined: boolean) => void;
};

// The service drops a client it has not heard of for a minute; its own client speaks as often.
const HEARTBEAT_MS = 25_000;

// A join reads one policy of the database.
const JOIN_TIMEOUT_MS = 10_000;

// Soon after a short break, seldom when a server restarts under many pages; as its own client does it.
const RECONNECT_MS = [1000, 2000, 5000];
const SLOWEST_RECONNECT_MS = 10_000;

// Time for a slow network to bring the next token before the one in use ends.
const RENEW_BEFORE_MS = 60_000;

/** Longest delay that setTimeout takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

type Message = { topic: string; event: string; payload: Record<string, unknown>; ref: string };

/** Joins the channel and stays on it until it is ended by what this returns. */
export function openChannel(options: ChannelOptions): () => void {
  const ending = new AbortController();
  let tries = 0;
  let close: () => void = () => undefined;
  let reconnectTimer: ReturnType<typeof setTimeout> | undefined;

  const connect = async () => {
    clearTimeout(reconnectTimer);
    const token = await fetchRealtimeToken(ending.signal);
    if (ending.signal.aborted) return;
    if (!token) return connectLater();
    close = openSocket(options, token, {
      onJoined: () => {
        tries = 0;
        options.onJoined(true);
      },
      onClosed: () => {
        if (ending.signal.aborted) return;
        options.onJoined(false);
        connectLater();
      },
      readToken: () => fetchRealtimeToken(ending.signal),
    });
  };
  const connectLater = () => {
    options.onJoined(false);
    reconnectTimer = setTimeout(connect, RECONNECT_MS[tries] ?? SLOWEST_RECONNECT_MS);
    tries += 1;
  };

  void connect();
  return () => {
    ending.abort();
    clearTimeout(reconnectTimer);
    close();
  };
}

type SocketListeners = {
  onJoined: () => void;
  /** Told once, whatever the reason. */
  onClosed: () => void;
  readToken: () => Promise<RealtimeToken | null>;
};

function openSocket(
  { url, publishableKey, topic: name, onBroadcast }: ChannelOptions,
  token: RealtimeToken,
  { onJoined, onClosed, readToken }: SocketListeners,
): () => void {
  const address = `${url.replace(/^http/, "ws")}/realtime/v1/websocket`;
  const query = new URLSearchParams({ apikey: publishableKey, vsn: "1.0.0" });
  const socket = new WebSocket(`${address}?${query}`);
  const topic = `realtime:${name}`;
  let lastRef = 0;
  let unansweredHeartbeat: string | null = null;
  let joinRef: string | null = null;
  let renewTimer: ReturnType<typeof setTimeout> | undefined;

  const send = (to: string, event: string, payload: object): string => {
    lastRef += 1;
    const ref = String(lastRef);
    if (socket.readyState === WebSocket.OPEN)
      socket.send(JSON.stringify({ topic: to, event, payload, ref, join_ref: joinRef ?? ref }));
    return ref;
  };
  const joinTimer = setTimeout(() => socket.close(), JOIN_TIMEOUT_MS);
  const heartbeat = setInterval(() => {
    // The network is gone without a word.
    if (unansweredHeartbeat !== null) socket.close();
    else unansweredHeartbeat = send("phoenix", "heartbeat", {});
  }, HEARTBEAT_MS);
  const renewBefore = ({ expiresAt }: RealtimeToken) => {
    const leftMs = expiresAt - Date.now();
    const renew = async () => {
      const next = await readToken();
      // Without one the service ends the channel, and what follows starts anew.
      if (!next) return;
      send(topic, "access_token", { access_token: next.text });
      renewBefore(next);
    };
    // A token that lives shorter than the margin is renewed when half of its time is over.
    const waitMs = Math.max(leftMs - RENEW_BEFORE_MS, leftMs / 2);
    renewTimer = setTimeout(renew, Math.min(Math.max(waitMs, 1000), LONGEST_TIMER_MS));
  };
  const finish = () => {
    clearTimeout(joinTimer);
    clearTimeout(renewTimer);
    clearInterval(heartbeat);
  };

  socket.onopen = () => {
    joinRef = send(topic, "phx_join", {
      config: {
        private: true,
        broadcast: { ack: false, self: false },
        presence: { enabled: false },
        postgres_changes: [],
      },
      access_token: token.text,
    });
  };
  socket.onmessage = ({ data }) => {
    const { topic: from, event, payload, ref } = JSON.parse(String(data)) as Message;
    if (event === "phx_reply" && ref === unansweredHeartbeat) unansweredHeartbeat = null;
    if (from !== topic) return;
    if (event === "phx_reply" && ref === joinRef) {
      if (payload.status !== "ok") return socket.close();
      clearTimeout(joinTimer);
      renewBefore(token);
      onJoined();
    }
    if (event === "broadcast") onBroadcast(payload.event, payload.payload);
    // The token has ended or the right to read, or the service has given the channel up.
    if (event === "phx_error" || event === "phx_close") socket.close();
  };
  socket.onclose = () => {
    finish();
    onClosed();
  };
  return () => {
    socket.onclose = null;
    socket.onmessage = null;
    finish();
    socket.close();
  };
}
