import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Vapi } from "@vapi-ai/server-sdk";
import { expect, onTestFinished, test } from "vitest";
import { type Simulator, startSimulator } from "@/local/vapi/server";
import { eventually } from "@/tests/support/eventually";
import { kindOf, startReceiver } from "./receiver";
import { clientFor, numberOf, PHONE_NUMBER_ID, TIME_SCALE } from "./setup";

const QUOTE = numberOf(0);

/** A folder that outlives the simulators of a test; `start` closes the one before, as a restart of the stack does. */
async function setupFolder() {
  const dataDir = await mkdtemp(join(tmpdir(), "vapi-simulator-"));
  const receiver = await startReceiver();
  let running: Simulator | undefined;
  onTestFinished(async () => {
    await running?.close();
    await receiver.close();
    await rm(dataDir, { recursive: true });
  });

  return {
    receiver,
    journal: join(dataDir, "calls.jsonl"),
    stop: async () => {
      await running?.close();
      running = undefined;
    },
    start: async () => {
      await running?.close();
      running = await startSimulator({ dataDir, timeScale: TIME_SCALE });
      return { simulator: running, client: clientFor(running.url) };
    },
    request: (number: string, server: Vapi.Server = {}): Vapi.CreateCallDto => ({
      phoneNumberId: PHONE_NUMBER_ID,
      customer: { number, externalId: `to ${number}` },
      assistant: { maxDurationSeconds: 43_200, server: { url: receiver.url, ...server } },
    }),
  };
}

const long = { behavior: "flat-quote", ringSeconds: 0, talkSeconds: 20_000 } as const;

test("a live call goes on after a restart: same id, same line, same end", async () => {
  const { start, request } = await setupFolder();
  const before = await start();
  before.simulator.script({ number: QUOTE, next: [long] });
  await before.client.calls.create(request(QUOTE));
  const [talking] = await eventually(
    before.simulator.calls,
    ([call]) => call?.status === "in-progress",
  );

  const after = await start();
  const [resumed] = after.simulator.calls();
  const next = await after.client.calls.create(request(QUOTE));
  const call = await after.client.calls.get({ id: talking?.callId ?? "" });
  await fetch(call.monitor?.controlUrl ?? "", { method: "POST", body: '{"type":"end-call"}' });
  await after.simulator.idle();

  expect(resumed).toEqual(talking);
  expect(next).toMatchObject({ subscriptionLimits: { remainingConcurrentCalls: 8 } });
  expect(call).toMatchObject({ status: "in-progress", customer: { externalId: `to ${QUOTE}` } });
  expect(await after.client.calls.get({ id: call.id })).toMatchObject({
    status: "ended",
    endedReason: "manually-canceled",
  });
});

test("a call that is taken up again comes to its end by itself", async () => {
  const { start, request, receiver } = await setupFolder();
  const before = await start();
  // A second of talk at the tests' scale: more than a restart takes.
  before.simulator.script({ number: QUOTE, next: [{ ...long, talkSeconds: 50 }] });
  await before.client.calls.create(request(QUOTE));
  await eventually(before.simulator.calls, ([call]) => call?.status === "in-progress");

  const after = await start();
  await after.simulator.idle();

  expect(receiver.messages().map(kindOf).slice(-2)).toEqual(["ended", "report"]);
  expect(after.simulator.calls()).toMatchObject([
    { status: "ended", endedReason: "assistant-ended-call" },
  ]);
});

test("what was due while the stack was down happens at once, in order, at the planned times", async () => {
  const { start, stop, request, receiver, journal } = await setupFolder();
  const before = await start();
  before.simulator.script({ number: QUOTE, next: [{ ...long, ringSeconds: 20_000 }] });
  before.simulator.script({ number: numberOf(1), next: [{ ...long, ringSeconds: 20_000 }] });
  await before.client.calls.create(request(QUOTE));
  await before.client.calls.create(request(numberOf(1)));
  await eventually(before.simulator.calls, (calls) =>
    calls.every(({ webhooks }) => webhooks.length === 2 && webhooks.every(isDelivered)),
  );
  const alreadySent = receiver.webhooks.length;
  await stop();
  await moveBack(journal);

  const { simulator, client } = await start();
  await simulator.idle();

  const late = receiver.messages().slice(alreadySent);
  expect(late.map(kindOf).sort()).toEqual(
    ["ended", "ended", "in-progress", "in-progress", "report", "report"].sort(),
  );
  for (const call of await client.calls.list()) {
    const ofCall = late.filter((message) => message.call?.id === call.id);
    expect(ofCall.map(kindOf)).toEqual(["in-progress", "ended", "report"]);
    expect(call).toMatchObject({ status: "ended", endedReason: "assistant-ended-call" });
    expect(Date.parse(call.endedAt ?? "") - Date.parse(call.startedAt ?? "")).toBe(
      20_000_000 * TIME_SCALE,
    );
    expect(Date.parse(call.endedAt ?? "")).toBeLessThan(Date.now());
  }
});

const isDelivered = ({ state }: { state: string }) => state === "delivered";

/** Two hours pass: every time in the journal moves into the past. */
async function moveBack(journal: string): Promise<void> {
  const text = await readFile(journal, "utf8");
  const moved = text.replace(
    /"(at|createdAt|updatedAt|startedAt|plannedEnd|nextAt)":(\d{13})/g,
    (_whole, name: string, time: string) => `"${name}":${Number(time) - 7_200_000}`,
  );
  await writeFile(journal, moved);
}

test("a webhook that still has retries is delivered after the restart, the attempts counted on", async () => {
  const { start, request, receiver } = await setupFolder();
  receiver.answer = () => 503;
  const backoffPlan = { type: "fixed", maxRetries: 10, baseDelaySeconds: 10 };
  const before = await start();
  await before.client.calls.create(
    request(numberOf(4), { backoffPlan: backoffPlan as unknown as Vapi.BackoffPlan }),
  );
  await eventually(before.simulator.calls, ([call]) =>
    Boolean(call?.webhooks.some(({ kind, attempts }) => kind === "report" && attempts > 0)),
  );

  receiver.answer = () => 200;
  const after = await start();
  await after.simulator.idle();

  const webhooks = after.simulator.calls()[0]?.webhooks ?? [];
  expect(webhooks.map(({ kind, state }) => [kind, state])).toEqual([
    ["queued", "delivered"],
    ["ringing", "delivered"],
    ["ended", "delivered"],
    ["report", "delivered"],
  ]);
  expect(webhooks.every(({ attempts }) => attempts > 1)).toBe(true);
});

test("nothing that was delivered is delivered again", async () => {
  const { start, request, receiver } = await setupFolder();
  const before = await start();
  await before.client.calls.create(request(QUOTE));
  await before.simulator.idle();
  const finished = before.simulator.calls();

  const after = await start();
  await after.simulator.idle();

  expect(receiver.webhooks).toHaveLength(5);
  expect(after.simulator.calls()).toEqual(finished);
  const [call] = await after.client.calls.list();
  expect(call?.artifact?.transcript).toContain("What would it cost");
});

test("a torn last line is left out and does no harm later", async () => {
  const { start, stop, request, journal } = await setupFolder();
  const before = await start();
  await before.client.calls.create(request(QUOTE));
  await before.simulator.idle();
  await stop();
  await appendFile(journal, '{"entry":"call","call":{"id":"tor');

  const second = await start();
  await second.client.calls.create(request(QUOTE));
  await second.simulator.idle();
  const third = await start();

  expect(third.simulator.calls().map((call) => call.status)).toEqual(["ended", "ended"]);
});

test("a damaged line elsewhere stops the start with a sentence that names it", async () => {
  const { start, journal } = await setupFolder();
  await writeFile(journal, '{"entry":"reset"}\nnot json\n{"entry":"reset"}\n');

  await expect(start()).rejects.toThrow(`Line 2 of ${journal} is damaged. Delete the file`);
});

test("a reset lasts", async () => {
  const { start, request } = await setupFolder();
  const before = await start();
  before.simulator.script({ number: QUOTE, next: [long] });
  await before.client.calls.create(request(QUOTE));
  await fetch(`${before.simulator.url}/__simulator/reset`, { method: "POST" });

  const after = await start();

  expect(after.simulator.calls()).toEqual([]);
});
