import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AcceptedBatch } from "@/lib/batches/schema";
import { eventually } from "@/tests/support/eventually";
import {
  ordinaryNumbers,
  type Person,
  type Product,
  SERVICE_REQUEST,
  startProduct,
} from "@/tests/support/product";
import { holdCalls } from "./held-calls";

let product: Product;
let person: Person;
let mayDial = Promise.resolve();

beforeAll(async () => {
  product = await startProduct({
    timeScale: 0.05,
    atPoint: async ({ name, side }) => {
      if (name === "dial" && side === "before") await mayDial;
    },
  });
  person = await product.signUp();
}, 120_000);
afterAll(() => product?.stop());

const body = (numbers: string[]) => ({
  serviceRequest: SERVICE_REQUEST,
  providers: numbers.map((phone, index) => ({ name: `Provider ${index + 1}`, phone })),
  options: { maxAttempts: 1 },
});

test("a batch goes from 202 through queued and in progress to a ranked result, each number dialed once", async () => {
  const numbers = ordinaryNumbers(12, 100);
  let dialNow = (): void => undefined;
  mayDial = new Promise((resolve) => {
    dialNow = resolve;
  });

  const accepted = await product.call(person, numbers);

  const queuedAtAnswer = await product.sql`
    select count(*)::int as attempts, count(*) filter (where status = 'settled')::int as settled
    from public.attempts where batch_id = ${accepted.executionId}`;
  expect(queuedAtAnswer[0]).toEqual({ attempts: 12, settled: 0 });
  expect(accepted.providers.map((provider) => provider.callStatus)).toEqual(
    Array(12).fill("queued"),
  );

  await eventually(
    () => product.status(person, accepted.serviceRequestId),
    ({ stats, currentProvider }) => stats.inProgress > 0 && currentProvider !== null,
    { intervalMs: 10 },
  );
  dialNow();
  const final = await product.finished(person, accepted.serviceRequestId);

  expect(final.status).toBe("completed");
  const { total, queued, inProgress, ...outcomes } = final.stats;
  expect([total, queued, inProgress]).toEqual([12, 0, 0]);
  expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(12);
  expect(final.ranking).toHaveLength(12);
  expect(final.ranking?.[0]?.reasons.length).toBeGreaterThan(0);
  const answered = final.providers.filter((provider) => provider.callStatus === "completed");
  expect(answered.length).toBeGreaterThan(8);
  for (const { attempt } of answered) expect(attempt.result).not.toBeNull();

  const { calls } = await product.simulator();
  const dialed = calls.map((call) => call.number).filter((number) => numbers.includes(number));
  expect(dialed.sort()).toEqual([...numbers].sort());
  const held = await product.sql`select 1 from public.attempts where status <> 'settled'`;
  expect(held).toHaveLength(0);
});

test("the time zone that the person's browser tells is kept with the batch", async () => {
  const { executionId } = await product.call(person, ordinaryNumbers(1, 150), {
    options: { maxAttempts: 1, timeZone: "Europe/Paris" },
  });

  const [batch] = await product.sql`select time_zone from public.batches where id = ${executionId}`;
  expect(batch?.time_zone).toBe("Europe/Paris");
});

describe("the answer to POST", () => {
  test("says where to look and when", async () => {
    const response = await product.post(person, body(ordinaryNumbers(1, 200)));
    const accepted = (await response.json()) as AcceptedBatch;

    expect(response.status).toBe(202);
    expect(response.headers.get("location")).toBe(accepted.statusUrl);
    expect(response.headers.get("retry-after")).toBe("2");
    expect(accepted.statusUrl).toBe(`/api/v1/providers/batch-status/${accepted.serviceRequestId}`);
  });

  test("is the same for a second, identical POST: one batch, one call", async () => {
    const key = randomUUID();
    const numbers = ordinaryNumbers(1, 210);
    const send = (headers: Record<string, string>) => product.post(person, body(numbers), headers);

    const [first, second] = await Promise.all([
      send({ "idempotency-key": key }),
      send({ "idempotency-key": `"${key}"` }),
    ]);
    const [one, two] = (await Promise.all([first.json(), second.json()])) as [
      AcceptedBatch,
      AcceptedBatch,
    ];
    await product.finished(person, one.serviceRequestId);
    const late = await send({ "idempotency-key": key });

    expect([first.status, second.status, late.status]).toEqual([202, 202, 202]);
    expect(two).toEqual(one);
    expect(await late.json()).toEqual(one);
    expect(late.headers.get("idempotent-replayed")).toBe("true");
    const { calls } = await product.simulator();
    expect(calls.filter((call) => numbers.includes(call.number))).toHaveLength(1);
  });

  test("without a key, a double click is one batch", async () => {
    const send = () => product.post(person, body(ordinaryNumbers(2, 220)));

    const [one, two] = await Promise.all([send(), send()]).then((responses) =>
      Promise.all(responses.map((r) => r.json())),
    );

    expect((two as AcceptedBatch).executionId).toBe((one as AcceptedBatch).executionId);
  });

  test("is 422 for a key used with another body", async () => {
    const key = { "idempotency-key": randomUUID() };
    await product.post(person, body(ordinaryNumbers(1, 230)), key);

    const response = await product.post(person, body(ordinaryNumbers(2, 230)), key);

    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: "idempotency_key_reused" });
  });

  test("is 422 for a bad row, naming the row and storing nothing", async () => {
    const stranger = await product.signUp();

    const response = await product.post(stranger, body([...ordinaryNumbers(2, 240), "911"]));

    expect(response.status).toBe(422);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({
      code: "invalid_body",
      errors: [{ pointer: "/providers/2/phone" }],
    });
    expect(
      await product.sql`select 1 from public.service_requests where user_id = ${stranger.userId}`,
    ).toHaveLength(0);
  });

  test("is 401 without a token and with a wrong one", async () => {
    const none = await product.post(null, body(ordinaryNumbers(1)));
    const wrong = await product.post({ userId: "", token: "wrong" }, body(ordinaryNumbers(1)));

    expect([none.status, wrong.status]).toEqual([401, 401]);
    expect(await none.json()).toMatchObject({ code: "not_signed_in" });
  });

  test("is 403 for a page of another site that rides on the visitor's cookies", async () => {
    const response = await product.post(null, body(ordinaryNumbers(1)), {
      origin: "https://evil.example",
      cookie: "sb=1",
    });

    expect(response.status).toBe(403);
  });
});

describe("the status", () => {
  test("of somebody else's request is 404, as is that of none", async () => {
    const accepted = await product.call(person, ordinaryNumbers(1, 300));
    const stranger = await product.signUp();
    const ask = (by: Person, id: string) =>
      product.request(by, "GET", `/api/v1/providers/batch-status/${id}`);

    expect((await ask(stranger, accepted.serviceRequestId)).status).toBe(404);
    expect((await ask(person, randomUUID())).status).toBe(404);
    expect((await ask(person, "not-a-uuid")).status).toBe(404);
    expect((await ask(person, accepted.serviceRequestId)).status).toBe(200);
  });

  test("is 304 while nothing has changed", async () => {
    const accepted = await product.call(person, ordinaryNumbers(1, 310));
    await product.finished(person, accepted.serviceRequestId);
    const first = await product.request(person, "GET", accepted.statusUrl);
    const tag = { "if-none-match": first.headers.get("etag") ?? "" };

    const again = await product.request(person, "GET", accepted.statusUrl, undefined, tag);

    expect(again.status).toBe(304);
    expect(first.headers.get("retry-after")).toBeNull();
  });
});

describe("webhooks", () => {
  test("without our signature, or with that of another attempt, change nothing", async () => {
    const accepted = await product.call(person, ordinaryNumbers(1, 320));
    const [attempt] =
      await product.sql`select id from public.attempts where batch_id = ${accepted.executionId}`;
    const report = {
      message: { type: "end-of-call-report", endedReason: "customer-busy", call: { id: "forged" } },
    };
    const send = (headers: Record<string, string>) =>
      product.request(null, "POST", `/api/v1/vapi/webhook/${attempt?.id}`, report, headers);

    expect((await send({})).status).toBe(401);
    expect((await send({ "x-ringround-signature": "A".repeat(43) })).status).toBe(401);
    const final = await product.finished(person, accepted.serviceRequestId);
    expect(final.providers[0]?.attempt.endedReason).not.toBe("customer-busy");
  });
});

test.each(["lost", "html-504"] as const)(
  "an intent to dial whose answer is lost twice (%s) is asked for again, and the call is made, once",
  async (how) => {
    const [number = ""] = ordinaryNumbers(1, how === "lost" ? 380 : 381);
    product.database.arm({ how, only: "begin_dial", count: 2 });

    const accepted = await product.call(person, [number]);
    const final = await product.finished(person, accepted.serviceRequestId);

    expect(final.providers[0]).toMatchObject({ callStatus: "completed" });
    expect(product.database.struck(how)).toEqual(["begin_dial", "begin_dial"]);
    const { calls } = await product.simulator();
    expect(calls.filter((call) => call.number === number)).toHaveLength(1);
  },
);

test("an intent whose answer is lost as often as one execution asks is taken up by the next, which dials once", async () => {
  const [number = ""] = ordinaryNumbers(1, 385);
  product.database.arm({ how: "lost", only: "begin_dial", count: 3 });

  const accepted = await product.call(person, [number]);
  const final = await product.finished(person, accepted.serviceRequestId);

  expect(final.providers[0]).toMatchObject({ callStatus: "completed" });
  const { calls } = await product.simulator();
  expect(calls.filter((call) => call.number === number)).toHaveLength(1);
});

test("a cancel that comes while the answer to an intent to dial is lost keeps the phone from ringing", async () => {
  const [number = ""] = ordinaryNumbers(1, 390);
  // Committed, and answered after the site has given up: some seconds in which a person may cancel.
  product.database.arm({ how: "slow", only: "begin_dial", count: 1 });

  const accepted = await product.call(person, [number]);
  await eventually(
    () => product.status(person, accepted.serviceRequestId),
    ({ stats }) => stats.inProgress > 0,
    { intervalMs: 50 },
  );
  await product.request(person, "POST", `/api/v1/batches/${accepted.executionId}/cancel`);
  const final = await product.finished(person, accepted.serviceRequestId);

  expect(final.providers[0]).toMatchObject({ callStatus: "canceled" });
  const { calls } = await product.simulator();
  expect(calls.filter((call) => call.number === number)).toEqual([]);
});

test("canceling stops what waits, hangs up what rings, and may be repeated", async () => {
  const numbers = ordinaryNumbers(14, 400);
  await holdCalls(product, numbers);
  const accepted = await product.call(person, numbers);
  await eventually(
    () => product.status(person, accepted.serviceRequestId),
    ({ stats }) => stats.inProgress > 0,
    { intervalMs: 10 },
  );
  const cancel = (by: Person) =>
    product.request(by, "POST", `/api/v1/batches/${accepted.executionId}/cancel`);

  const foreign = await cancel(await product.signUp());
  const first = await cancel(person);
  const second = await cancel(person);
  const final = await product.finished(person, accepted.serviceRequestId);

  expect([foreign.status, first.status, second.status]).toEqual([404, 202, 202]);
  expect(final.status).toBe("canceled");
  expect(final.stats.canceled).toBeGreaterThanOrEqual(4);
  const { calls } = await product.simulator();
  const dialed = calls.filter((call) => numbers.includes(call.number));
  expect(dialed.length).toBeLessThan(14);
  expect(new Set(dialed.map((call) => call.number)).size).toBe(dialed.length);
});
