import { startSimulator } from "./server";

// Next to the ports that the other stand-ins prefer, and registered to nothing common.
const DEFAULT_PORT = 8790;

const setting = (name: string, fallback: number, isValid: (value: number) => boolean): number => {
  const text = process.env[name];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (!isValid(value)) throw new Error(`${name} is "${text}": not a usable number.`);
  return value;
};

const isWhole = (value: number) => Number.isInteger(value) && value >= 0;

async function main(): Promise<void> {
  const simulator = await startSimulator({
    port: setting("VAPI_PORT", DEFAULT_PORT, isWhole),
    lines: setting("VAPI_LINES", 10, (value) => isWhole(value) && value > 0),
    timeScale: setting("VAPI_TIME_SCALE", 1, (value) => value > 0),
    dataDir: process.env.VAPI_DATA_DIR || undefined,
    apiKey: process.env.VAPI_API_KEY || undefined,
    log: (line) => console.error(line),
  });

  let isClosing = false;
  const close = () => {
    if (isClosing) return;
    isClosing = true;
    simulator.close().then(() => process.exit(0), fail);
  };
  process.once("SIGTERM", close);
  process.once("SIGINT", close);
  // Whoever started this process has died without a signal.
  process.once("disconnect", close);

  console.log(`Vapi simulator ready on ${simulator.url}`);
  process.send?.({ type: "ready", url: simulator.url });
}

function fail(error: unknown): never {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

main().catch(fail);
