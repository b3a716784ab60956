import { once } from "node:events";
import { WebSocket } from "ws";
import { eventually } from "@/tests/support/eventually";
import type { TestSupabase } from "@/tests/support/supabase";

/** A version 2 frame: join reference, reference, topic, event, payload. */
export type RawFrame = [string | null, string | null, string, string, unknown];

export type RawSocket = {
  /** Everything the server sent, in order; broadcasts as their number of bytes. */
  frames: (RawFrame | number)[];
  send: (frame: RawFrame | Buffer | string) => void;
  /** Resolves with the reply to the reference. */
  reply: (ref: string) => Promise<{ status: string; response: { reason?: string } }>;
  /** Resolves with the code the server closed with. */
  closed: Promise<number>;
  close: () => void;
};

/** A connection without the client library, for what the library never sends. */
export async function openRawSocket({ url, publishableKey }: TestSupabase): Promise<RawSocket> {
  const address = url.replace(/^http/, "ws");
  const socket = new WebSocket(
    `${address}/realtime/v1/websocket?apikey=${publishableKey}&vsn=2.0.0`,
  );
  const frames: RawSocket["frames"] = [];
  socket.on("message", (data: Buffer, isBinary) => {
    frames.push(isBinary ? data.length : JSON.parse(data.toString()));
  });
  const closed = once(socket, "close").then(([code]) => code);
  await once(socket, "open");

  const findReply = (ref: string) =>
    frames.find(
      (frame): frame is RawFrame =>
        typeof frame !== "number" && frame[1] === ref && frame[3] === "phx_reply",
    );
  return {
    frames,
    closed,
    send: (frame) => socket.send(Array.isArray(frame) ? JSON.stringify(frame) : frame),
    reply: async (ref) => {
      await eventually(
        () => ({ found: findReply(ref), frames }),
        ({ found }) => found !== undefined,
      );
      return findReply(ref)?.[4] as Awaited<ReturnType<RawSocket["reply"]>>;
    },
    close: () => socket.close(),
  };
}

export function joinFrame(
  topic: string,
  ref: string,
  accessToken: string | null,
  config: Record<string, unknown> = {},
): RawFrame {
  const payload = { config: { private: true, ...config }, access_token: accessToken };
  return [ref, ref, `realtime:${topic}`, "phx_join", payload];
}
