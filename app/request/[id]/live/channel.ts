import { openSocket, type SocketOptions } from "./phoenix-socket";
import { fetchRealtimeToken } from "./realtime-token";

/**
 * One private channel of Supabase Realtime, received only: a dozen lines of Phoenix protocol (version 1.0.0: objects of
 * topic, event, payload and ref). @supabase/realtime-js also sends, tracks presence and follows tables, for 17 kB of
 * script of the 170 kB that this page may have. Anything that goes wrong ends the socket, and a new one follows.
 */
export type ChannelOptions = SocketOptions & {
  /** Told of each change between joined and not. */
  onJoined: (isJoined: boolean) => void;
};

// Soon after a short break, seldom when a server restarts under many pages; as its own client does it.
const RECONNECT_MS = [1000, 2000, 5000];
const SLOWEST_RECONNECT_MS = 10_000;

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
