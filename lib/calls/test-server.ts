import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export type Received = {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
};

export type TestServer = {
  url: string;
  received: Received[];
  /** Frees the port, so that nobody answers there. */
  close: () => Promise<void>;
};

type Handler = (request: Received, response: ServerResponse, count: number) => void;

/** An HTTP server on a free port that keeps every request; it ends with the test. */
export async function startTestServer(handler: Handler): Promise<TestServer> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "", url = "", headers } = request;
    const seen = { method, url, headers, body: Buffer.concat(chunks).toString("utf8") };
    received.push(seen);
    handler(seen, response, received.length);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  onTestFinished(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received, close };
}

/** Answers with JSON, or with text as it is. */
export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const isText = typeof body === "string";
  response.writeHead(status, {
    "content-type": isText ? "text/html" : "application/json",
    ...headers,
  });
  response.end(isText ? body : JSON.stringify(body));
}
