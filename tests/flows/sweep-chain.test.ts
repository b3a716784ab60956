import { beforeAll, expect, onTestFinished, test } from "vitest";
import { makeExecutionsTable, measureExecutions, readPage, readTable } from "@/bench/executions";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, type Product, startProduct } from "@/tests/support/product";

/** When the sweep runs: each minute while anything is open, and as a slow heartbeat otherwise. */

let product: Product;

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05 });
  return () => product.stop();
});

type Asked = { id: string; name: string; data: { at?: string } };

const engine = () => product.stack.urls.inngest ?? "";

/** What has asked for a sweep, oldest first. */
async function listAsked(): Promise<Asked[]> {
  const response = await fetch(`${engine()}/dev/events`);
  const { events } = (await response.json()) as { events: { event: Asked }[] };
  return events
    .map(({ event }) => event)
    .filter(({ name }) => name === "calls/sweep.due")
    .reverse();
}

/**
 * How many more have asked once this is done and the engine rests; a sweep that sleeps is no work.
 * @param least so many are waited for: between an event and the run that it starts the engine rests as well
 */
async function askedDuring(work: () => Promise<unknown>, least: number): Promise<Asked[]> {
  const before = (await listAsked()).length;
  await work();
  await eventually(listAsked, ({ length }) => length >= before + least);
  await eventually(
    async () => ((await (await fetch(`${engine()}/dev`)).json()) as { work: number }).work,
    (left) => left === 0,
  );
  return (await listAsked()).slice(before);
}

const post = (path: string, body: unknown) =>
  fetch(`${engine()}${path}`, { method: "POST", body: JSON.stringify(body) });
/** As the cron starts it, and as a person does in the dashboard. */
const heartbeat = () => post("/invoke/ringround-sweep", { data: {} });

test("costs what docs/operating.md says, and next to nothing while nothing is open", async () => {
  const measured = await measureExecutions(product);

  expect(readTable(await readPage()).table).toBe(makeExecutionsTable(measured));
  // A fifth of the free plan.
  expect(measured.idleMonth.executions).toBeLessThanOrEqual(10_000);
});

test("an order asks for a sweep in a minute, and each sweep for the next while anything is open", async () => {
  await product.sql`select public.stop_calling('test')`;
  onTestFinished(async () => {
    await product.sql`select public.start_calling()`;
  });
  const person = await product.signUp();
  const order = (n: number) => product.call(person, ordinaryNumbers(1, n));

  const asked = [
    ...(await askedDuring(() => order(300), 1)),
    ...(await askedDuring(() => order(301), 1)),
    // The heartbeat takes up a chain that was lost.
    ...(await askedDuring(heartbeat, 1)),
  ];
  const at = new Date().toISOString();
  const chained = await askedDuring(
    () => post("/e/key", { name: "calls/sweep.due", data: { at } }),
    2,
  );
  asked.push(...chained.slice(1));

  expect(asked).toHaveLength(4);
  for (const { id, data } of asked) {
    // Whoever asks for one minute asks once: the engine starts no function twice for one id.
    expect(id).toBe(`calls/sweep.due:${data.at}`);
    const inSeconds = (Date.parse(data.at ?? "") - Date.now()) / 1000;
    expect(inSeconds).toBeLessThanOrEqual(70);
    expect(Date.parse(data.at ?? "") % 60_000).toBe(0);
  }

  // What waits for tomorrow's calling hours is not open in this sense.
  await product.sql`update public.attempts set not_before = now() + interval '1 hour'`;
  expect(await askedDuring(heartbeat, 0)).toEqual([]);
});
