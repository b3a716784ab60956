import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import postgres from "postgres";
import { WebSocketServer } from "ws";
import type { Keys } from "../lite";
import type { Log } from "../quiet-console";
import { openFeed } from "./feed";
import { parseVersion } from "./protocol";
import { RealtimeSocket } from "./socket";
import { identifyKey, TokenError } from "./tokens";

export const REALTIME_PATH = "/realtime/v1/websocket";

export type RealtimeOptions = {
  /** Connects as the superuser. */
  databaseUrl: string;
  keys: Keys;
  onSchemaChange: () => void;
  log: Log;
};

export type Realtime = {
  handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  close: () => Promise<void>;
};

// Joins are checked and rows are read on these; both take about a millisecond.
const POOL_SIZE = 4;

// The largest frame that hosted Realtime takes, 5 MB.
const MAX_FRAME_BYTES = 5_000_000;

// Hosted projects keep messages for three days.
const RETENTION = "3 days";

/** Private and public channels that carry what the database sends with `realtime.send`. */
export async function openRealtime(options: RealtimeOptions): Promise<Realtime> {
  const { databaseUrl, keys, log } = options;
  const sql = postgres(databaseUrl, { max: POOL_SIZE, onnotice: () => undefined });
  const sockets = new Set<RealtimeSocket>();
  const webSockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES });

  await sql`delete from realtime.messages where inserted_at < now() - ${RETENTION}::interval`;
  const feed = await openFeed({
    databaseUrl,
    sql,
    onMessage: (message) => {
      for (const socket of sockets) socket.deliver(message);
    },
    onGap: () => {
      for (const socket of sockets) socket.restart();
    },
    onSchemaChange: options.onSchemaChange,
    log,
  });

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { searchParams } = new URL(request.url ?? "", "http://localhost");
    const version = parseVersion(searchParams.get("vsn"));
    const apiKey = [request.headers["x-api-key"]].flat()[0] ?? searchParams.get("apikey");
    if (!version) return reject(socket, 400, "Unsupported protocol version");
    if (!apiKey) return reject(socket, 401, "API key is missing");

    const keyIdentity = await identifyKey(apiKey, keys);
    webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      const client = new RealtimeSocket(webSocket, { sql, keys, version, keyIdentity, log });
      sockets.add(client);
      webSocket.on("close", () => sockets.delete(client));
    });
  };

  return {
    handleUpgrade: (request, socket, head) => {
      upgrade(request, socket, head).catch((error: unknown) => {
        if (error instanceof TokenError) reject(socket, 401, sentenceOf(error));
        else {
          log(`Realtime upgrade: ${String(error)}`);
          reject(socket, 500, "Internal server error");
        }
      });
    },
    close: async () => {
      for (const socket of sockets) socket.terminate();
      webSockets.close();
      await feed.close();
      await sql.end({ timeout: 1 });
    },
  };
}

/** The handshake's answer has no code before the sentence, unlike a join's. */
function sentenceOf(error: TokenError): string {
  return error.message.replace(/^\w+: /, "");
}

function reject(socket: Duplex, status: number, error: string) {
  const body = JSON.stringify({ error });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
