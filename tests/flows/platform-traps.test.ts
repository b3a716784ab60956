import { randomUUID } from "node:crypto";
import { expect, onTestFinished, test, vi } from "vitest";
import { answer, startTestServer } from "@/lib/calls/test-server";
import { SIGNATURE_HEADER, signAttempt } from "@/lib/calls/webhook-signature";
import { type EngineOptions, type RunningEngine, startEngine } from "@/local/inngest/server";
import { scriptCalls } from "@/tests/faults/simulator";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, type Product, startProduct } from "@/tests/support/product";

/** Traps that others have met on these platforms; docs/reliability.md lists those that cannot bite here. */

vi.setConfig({ testTimeout: 120_000 });

async function start(env: Record<string, string>, lines = 4): Promise<Product> {
  const product = await startProduct({ timeScale: 0.05, lines, env: { PATIENCE: "0.02", ...env } });
  onTestFinished(() => product.stop());
  return product;
}

/** An engine of the test's own instead of the stack's; the site registers with it when it starts. */
async function ownEngine(options: EngineOptions = {}): Promise<RunningEngine> {
  const engine = await startEngine(options);
  onTestFinished(() => engine.close());
  return engine;
}

const sweepUntilFinal = (
  product: Product,
  token: Awaited<ReturnType<Product["signUp"]>>,
  id: string,
) =>
  eventually(
    async () => {
      await fetch(`${product.stack.urls.app}/test/sweep`, { method: "POST" });
      return product.status(token, id);
    },
    ({ isFinal }) => isFinal,
    { timeoutMs: 60_000 },
  );

const dialsOf = async (product: Product, number: string) =>
  (await product.simulator()).calls.filter((call) => call.number === number).length;

// A quote, nobody there, busy, voicemail, refused by the callee: the numbers of the simulator's table.
const FATES = ["00", "03", "04", "05", "08"].map((end) => `+186455501${end}`);

// inngest#3069: code between steps runs again, once for each step that is done.
test("an engine that asks for one step per request leaves the same in the database", async () => {
  const outcomes = async (env: Record<string, string>) => {
    const product = await start(env);
    const person = await product.signUp();
    const { serviceRequestId } = await product.call(person, FATES);
    await product.finished(person, serviceRequestId);
    return product.sql`
      select a.phone, a.number, a.status, a.outcome, a.detail, a.ended_reason, b.status as batch_status, b.fault_code
      from public.attempts a join public.batches b on b.id = a.batch_id
      where a.service_request_id = ${serviceRequestId} and a.outcome <> 'refused' order by a.position, a.number`;
  };
  const engine = await ownEngine({ checkpointing: false });

  const stepwise = await outcomes({ INNGEST_DEV: engine.url });

  expect(engine.runs({ functionId: "ringround-call-provider" })).toHaveLength(FATES.length);
  expect(stepwise).toHaveLength(FATES.length);
  expect(await outcomes({})).toEqual(stepwise);
});

// inngest#4130: a checkpoint that is repeated is refused as "already saved", and its run is stranded.
test("an engine that refuses every checkpoint it has saved leaves no row open, and nobody is called twice", async () => {
  const engine = await ownEngine();
  let refused = 0;
  const between = await startTestServer(async (request, response) => {
    const saved = await fetch(engine.url + request.url, {
      method: request.method,
      headers: { "content-type": "application/json" },
      body: request.method === "GET" ? undefined : request.body,
    });
    if (!request.url.startsWith("/v1/checkpoint/"))
      return answer(response, saved.status, await saved.json());
    refused += 1;
    answer(response, 409, { error: "step already saved", status: 409 });
  });
  const product = await start({ INNGEST_DEV: between.url });
  const person = await product.signUp();
  const numbers = ordinaryNumbers(3, 2100);

  const { serviceRequestId } = await product.call(person, numbers);
  const final = await sweepUntilFinal(product, person, serviceRequestId);

  expect(refused).toBeGreaterThan(0);
  expect(final.stats).toMatchObject({ total: 3, completed: 3 });
  for (const number of numbers) expect(await dialsOf(product, number)).toBe(1);
});

// inngest#2423: a wait wakes minutes late; inngest#3522: it never does, nor does its timeout.
test("where no wait ever wakes, the webhook hands the line on and the sweep settles the row", async () => {
  const engine = await ownEngine();
  // What wakes a wait never arrives.
  const deaf = await startTestServer(async (request, response) => {
    const events = request.url.startsWith("/e/")
      ? (JSON.parse(request.body) as { name: string }[])
      : [];
    const body = events.length
      ? JSON.stringify(events.filter(({ name }) => name !== "calls/attempt.ended"))
      : request.body;
    const passed = await fetch(engine.url + request.url, {
      method: request.method,
      headers: { "content-type": "application/json" },
      body: request.method === "GET" ? undefined : body,
    });
    answer(
      response,
      passed.status,
      await passed.text().then((text) => (text ? JSON.parse(text) : {})),
    );
  });
  const product = await start({ INNGEST_DEV: deaf.url, VAPI_LINES: "1" }, 1);
  const person = await product.signUp();
  const [first = "", second = ""] = ordinaryNumbers(2, 2110);

  const { serviceRequestId } = await product.call(person, [first, second]);
  await eventually(
    () => dialsOf(product, second),
    (dials) => dials === 1,
    { timeoutMs: 30_000 },
  );
  const rows = await product.sql`
    select status from public.attempts where service_request_id = ${serviceRequestId} and phone = ${first}`;
  expect(rows).toEqual([{ status: "ended" }]);

  const final = await sweepUntilFinal(product, person, serviceRequestId);
  expect(final.stats).toMatchObject({ completed: 2 });
});

// inngest#2016, #2079: outputs of steps beyond 128 KB or 1 MB fail.
test("two megabytes of transcript pass, and no event, output or state of the engine is larger than 4 KB", async () => {
  const engine = await ownEngine();
  const product = await start({ INNGEST_DEV: engine.url });
  const person = await product.signUp();
  const [number = ""] = ordinaryNumbers(1, 2120);
  await scriptCalls(product, [
    { number, next: [{ behavior: "flat-quote", ringSeconds: 0, talkSeconds: 3_600 }] },
  ]);
  const { serviceRequestId } = await product.call(person, [number]);
  const [attempt] = await eventually(
    () => product.sql<{ id: string; call_id: string }[]>`
      select id, call_id from public.attempts
      where service_request_id = ${serviceRequestId} and status = 'in_progress'`,
    (rows) => rows.length === 1,
  );

  const { id = randomUUID(), call_id: callId } = attempt ?? {};
  const words = "We can come tomorrow. ".repeat(95_000);
  const delivered = await product.request(
    null,
    "POST",
    `/api/v1/vapi/webhook/${id}`,
    {
      message: {
        type: "end-of-call-report",
        endedReason: "assistant-ended-call",
        artifact: {
          messages: [{ role: "user", message: words, time: 2, secondsFromStart: 4 }],
          transcript: `User: ${words}\n`,
        },
        call: { id: callId },
      },
    },
    { [SIGNATURE_HEADER]: signAttempt(product.stack.env.WEBHOOK_SECRET ?? "", id) },
  );
  expect(delivered.status).toBe(200);
  await product.finished(person, serviceRequestId);

  const size = (value: unknown) => JSON.stringify(value ?? null).length;
  const kept = [
    ...engine.events().map(({ event }) => size(event)),
    ...engine
      .runs()
      .flatMap(({ output, steps }) => [size(output), ...steps.map((step) => size(step.output))]),
  ];
  expect(kept.length).toBeGreaterThan(5);
  expect(Math.max(...kept)).toBeLessThan(4_096);
});

// vercel/workflow#289: bot protection answers callers that are no browsers with 429 and a page.
test("webhooks that a firewall answers with a page are missed by nobody: the calls are asked about", async () => {
  const firewall = await startTestServer((_, response) =>
    answer(response, 429, "<html><title>Vercel Security Checkpoint</title></html>"),
  );
  const product = await start({ APP_URL: firewall.url });
  const person = await product.signUp();

  const { serviceRequestId } = await product.call(person, ordinaryNumbers(2, 2130), {
    options: { maxAttempts: 1, maxCallSeconds: 10 },
  });
  const final = await sweepUntilFinal(product, person, serviceRequestId);

  expect(firewall.received.length).toBeGreaterThan(0);
  expect(final.stats).toMatchObject({ total: 2, completed: 2 });
});

// inngest-js#1617: a wait that nobody needs any more keeps its run open.
test("no run is open once a batch is over", async () => {
  const engine = await ownEngine();
  const product = await start({ INNGEST_DEV: engine.url });
  const person = await product.signUp();
  const { serviceRequestId } = await product.call(person, FATES);
  await product.finished(person, serviceRequestId);
  await engine.idle();

  const open = engine
    .runs()
    .filter(({ status, functionId }) => status === "Running" && functionId !== "ringround-sweep");
  expect(open.map(({ functionId, event }) => [functionId, event.data])).toEqual([]);
  // inngest#4897: no step has run twice.
  for (const { calls } of engine.runs())
    for (const target of new Set(
      calls.map((call) => call.target).filter((name) => name !== "step"),
    ))
      expect(calls.filter((call) => call.target === target)).toHaveLength(1);
});
