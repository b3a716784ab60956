import getPort, { clearLockedPorts, portNumbers } from "get-port";
import { PORTS, type PortName, PortTakenError, type WantedPorts } from "../ports";

// Far more neighbors than any machine runs by chance; beyond them something else is wrong.
const NEIGHBORS = 50;

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
  // What was given out earlier is free again if nobody listens; parts of one stack are kept apart below.
  clearLockedPorts();
  const chosen = { web: 0, supabase: 0, postgres: 0, inngest: 0, vapi: 0 };
  for (const name of names) {
    const others = Object.values(chosen).filter((port) => port !== 0);
    chosen[name] = await choosePort(name, wanted[name], others, say);
  }
  return chosen;
}

async function choosePort(
  name: PortName,
  wanted: number | undefined,
  exclude: readonly number[],
  say: (sentence: string) => void,
): Promise<number> {
  // A stand-in takes a free port by itself and reports it; the site has to be told one.
  if (wanted === 0) return name === "web" ? getPort({ exclude }) : 0;
  if (wanted !== undefined) {
    if ((await getPort({ port: wanted, exclude })) === wanted) return wanted;
    throw new PortTakenError(name, wanted);
  }
  const { usual, name: what, variable } = PORTS[name];
  const last = usual + NEIGHBORS - 1;
  const port = await getPort({ port: portNumbers(usual, last), exclude });
  if (port < usual || port > last) {
    throw new Error(
      `Ports ${usual} to ${last} for ${what} are taken. Set ${variable} to a free one.`,
    );
  }
  if (port !== usual) say(`Port ${usual} for ${what} is taken; using ${port} instead.`);
  return port;
}
