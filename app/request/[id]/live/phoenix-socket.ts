import type { RealtimeToken } from "./realtime-token";

// The service drops a client it has not heard of for a minute; its own client speaks as often.
const HEARTBEAT_MS = 25_000;

// A join reads one policy of the database.
const JOIN_TIMEOUT_MS = 10_000;

// Time for a slow network to bring the next token before the one in use ends.
const RENEW_BEFORE_MS = 60_000;

/** Longest delay that setTimeout takes. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

type Message = { topic: string; event: string; payload: Record<string, unknown>; ref: string };

export type SocketOptions = {
  /** Address of the Realtime service, as http or https. */
  url: string;
  publishableKey: string;
  topic: string;
  onBroadcast: (event: unknown, payload: unknown) => void;
};

type SocketListeners = {
  onJoined: () => void;
  /** Told once, for any reason. */
  onClosed: () => void;
  readToken: () => Promise<RealtimeToken | null>;
};

/** One connection to the channel, until anything goes wrong with it. Returns what ends it. */
export function openSocket(
  { url, publishableKey, topic: name, onBroadcast }: SocketOptions,
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
  let stopRenewing: () => void = () => undefined;

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
  const finish = () => {
    clearTimeout(joinTimer);
    stopRenewing();
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
      stopRenewing = keepRenewing(token, readToken, ({ text }) => {
        send(topic, "access_token", { access_token: text });
      });
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

/** Hands each next token on before the one in use ends. Without one the service ends the channel. Returns what ends it. */
function keepRenewing(
  first: RealtimeToken,
  readToken: SocketListeners["readToken"],
  onToken: (token: RealtimeToken) => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const renewBefore = ({ expiresAt }: RealtimeToken) => {
    const leftMs = expiresAt - Date.now();
    // A token that lives shorter than the margin is renewed when half of its time is over.
    const waitMs = Math.max(leftMs - RENEW_BEFORE_MS, leftMs / 2);
    const renew = async () => {
      const next = await readToken();
      if (!next) return;
      onToken(next);
      renewBefore(next);
    };
    timer = setTimeout(renew, Math.min(Math.max(waitMs, 1000), LONGEST_TIMER_MS));
  };
  renewBefore(first);
  return () => clearTimeout(timer);
}
