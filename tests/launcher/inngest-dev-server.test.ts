import { once } from "node:events";
import { createServer } from "node:http";
import getPort from "get-port";
import { expect, onTestFinished, test } from "vitest";
import { startEngine } from "@/local/inngest/server";
import { findInngestDevServer } from "@/local/launcher/inngest-dev-server";

/** Answers GET /dev with a body, as a program on the port of the engine. */
async function serve(body: string): Promise<number> {
  const server = createServer((_, response) => response.end(body)).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

test("a dev server is known by its version and start options", async () => {
  // As `inngest dev` 1.45 describes itself, lists left out.
  const port = await serve(
    JSON.stringify({ version: "1.45.1-3f1d2c", startOpts: { autodiscover: true }, functions: [] }),
  );

  expect(await findInngestDevServer(port)).toBe(`http://127.0.0.1:${port}`);
});

test("the stand-in, another program and a silent port are no dev server", async () => {
  const engine = await startEngine({ appUrls: [] });
  onTestFinished(() => engine.close());
  const standIn = Number(new URL(engine.url).port);
  const other = await serve("<html>a page</html>");

  expect(await findInngestDevServer(standIn)).toBeNull();
  expect(await findInngestDevServer(other)).toBeNull();
  expect(await findInngestDevServer(await getPort())).toBeNull();
});
