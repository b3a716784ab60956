import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { SWEEP } from "@/lib/limits";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, type Product, startProduct } from "@/tests/support/product";
import { endLeftStack } from "@/tests/support/shared-stack";

/** What Inngest bills, measured on the embedded stack; `npm run docs:executions` writes the table in docs/operating.md. */

// Inngest's own words: one function run or one step execution. https://www.inngest.com/pricing, November 2026.
const FREE_PER_MONTH = 50_000;
const MONTH_SECONDS = 30 * 24 * 3600;

const CALLS = 10;
const EXAMPLE = { calls: 20, minutes: 10 };

const PAGE = fileURLToPath(new URL("../docs/operating.md", import.meta.url));
const BEGIN = "<!-- executions: written by npm run docs:executions -->";
const END = "<!-- end of executions -->";

type Run = { functionId: string; status: string; requests: number; steps: unknown[] };
export type Cost = { executions: number; requests: number };
export type Executions = Record<"call" | "batch" | "openMinute" | "idleMonth", Cost>;

async function listRuns(product: Product): Promise<Run[]> {
  const response = await fetch(`${product.stack.urls.inngest}/dev/runs?limit=1000`);
  return ((await response.json()) as { runs: Run[] }).runs;
}

const costOf = (runs: readonly Run[], share = 1): Cost => ({
  executions: runs.reduce((total, { steps }) => total + 1 + steps.length, 0) / share,
  requests: runs.reduce((total, { requests }) => total + requests, 0) / share,
});

const times = ({ executions, requests }: Cost, count: number): Cost => ({
  executions: executions * count,
  requests: requests * count,
});

const isSweep = ({ functionId }: Run) => functionId === "ringround-sweep";

/** The newest sweep, once it is over. */
async function sweepAfter(product: Product, start: () => Promise<Response>): Promise<Cost> {
  const before = (await listRuns(product)).filter(isSweep).length;
  if (!(await start()).ok) throw new Error("The engine started no sweep.");
  const [newest] = await eventually(
    async () => (await listRuns(product)).filter(isSweep),
    (runs) => runs.length > before && runs[0]?.status === "Completed",
  );
  return costOf(newest ? [newest] : []);
}

/** A batch without faults, a sweep of each kind, and what follows from them. */
export async function measureExecutions(product: Product): Promise<Executions> {
  const { serviceRequestId } = await product.call(await product.signUp(), ordinaryNumbers(CALLS));
  await eventually(
    () => product.sql`
      select 1 from public.batches where service_request_id = ${serviceRequestId} and finished_at is not null`,
    (finished) => finished.length > 0,
    { timeoutMs: 60_000 },
  );
  const runs = await eventually(
    async () => (await listRuns(product)).filter((run) => !isSweep(run)),
    (all) => all.every(({ status }) => status === "Completed"),
  );
  const isCall = ({ functionId }: Run) => functionId === "ringround-call-provider";
  const engine = product.stack.urls.inngest;
  const post = (path: string, body: unknown) =>
    fetch(`${engine}${path}`, { method: "POST", body: JSON.stringify(body) });
  const heartbeat = await sweepAfter(product, () => post("/invoke/ringround-sweep", { data: {} }));
  const asked = await sweepAfter(product, () =>
    post("/e/key", { name: "calls/sweep.due", data: { at: new Date().toISOString() } }),
  );
  return {
    call: costOf(runs.filter(isCall), CALLS),
    batch: costOf(runs.filter((run) => !isCall(run))),
    openMinute: times(asked, 60 / SWEEP.openSeconds),
    idleMonth: times(heartbeat, MONTH_SECONDS / SWEEP.idleSeconds),
  };
}

export function makeExecutionsTable({ call, batch, openMinute, idleMonth }: Executions): string {
  const example = (of: keyof Cost) =>
    EXAMPLE.calls * call[of] + batch[of] + EXAMPLE.minutes * openMinute[of];
  const number = (value: number) => value.toLocaleString("en-US", { maximumFractionDigits: 1 });
  const free = Math.floor((FREE_PER_MONTH - idleMonth.executions) / example("executions"));
  const rows: [string, string, string][] = [
    ["A call", number(call.executions), number(call.requests)],
    ["A batch, beside its calls", number(batch.executions), number(batch.requests)],
    [
      "A minute in which anything is open",
      number(openMinute.executions),
      number(openMinute.requests),
    ],
    [
      `A batch of ${EXAMPLE.calls} calls that takes ${EXAMPLE.minutes} minutes`,
      number(example("executions")),
      number(example("requests")),
    ],
    ["A month in which nothing is open", number(idleMonth.executions), number(idleMonth.requests)],
    [`Such batches within the ${number(FREE_PER_MONTH)} of the free plan`, number(free), ""],
  ];
  return [
    "| What | Executions | Requests to the site |",
    "|---|--:|--:|",
    ...rows.map((row) => `| ${row.join(" | ")} |`),
  ].join("\n");
}

/** @throws when the page has lost the marks that the table stands between */
export function readTable(page: string): { before: string; table: string; after: string } {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`docs/operating.md needs ${BEGIN} and ${END}.`);
  const from = begin + BEGIN.length + 1;
  return { before: page.slice(0, from), table: page.slice(from, end - 1), after: page.slice(end) };
}

export const readPage = () => readFile(PAGE, "utf8");

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const product = await startProduct({ timeScale: 0.05 });
  try {
    const table = makeExecutionsTable(await measureExecutions(product));
    process.stdout.write(`${table}\n`);
    const { before, after } = readTable(await readPage());
    await writeFile(PAGE, `${before}${table}\n${after}`);
  } finally {
    await product.stop();
    await endLeftStack();
  }
}
