import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { scriptCalls } from "@/tests/faults/simulator";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, type Product, startProduct } from "@/tests/support/product";

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

test("a preview dials the numbers on its list, and says of all others why not", async () => {
  const person = await start({
    VERCEL_ENV: "preview",
    PRODUCTION_FINGERPRINTS: "none",
    CALL_ALLOWLIST: LISTED,
  });

  const { serviceRequestId } = await product.call(person, [STRANGER, LISTED]);
  const final = await product.finished(person, serviceRequestId);

  expect(final.providers).toMatchObject([
    { callStatus: "skipped", attempt: { detail: "preview_only" } },
    { callStatus: "completed" },
  ]);
  expect(await dialed()).toEqual([LISTED]);
}, 120_000);

test("a country that is not called is refused by row: Guam is not the US", async () => {
  const person = await start({ CALL_COUNTRIES: "US,CA" });

  await expect(product.call(person, [STRANGER, "+16716480000"])).rejects.toThrow(
    /422.*\/providers\/1\/phone.*country_not_allowed/,
  );
  expect(await product.sql`select 1 from public.batches`).toHaveLength(0);
}, 120_000);

test("outside the callee's hours everybody waits, and the page is told until when", async () => {
  // One minute a week, and never the one that is.
  const day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][(new Date().getUTCDay() + 2) % 7];
  const person = await start({ CALLING_HOURS: `${day} 12:00-12:01` });

  const { serviceRequestId } = await product.call(person, [STRANGER]);
  const waiting = await eventually(
    () => product.status(person, serviceRequestId),
    ({ providers }) => providers[0]?.attempt.holdCode === "outside_hours",
  );

  expect(waiting.providers[0]?.callStatus).toBe("queued");
  expect(Date.parse(waiting.providers[0]?.attempt.notBefore ?? "")).toBeGreaterThan(Date.now());
  expect(await dialed()).toEqual([]);
}, 120_000);

describe("one phone in many orders", () => {
  test("rings for one of them at a time, and rests in between", async () => {
    const person = await start({ NUMBER_PAUSE_MINUTES: "30" });
    const others = await Promise.all(Array.from({ length: 19 }, () => product.signUp()));
    await scriptCalls(product, [{ number: STRANGER, next: [{ behavior: "flat-quote" }] }]);

    const accepted = await Promise.all(
      [person, ...others].map((who) => product.call(who, [STRANGER])),
    );
    const states = () =>
      product.sql`select outcome, hold_code from public.attempts order by outcome nulls last`;
    const [first, ...rest] = await eventually(
      states,
      ([one, ...waiting]) =>
        one?.outcome !== null && waiting.every((row) => row.hold_code === "called_recently"),
    );

    expect(accepted).toHaveLength(20);
    expect(first).toMatchObject({ outcome: "completed" });
    expect(rest).toHaveLength(19);
    expect(await dialed()).toEqual([STRANGER]);
  }, 120_000);
});

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
