import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { CheckedAttempt } from "@/lib/attempts/check-attempt";
import type { BatchStatusAnswer } from "@/lib/batches/schema";
import { SIGNATURE_HEADER, signAttempt } from "@/lib/calls/webhook-signature";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, type Person, type Product, startProduct } from "@/tests/support/product";

/** Asking the phone service once more about calls of which nobody knows whether they happened. */

let product: Product;
let person: Person;

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05, env: { PATIENCE: "0.02" } });
  person = await product.signUp();
}, 120_000);
afterAll(() => product?.stop());

const simulator = (method: string, path: string, body?: unknown) =>
  fetch(`${product.stack.env.VAPI_BASE_URL}/__simulator${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  }).then((response) => {
    if (!response.ok) throw new Error(`The simulator refused ${method} ${path}.`);
  });
const arm = (faults: Record<string, unknown>[]) => simulator("POST", "/faults", faults);
const disarm = () => simulator("DELETE", "/faults");
afterEach(disarm);

const check = (who: Person | null, attemptId: string) =>
  product.request(who, "POST", `/api/v1/attempts/${attemptId}/check`);
const checked = async (attemptId: string) => {
  const response = await check(person, attemptId);
  expect(response.status).toBe(200);
  return (await response.json()) as CheckedAttempt;
};
const dialsOf = async (number: string) =>
  (await product.simulator()).calls.filter((call) => call.number === number).length;

/** Calls one number under faults that leave its outcome unknown. */
async function unknownCall(number: string, faults: Record<string, unknown>[], options = {}) {
  await arm(faults);
  const accepted = await product.call(person, [number], {
    options: { maxAttempts: 1, ...options },
  });
  const final = await product.finished(person, accepted.serviceRequestId);
  expect(final.providers[0]?.callStatus).toBe("unknown");
  return { serviceRequestId: accepted.serviceRequestId, attemptId: attemptOf(final).id };
}

function attemptOf(answer: BatchStatusAnswer) {
  const attempt = answer.providers[0]?.attempt;
  if (!attempt) throw new Error("The batch has no provider.");
  return attempt;
}

/** The call is placed, but nobody is told: not in the answer, not in the list, not by webhook. */
const PLACED_IN_SILENCE = [
  { fault: "fail-after-placing", answer: { status: 500 } },
  { fault: "list-lags", hiddenForMs: 3_600_000, count: "always" },
  { fault: "webhook-drop", count: "always" },
];

test("a call that was never placed stays unknown, is not dialed, and the look is on record", async () => {
  const [number = ""] = ordinaryNumbers(1, 600);
  const { attemptId } = await unknownCall(number, [
    { fault: "fail-before-placing", answer: { status: 503 } },
  ]);

  expect(await checked(attemptId)).toEqual({ attemptId, callStatus: "unknown", found: "nothing" });

  expect(await dialsOf(number)).toBe(0);
  const [look] = await product.sql`
    select 1 from public.call_events where attempt_id = ${attemptId} and dedupe_key like 'look:check:%'`;
  expect(look).toBeDefined();
});

test("a call that was placed in silence is found with its answer, and the ranking is made again", async () => {
  const { serviceRequestId, attemptId } = await unknownCall("+18645550100", PLACED_IN_SILENCE);
  const dials = await dialsOf("+18645550100");
  await disarm();

  const answer = await eventually(
    () => checked(attemptId),
    ({ found }) => found === "answer",
  );

  expect(answer).toEqual({ attemptId, callStatus: "completed", found: "answer" });
  expect(await dialsOf("+18645550100")).toBe(dials);
  const ranked = await eventually(
    () => product.status(person, serviceRequestId),
    ({ ranking }) => ranking?.[0]?.rank === 1,
  );
  expect(attemptOf(ranked)).toMatchObject({ outcome: "completed", detail: "answered" });
  expect(await checked(attemptId)).toEqual(answer);
});

test("a call of a canceled batch that turns out to be alive is hung up", async () => {
  const [number = ""] = ordinaryNumbers(1, 606);
  const next = [{ behavior: "flat-quote", ringSeconds: 0, talkSeconds: 20_000 }];
  await simulator("POST", "/script", { number, next });
  await arm(PLACED_IN_SILENCE);
  const accepted = await product.call(person, [number]);
  await eventually(
    () => dialsOf(number),
    (dials) => dials === 1,
  );
  await product.request(person, "POST", `/api/v1/batches/${accepted.executionId}/cancel`);
  const final = await product.finished(person, accepted.serviceRequestId);
  expect(final.providers[0]?.callStatus).toBe("unknown");
  await disarm();

  await checked(attemptOf(final).id);

  await eventually(
    async () => (await product.simulator()).calls.find((call) => call.number === number)?.status,
    (status) => status === "ended",
  );
});

test("a call that is still alive leaves the outcome unknown until it has ended", async () => {
  const [number = ""] = ordinaryNumbers(1, 601);
  const next = [{ behavior: "flat-quote", ringSeconds: 0, talkSeconds: 20_000 }];
  await simulator("POST", "/script", { number, next });
  const { serviceRequestId, attemptId } = await unknownCall(number, PLACED_IN_SILENCE);
  await disarm();

  expect(await checked(attemptId)).toEqual({ attemptId, callStatus: "unknown", found: "live" });
  expect(attemptOf(await product.status(person, serviceRequestId)).outcome).toBe("unknown");

  const [control] = await product.sql`
    select control_url from public.attempt_secrets where attempt_id = ${attemptId}`;
  await fetch(control?.control_url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ type: "end-call" }),
  });
  const { callStatus } = await eventually(
    () => checked(attemptId),
    ({ found }) => found === "answer",
  );
  expect(attemptOf(await product.status(person, serviceRequestId)).outcome).toBe(callStatus);
  expect(await dialsOf(number)).toBe(1);
});

/** Placed, then forgotten by a phone service that sends no webhook, and past its limit. */
async function lostCall(number: string) {
  await arm([
    { fault: "get-fails", answer: { status: 404, body: { message: "gone" } }, count: "always" },
    { fault: "webhook-drop", count: "always" },
  ]);
  const { serviceRequestId } = await product.call(person, [number]);
  const live = await eventually(
    () => product.status(person, serviceRequestId),
    (answer) => attemptOf(answer).status === "in_progress",
  );
  const attemptId = attemptOf(live).id;
  // Long past its limit, as the sweep sees it.
  await product.sql`
    update public.attempts set called_at = called_at - interval '1 hour' where id = ${attemptId}`;
  await fetch(`${product.stack.urls.app}/test/sweep`, { method: "POST" });
  const final = await product.finished(person, serviceRequestId);
  expect(attemptOf(final)).toMatchObject({ outcome: "unknown", detail: "call_lost" });
  await disarm();
  return { serviceRequestId, attemptId };
}

test("a call whose id is known but that was lost on the way is asked for by its id", async () => {
  const [number = ""] = ordinaryNumbers(1, 602);
  const { attemptId } = await lostCall(number);

  await eventually(
    () => checked(attemptId),
    ({ found }) => found === "answer",
  );
  expect(await dialsOf(number)).toBe(1);
});

test("a call given up on that has ended since is asked about by the sweep, as its report may be lost", async () => {
  const [number = ""] = ordinaryNumbers(1, 608);
  // Past its limit it is hung up: this one has said everything by then.
  const next = [{ behavior: "flat-quote", ringSeconds: 0, talkSeconds: 1 }];
  await simulator("POST", "/script", { number, next });
  const { serviceRequestId, attemptId } = await lostCall(number);
  const [row] = await product.sql`select call_id from public.attempts where id = ${attemptId}`;
  const message = {
    type: "status-update",
    status: "ended",
    timestamp: Date.now(),
    endedReason: "customer-ended-call",
    call: { id: row?.call_id },
  };
  const signature = signAttempt(product.stack.env.WEBHOOK_SECRET ?? "", attemptId);
  const path = `/api/v1/vapi/webhook/${attemptId}`;
  const headers = { [SIGNATURE_HEADER]: signature };
  expect((await product.request(null, "POST", path, { message }, headers)).status).toBe(200);

  const known = await eventually(
    async () => {
      await fetch(`${product.stack.urls.app}/test/sweep`, { method: "POST" });
      return product.status(person, serviceRequestId);
    },
    (answer) => attemptOf(answer).outcome !== "unknown",
  );

  expect(attemptOf(known)).toMatchObject({ outcome: "completed", detail: "answered" });
  expect(await dialsOf(number)).toBe(1);
});

test("a report that holds more of what was said than an earlier check has found is stored as well", async () => {
  const [number = ""] = ordinaryNumbers(1, 607);
  // Past its limit it is hung up, and its own report would come in between: this one cannot be hung up and talks on.
  const next = [{ behavior: "flat-quote", ringSeconds: 0, talkSeconds: 20_000 }];
  await simulator("POST", "/script", { number, next });
  await arm([{ fault: "control-fails", answer: { status: 500 }, count: "always" }]);
  const { serviceRequestId, attemptId } = await lostCall(number);
  const [row] = await product.sql`select call_id from public.attempts where id = ${attemptId}`;
  const hourAgo = Date.now() - 3_600_000;
  const hears = async (messages: number) => {
    await disarm();
    const body = {
      id: row?.call_id,
      status: "ended",
      // No list of reasons has it and nobody answered, so the outcome stays unknown.
      endedReason: "hangup",
      startedAt: new Date(hourAgo).toISOString(),
      endedAt: new Date(hourAgo + 9_000).toISOString(),
      messages: Array.from({ length: messages }, (_, index) => ({
        role: "bot",
        message: `Sentence ${index}.`,
      })),
    };
    await arm([{ fault: "get-fails", answer: { status: 200, body }, count: "always" }]);
    expect(await checked(attemptId)).toMatchObject({ callStatus: "unknown" });
    const [kept] = await product.sql`
      select jsonb_array_length(a.messages) as messages,
        (select count(*)::int from public.call_events e where e.attempt_id = a.id and e.kind = 'report') as reports
      from public.attempts a where a.id = ${attemptId}`;
    return [kept?.reports, kept?.messages];
  };

  expect(await hears(2)).toEqual([1, 2]);
  expect(await hears(2)).toEqual([1, 2]);
  expect(await hears(4)).toEqual([2, 4]);
  expect(await hears(3)).toEqual([3, 4]);
  expect(attemptOf(await product.status(person, serviceRequestId)).outcome).toBe("unknown");
});

test("a phone service that cannot be asked changes nothing", async () => {
  const [number = ""] = ordinaryNumbers(1, 603);
  const { attemptId } = await unknownCall(number, [
    { fault: "fail-before-placing", answer: { status: 503 } },
  ]);
  const read = () => product.sql`
    select a.version, (select count(*) from public.call_events e where e.attempt_id = a.id) as events
    from public.attempts a where a.id = ${attemptId}`;
  const before = await read();
  await arm([{ fault: "list-fails", answer: { status: 500 }, count: "always" }]);

  const response = await check(person, attemptId);

  expect(response.status).toBe(503);
  expect(response.headers.get("retry-after")).toBe("10");
  expect(await response.json()).toMatchObject({ code: "phone_service_unavailable" });
  expect(await read()).toEqual(before);
});

test("an attempt that is known is answered as it is, without asking anybody", async () => {
  const accepted = await product.call(person, ["+18645550104"]);
  const { id } = attemptOf(await product.finished(person, accepted.serviceRequestId));
  await arm([
    { fault: "list-fails", answer: { status: 500 }, count: "always" },
    { fault: "get-fails", answer: { status: 500 }, count: "always" },
  ]);

  expect(await checked(id)).toEqual({ attemptId: id, callStatus: "busy", found: "answer" });
});

test("somebody else's attempt is one that does not exist, and nobody at all is not signed in", async () => {
  const [number = ""] = ordinaryNumbers(1, 604);
  const { attemptId } = await unknownCall(number, [
    { fault: "fail-before-placing", answer: { status: 503 } },
  ]);
  const stranger = await product.signUp();

  for (const id of [attemptId, crypto.randomUUID(), "' or true --"]) {
    const response = await check(stranger, encodeURIComponent(id));
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: "attempt_not_found" });
  }
  expect((await check(null, attemptId)).status).toBe(401);
  const looks = await product.sql`
    select 1 from public.call_events where attempt_id = ${attemptId} and dedupe_key like 'look:check:%'`;
  expect(looks).toHaveLength(0);
});
