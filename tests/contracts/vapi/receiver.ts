import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Vapi } from "@vapi-ai/server-sdk";

export type Webhook = { headers: IncomingHttpHeaders; raw: string; path: string };

export type Receiver = {
  url: string;
  /** In the order of arrival. */
  webhooks: Webhook[];
  /** Those that can be read, as the vendor types them. */
  messages: () => Message[];
  /** Decides the status of each answer; null leaves the request without one. */
  answer: (webhook: Webhook) => number | null;
  close: () => Promise<void>;
};

export type Message = Vapi.ServerMessageStatusUpdate | Vapi.ServerMessageEndOfCallReport;

/** Stands for the product: takes webhooks on a free port. */
export async function startReceiver(): Promise<Receiver> {
  const receiver: Omit<Receiver, "url"> = {
    webhooks: [],
    messages: () => receiver.webhooks.flatMap(({ raw }) => readMessage(raw)),
    answer: () => 200,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const raw = Buffer.concat(chunks).toString();
    const webhook = { headers: request.headers, raw, path: request.url ?? "" };
    receiver.webhooks.push(webhook);
    const status = receiver.answer(webhook);
    if (status !== null) response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return Object.assign(receiver, { url });
}

function readMessage(raw: string): Message[] {
  try {
    return [(JSON.parse(raw) as { message: Message }).message];
  } catch {
    return [];
  }
}

/** "ringing", "ended" and so on for status updates, "report" for the report. */
export const kindOf = (message: Message): string =>
  message.type === "status-update" ? message.status : "report";
