import { cpus } from "node:os";
import { startProduct } from "@/tests/support/product";
import { endLeftStack } from "@/tests/support/shared-stack";
import { measureAccepting } from "./accepting";
import { type Load, measureCalling } from "./calling";
import { measureClaims } from "./claims";
import { printTable } from "./measure";
import { measureWebhooks } from "./webhooks";

/**
 * Measures the product on the embedded stack: its own route handlers, a real PostgreSQL, the engine and the simulator
 * as processes of their own on this machine. docs/performance.md explains the tables.
 */

const LINES = 10;

// Simulated calls last 4 to 12 s. A twentieth of that leaves nothing to wait for but the product itself.
const LOADS: [title: string, load: Load][] = [
  ["Calling, as long as the simulator talks", { calls: 60, lines: LINES, timeScale: 1 }],
  ["Calling, twenty times as fast", { calls: 150, lines: LINES, timeScale: 0.05 }],
];

const [cpu] = cpus();
process.stdout.write(`Node ${process.version}, ${cpus().length} × ${cpu?.model ?? "unknown"}\n`);

// With the patience of production: what seems to be dialed is not looked up meanwhile.
const quiet = await startProduct({ lines: 1, env: { PATIENCE: "1" } });
try {
  const [accepting, polling] = await measureAccepting(quiet);
  printTable("POST a batch, until 202", "median", accepting);
  printTable("GET the state of a batch", "median", polling);
  printTable("A webhook, until it is", "median", await measureWebhooks(quiet));
} finally {
  await quiet.stop();
}

printTable(`Claiming ${LINES} free lines`, "median", await measureClaims());

for (const [title, load] of LOADS) {
  const busy = await startProduct(load);
  try {
    printTable(title, "", await measureCalling(busy, load));
  } finally {
    await busy.stop();
  }
}
await endLeftStack();
