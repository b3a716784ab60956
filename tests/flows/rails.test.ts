import { execFile } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { previewSchema } from "@/lib/batches/preview-batch";
import { doNotCallListSchema } from "@/lib/do-not-call";
import { eventually } from "@/tests/support/eventually";
import { hoursFarAway } from "@/tests/support/hours";
import { ordinaryNumbers, type Person, type Product, startProduct } from "@/tests/support/product";

/** What a site that was just deployed may do to strangers: nothing, until somebody says so; then by its rails. */

let product: Product;
afterEach(() => product?.stop());

const start = async (env: Record<string, string>) => {
  product = await startProduct({ timeScale: 0.05, env: { PATIENCE: "0.02", ...env } });
  return product.signUp();
};
const dialed = async () => (await product.simulator()).calls.map(({ number }) => number);

const ops = (...args: string[]) =>
  promisify(execFile)("npm", ["run", "--silent", "ops", "--", ...args], {
    cwd: path.resolve(import.meta.dirname, "../.."),
    env: { ...process.env, ...product.stack.env },
  });

const [STRANGER = "", LISTED = ""] = ordinaryNumbers(2, 1500);

test("without CALLS_ENABLED an order is refused in words, and nothing is stored", async () => {
  const person = await start({ CALLS_ENABLED: "false" });

  await expect(product.call(person, [STRANGER])).rejects.toThrow(
    /403.*calls_disabled.*an operator has to switch calls on/,
  );

  expect(await product.sql`select 1 from public.batches`).toHaveLength(0);
  expect(await dialed()).toEqual([]);
}, 120_000);

describe("before and after the hours", () => {
  const post = (person: Person, route: string, body?: unknown) =>
    product.request(person, "POST", route, body);
  const heldOf = async (person: Person, serviceRequestId: string) => {
    const waiting = await eventually(
      () => product.status(person, serviceRequestId),
      ({ providers }) => providers.every((it) => it.attempt.holdCode === "outside_hours"),
    );
    return waiting.providers.map(({ attempt }) => attempt.id);
  };

  test("the estimate tells who would wait, and stores nothing", async () => {
    const person = await start({ CALLING_HOURS: hoursFarAway() });
    const providers = [
      { name: "A", phone: STRANGER },
      { name: "Again", phone: STRANGER },
      { name: "B", phone: LISTED },
    ];

    const answer = await post(person, "/api/v1/providers/estimate", { providers });
    const refused = await post(person, "/api/v1/providers/estimate", {
      providers: [{ name: "Short", phone: "12" }],
      options: { callingHours: "Sun 23:00-23:01" },
    });

    expect(previewSchema.parse(await answer.json())).toMatchObject({
      businesses: 2,
      closedNow: 2,
      firstTimeZone: "America/New_York",
    });
    expect(await refused.json()).toMatchObject({
      code: "invalid_body",
      errors: [{ pointer: "/options/callingHours" }, { pointer: "/providers/0/phone" }],
    });
    expect(await product.sql`select 1 from public.service_requests`).toHaveLength(0);
  }, 120_000);

  test("the estimate and the order name the same limit, and the least cap", async () => {
    const person = await start({ PERSON_CALLS_PER_DAY: "1", CALL_USD_PER_MINUTE: "0.25" });
    const providers = [
      { name: "A", phone: STRANGER },
      { name: "B", phone: LISTED },
    ];
    const ask = async (route: string, options: object) => {
      const serviceRequest = { title: "T", serviceNeeded: "S", location: "L", urgency: "flexible" };
      const answer = await post(person, `/api/v1/providers/${route}`, {
        serviceRequest,
        providers,
        options,
      });
      return { retryAfter: answer.headers.get("Retry-After"), body: await answer.json() };
    };
    const detail = "You may have 1 businesses called a day; 1 is left for today.";

    expect((await ask("estimate", { capUsd: 1.5 })).body).toMatchObject({
      businessesLeft: 1,
      refusal: { detail },
      oneCallUsd: 1,
      mostUsd: 1.5,
    });
    const refused = await ask("batch-call-async", {});
    expect(refused.body).toMatchObject({ code: "limit_reached", detail });
    expect(Number(refused.retryAfter)).toBeGreaterThan(0);
    for (const route of ["estimate", "batch-call-async"]) {
      expect((await ask(route, { capUsd: 0.5 })).body).toMatchObject({
        code: "invalid_body",
        errors: [{ pointer: "/options/capUsd", fix: "Set it to $1.00 or more." }],
      });
    }
  }, 120_000);

  test("a day that does not hold one call is told before it is ordered, and refuses the order", async () => {
    const person = await start({ PERSON_USD_PER_DAY: "0.5", CALL_USD_PER_MINUTE: "0.25" });
    const serviceRequest = { title: "T", serviceNeeded: "S", location: "L", urgency: "flexible" };
    const order = { serviceRequest, providers: [{ name: "A", phone: STRANGER }] };

    for (const route of ["estimate", "batch-call-async"]) {
      const answer = await post(person, `/api/v1/providers/${route}`, order);
      expect(await answer.json()).toMatchObject({
        code: "invalid_body",
        errors: [
          {
            code: "day_too_small",
            detail: "One of these calls can cost more than the $0.50 a day that you may spend.",
            fix: "Ask whoever runs this site to raise it to $1.00 or more.",
          },
        ],
      });
    }
  }, 120_000);

  test("one call is let out on a person's word, the others wait on", async () => {
    const person = await start({ CALLING_HOURS: hoursFarAway(), CALL_ANYWAY: "true" });
    const { serviceRequestId } = await product.call(person, [STRANGER, LISTED]);
    const [id, other] = await heldOf(person, serviceRequestId);
    const route = `/api/v1/attempts/${id}/call-anyway`;

    expect((await post(await product.signUp(), route)).status).toBe(404);
    expect((await post(person, route)).status).toBe(202);

    await eventually(
      () => product.status(person, serviceRequestId),
      ({ providers }) => providers[0]?.callStatus === "completed",
    );
    expect(await dialed()).toEqual([STRANGER]);
    expect(
      await product.sql`select attempt_id, payload from public.call_events where kind = 'call_anyway'`,
    ).toEqual([{ attempt_id: id, payload: { userId: person.userId } }]);
    expect((await product.status(person, serviceRequestId)).providers[1]?.attempt).toMatchObject({
      id: other,
      holdCode: "outside_hours",
    });
  }, 120_000);

  test("where CALL_ANYWAY is off nobody is let out", async () => {
    const person = await start({ CALLING_HOURS: hoursFarAway(), CALL_ANYWAY: "false" });
    const { serviceRequestId } = await product.call(person, [STRANGER]);
    const [id] = await heldOf(person, serviceRequestId);

    const answer = await post(person, `/api/v1/attempts/${id}/call-anyway`);

    expect([answer.status, (await answer.json()).code]).toEqual([403, "call_anyway_off"]);
    expect(await dialed()).toEqual([]);
  }, 120_000);
});

test("a person's own list keeps their calls from a number, until they take it off", async () => {
  const person = await start({});
  const list = (method: string, more = "", body?: unknown) =>
    product.request(person, method, `/api/v1/do-not-call${more}`, body);
  const bad = await list("POST", "", { numbers: [{ phone: LISTED }, { phone: "12" }] });
  expect(await bad.json()).toMatchObject({
    code: "invalid_body",
    errors: [{ pointer: "/numbers/1/phone" }],
  });

  const added = await list("POST", "", { numbers: [{ phone: STRANGER, reason: "Rude." }] });
  expect(await added.json()).toEqual({ added: 1 });
  const read = await (await list("GET")).json();
  expect(doNotCallListSchema.parse(read).numbers).toMatchObject([
    { phone: STRANGER, reason: "Rude.", source: "person" },
  ]);
  const { serviceRequestId } = await product.call(person, [STRANGER]);
  const final = await product.finished(person, serviceRequestId);
  expect(final.providers[0]?.attempt.detail).toBe("own_do_not_call");
  expect(await dialed()).toEqual([]);

  expect((await list("DELETE", `?phone=${STRANGER}`)).status).toBe(204);
  expect((await list("DELETE", `?phone=${STRANGER}`)).status).toBe(404);
  const again = await product.call(person, [STRANGER]);
  expect((await product.finished(person, again.serviceRequestId)).stats.completed).toBe(1);
}, 120_000);

test("an operator keeps the list of everybody from a terminal", async () => {
  await start({});
  const file = path.join(await mkdtemp(path.join(tmpdir(), "ringround-")), "numbers.csv");
  const national = STRANGER.replace("+1", "");
  await writeFile(file, `phone,reason\n${national},Asked twice\n12,\n`);
  const list = () => product.sql`select phone, source, reason from public.do_not_call`;

  await expect(ops("do-not-call", "import", file, "--country", "US")).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/Nothing was stored.*\n {2}line 3: /),
  });
  expect(await list()).toHaveLength(0);

  await writeFile(file, `phone,reason\n${national},Asked twice\n`);
  const done = await ops("do-not-call", "import", file, "--country", "US");
  expect(done.stdout).toContain("1 of 1 numbers are new");
  await ops("do-not-call", "add", LISTED, "--reason", "A letter");
  expect(await list()).toEqual([
    { phone: STRANGER, source: "import", reason: "Asked twice" },
    { phone: LISTED, source: "operator", reason: "A letter" },
  ]);

  // What was exported can be imported.
  await writeFile(file, (await ops("do-not-call", "export")).stdout);
  expect((await ops("do-not-call", "remove", LISTED)).stdout).toContain("may be called again");
  expect((await ops("do-not-call", "import", file)).stdout).toContain("1 of 2 numbers are new");
  for (const args of [["import"], ["add", LISTED, "more"], ["export", "more"], ["dance"]])
    await expect(ops("do-not-call", ...args)).rejects.toMatchObject({ code: 2 });
}, 120_000);

test("outside the callee's hours everybody waits, and the page is told until when", async () => {
  const person = await start({ CALLING_HOURS: hoursFarAway() });

  const { serviceRequestId } = await product.call(person, [STRANGER]);
  const waiting = await eventually(
    () => product.status(person, serviceRequestId),
    ({ providers }) => providers[0]?.attempt.holdCode === "outside_hours",
  );

  expect(waiting.providers[0]?.callStatus).toBe("queued");
  expect(Date.parse(waiting.providers[0]?.attempt.notBefore ?? "")).toBeGreaterThan(Date.now());
  expect(await dialed()).toEqual([]);
}, 120_000);

test("an operator stops all calling from a terminal, pages and orders wait, and it goes on", async () => {
  const person = await start({});
  const stopped = await ops("stop-calling", "--why", "A complaint is looked into.");
  expect(stopped.stdout).toContain("Calling is stopped");
  expect((await ops("status")).stdout).toContain("A complaint is looked into.");

  const { serviceRequestId } = await product.call(person, [STRANGER]);
  await fetch(`${product.stack.urls.app}/test/sweep`, { method: "POST" });
  expect((await product.status(person, serviceRequestId)).providers[0]?.callStatus).toBe("queued");
  expect(await dialed()).toEqual([]);

  await ops("start-calling");
  await fetch(`${product.stack.urls.app}/test/sweep`, { method: "POST" });
  const final = await product.finished(person, serviceRequestId);
  expect(final.providers[0]?.callStatus).toBe("completed");
}, 120_000);

test("an order to the terminal that is none says how it is written", async () => {
  await start({});

  for (const args of [
    [],
    ["stop-calling"],
    ["stop-calling", "--why", " "],
    ["dance"],
    ["status", "--loud"],
  ])
    await expect(ops(...args)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining("Usage: npm run ops"),
    });
}, 120_000);
