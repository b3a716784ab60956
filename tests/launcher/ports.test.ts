import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { choosePorts } from "@/local/launcher/ports";
import { PORTS, readWantedPorts } from "@/local/ports";

/** Listens until the test ends; a port that another program has is just as taken. */
async function occupy(port: number): Promise<number> {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return port;
    throw error;
  }
  onTestFinished(() => {
    server.close();
  });
  const address = server.address();
  return typeof address === "object" && address ? address.port : port;
}

test("a usual port that is taken gives way to another, and both are named", async () => {
  await occupy(PORTS.vapi.usual);
  const said: string[] = [];

  const { vapi } = await choosePorts(["vapi"], {}, (sentence) => said.push(sentence));

  expect(vapi).toBeGreaterThan(PORTS.vapi.usual);
  expect(said).toEqual([
    `Port ${PORTS.vapi.usual} for the Vapi simulator is taken; using ${vapi} instead.`,
  ]);
});

test("a port that was asked for and is taken is an error that names it and its variable", async () => {
  const port = await occupy(0);

  const choice = choosePorts(["supabase"], { supabase: port }, () => undefined);

  await expect(choice).rejects.toThrow(
    `Port ${port} for Supabase (SUPABASE_PORT) is taken. Free it, or set SUPABASE_PORT to another port.`,
  );
});

test("two parts never get the same port", async () => {
  const { web } = await choosePorts(["web"], { web: 0 }, () => undefined);

  const choice = choosePorts(["web", "inngest"], { web, inngest: web }, () => undefined);

  await expect(choice).rejects.toThrow(
    `Port ${web} for the Inngest engine (INNGEST_PORT) is taken.`,
  );
});

test("a variable that is no port is an error that names it", () => {
  expect(() => readWantedPorts({ VAPI_PORT: "eighty" })).toThrow(
    'VAPI_PORT is "eighty", which is not a port (0 to 65535).',
  );
  expect(readWantedPorts({ PORT: "4000", INNGEST_PORT: "" })).toEqual({ web: 4000 });
});
