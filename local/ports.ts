import { isIP, type Server } from "node:net";

/** The ports a stack listens on, with what each is for and which variable sets it. */
export const PORTS = {
  web: { variable: "PORT", usual: 3000, name: "the site" },
  supabase: { variable: "SUPABASE_PORT", usual: 54321, name: "Supabase" },
  // The number the Supabase CLI gives its database, so that saved connections keep working.
  postgres: { variable: "POSTGRES_PORT", usual: 54322, name: "PostgreSQL" },
  // The port that the SDK assumes when it is told no other.
  inngest: { variable: "INNGEST_PORT", usual: 8288, name: "the Inngest engine" },
  vapi: { variable: "VAPI_PORT", usual: 8290, name: "the Vapi simulator" },
} as const;

export type PortName = keyof typeof PORTS;

/** Wanted ports: a number is binding, 0 is any free port, absent is the usual one or the next free one. */
export type WantedPorts = Partial<Record<PortName, number>>;

/** A port that somebody else already listens on. */
export class PortTakenError extends Error {
  override name = "PortTakenError";

  constructor(part: PortName, port: number) {
    const { name, variable } = PORTS[part];
    super(
      `Port ${port} for ${name} (${variable}) is taken. Free it, or set ${variable} to another port.`,
    );
  }
}

/**
 * Reads the ports that the environment asks for.
 * @throws a plain sentence for a value that is no port
 */
export function readWantedPorts(source: Record<string, string | undefined>): WantedPorts {
  const wanted: WantedPorts = {};
  for (const [name, { variable }] of Object.entries(PORTS)) {
    const text = source[variable]?.trim();
    if (!text) continue;
    const port = Number(text);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      throw new Error(`${variable} is "${text}", which is not a port (0 to 65535).`);
    }
    wanted[name as PortName] = port;
  }
  return wanted;
}

/** The address that the environment has the site listen on. A name is none: some shells put that of the machine there. */
export function readHost({ HOST: host = "" }: Record<string, string | undefined>) {
  return isIP(host) === 0 ? undefined : host;
}

/**
 * Has a server listen on this machine, on any free port for 0, and gives its URL.
 * @throws {PortTakenError} when the port is in use
 */
export function listen(server: Server, part: PortName, port: number): Promise<string> {
  const host = "127.0.0.1";
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(error.code === "EADDRINUSE" ? new PortTakenError(part, port) : error);
    });
    server.listen(port, host, () => {
      const address = server.address();
      const given = typeof address === "object" && address ? address.port : port;
      resolve(`http://${host}:${given}`);
    });
  });
}
