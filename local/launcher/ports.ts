import { once } from "node:events";
import { createServer } from "node:net";

/** The ports a stack listens on, with what each is for and which variable sets it. */
export const PORTS = {
  web: { variable: "PORT", usual: 3000, name: "the site" },
  supabase: { variable: "SUPABASE_PORT", usual: 54321, name: "Supabase" },
  // The number the Supabase CLI gives its database, so that saved connections keep working.
  postgres: { variable: "POSTGRES_PORT", usual: 54322, name: "PostgreSQL" },
  inngest: { variable: "INNGEST_PORT", usual: 8288, name: "the Inngest engine" },
  vapi: { variable: "VAPI_PORT", usual: 8290, name: "the Vapi simulator" },
} as const;

export type PortName = keyof typeof PORTS;

/** Wanted ports: a number is binding, 0 is any free port, absent is the usual one or the next free one. */
export type WantedPorts = Partial<Record<PortName, number>>;

// Far more neighbours than any machine runs by chance; beyond them something else is wrong.
const NEIGHBOURS = 50;

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

/**
 * Settles which port each part listens on, before any of them starts.
 * @param say told once for each usual port that somebody else has
 * @throws a plain sentence when a port that was asked for is taken
 */
export async function choosePorts(
  names: readonly PortName[],
  wanted: WantedPorts,
  say: (sentence: string) => void,
): Promise<Record<PortName, number>> {
  const chosen: Record<PortName, number> = {
    web: 0,
    supabase: 0,
    postgres: 0,
    inngest: 0,
    vapi: 0,
  };
  for (const name of names) {
    const others = Object.values(chosen);
    chosen[name] = await choosePort(name, wanted[name], others, say);
  }
  return chosen;
}

async function choosePort(
  name: PortName,
  wanted: number | undefined,
  others: readonly number[],
  say: (sentence: string) => void,
): Promise<number> {
  const port = PORTS[name];
  // A stand-in takes a free port by itself and reports it; the site has to be told one.
  if (wanted === 0) return name === "web" ? findFreePort() : 0;
  if (wanted !== undefined) {
    if (!others.includes(wanted) && (await isFree(wanted))) return wanted;
    throw new Error(
      `Port ${wanted} for ${port.name} (${port.variable}) is taken. Free it, or set ${port.variable} to another port.`,
    );
  }
  for (let candidate = port.usual; candidate < port.usual + NEIGHBOURS; candidate++) {
    if (others.includes(candidate) || !(await isFree(candidate))) continue;
    if (candidate !== port.usual) {
      say(`Port ${port.usual} for ${port.name} is taken; using ${candidate} instead.`);
    }
    return candidate;
  }
  throw new Error(
    `Ports ${port.usual} to ${port.usual + NEIGHBOURS - 1} for ${port.name} are taken. Set ${port.variable} to a free one.`,
  );
}

/**
 * Whether a server could listen on the port. Both families are tried: one that listens on ::1 alone
 * would still answer a browser that asks for localhost.
 */
export async function isFree(port: number): Promise<boolean> {
  return (await canListen(port, "127.0.0.1")) && (await canListen(port, "::"));
}

/** A port that was free a moment ago, for programs that must be told one beforehand. */
export async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("No free port was given.");
  return address.port;
}

async function canListen(port: number, host: string): Promise<boolean> {
  const probe = createServer().listen({ port, host, exclusive: true });
  try {
    await once(probe, "listening");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A machine without IPv6 has nobody listening there either.
    return code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT";
  }
  probe.close();
  await once(probe, "close");
  return true;
}
