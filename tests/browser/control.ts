import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { PartName, Stack } from "@/local/stack";

export type Control = { url: string; close: () => Promise<void> };

/**
 * Lets tests, which run in other processes than the stack, end its parts as a crash would and start them again:
 * `POST /kill/<part>` and `POST /restart/<part>`.
 */
export async function serveControl(stack: Pick<Stack, "kill" | "restart">): Promise<Control> {
  const server = createServer((request, response) => {
    const [, what, part] = (request.url ?? "").split("/");
    const act = what === "kill" ? stack.kill : what === "restart" ? stack.restart : null;
    if (!act || !part) {
      response.writeHead(404).end();
      return;
    }
    act(part as PartName).then(
      () => response.writeHead(204).end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
