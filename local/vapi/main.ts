import { PORTS, readWantedPorts } from "../ports";
import { runStandIn } from "../run-stand-in";
import { startSimulator } from "./server";

await runStandIn(async () => {
  const { vapi: port = PORTS.vapi.usual } = readWantedPorts(process.env);
  const { url, close } = await startSimulator({
    port,
    lines: positive("VAPI_LINES", Number.isInteger),
    timeScale: positive("VAPI_TIME_SCALE"),
    dataDir: process.env.VAPI_DATA_DIR || undefined,
    apiKey: process.env.VAPI_API_KEY || undefined,
    log: (line) => console.error(line),
  });
  return { ready: { url }, says: `Vapi simulator ready on ${url}`, close };
});

/** Undefined when it is not set: then the simulator's own default holds. */
function positive(name: string, isValid = Number.isFinite): number | undefined {
  const text = process.env[name];
  if (!text) return undefined;
  const value = Number(text);
  if (!isValid(value) || value <= 0) {
    throw new Error(`${name} is "${text}": not a usable number.`);
  }
  return value;
}
