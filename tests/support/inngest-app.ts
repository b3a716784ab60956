import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest } from "inngest";
import { serve } from "inngest/node";
import { onTestFinished } from "vitest";

const nothing = () => undefined;

/** A site that serves one function by Inngest's own SDK, at the product's address. */
export async function startInngestApp(
  options: { signingKey: string } | { isDev: true },
): Promise<string> {
  // What it would print of refused requests is what the tests are about.
  const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  const client = new Inngest({
    id: "ringround",
    eventKey: "event",
    logger: silent,
    internalLogger: silent,
    ...options,
  });
  const run = client.createFunction({ id: "one", triggers: [{ event: "one" }] }, () => "done");
  const server = createServer(serve({ client, functions: [run] }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
