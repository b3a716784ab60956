import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { CheckedAttempt } from "@/lib/attempts/check-attempt";
import { SIGNATURE_HEADER, signAttempt } from "@/lib/calls/webhook-signature";
import { REFUSED_CALL } from "@/tests/faults/plan";
import { armPhoneFaults, scriptCalls, simulate } from "@/tests/faults/simulator";
import { eventually } from "@/tests/support/eventually";
import type { AtPoint } from "@/tests/support/points";
import { ordinaryNumbers, type Person, type Product, startProduct } from "@/tests/support/product";

/** Calls that the phone service accepts and then has no line for: tried again, at no cost, and never beside a live one. */

let product: Product;
let person: Person;
/** Has the site stand still at a point for as long as it takes. */
let hold: AtPoint | undefined;

beforeAll(async () => {
  product = await startProduct({
    timeScale: 0.05,
    env: { PATIENCE: "0.02" },
    atPoint: async (point) => hold?.(point),
  });
  person = await product.signUp();
}, 120_000);
afterAll(() => product?.stop());
afterEach(async () => {
  hold = undefined;
  product.database.clear();
  await simulate(product, "faults", "DELETE");
});

const dialsOf = async (number: string) =>
  (await product.simulator()).calls.filter((call) => call.number === number);

async function attemptOf(executionId: string) {
  const [row] = await product.sql`select * from public.attempts where batch_id = ${executionId}`;
  if (!row) throw new Error("The batch has no attempt.");
  return row;
}

/** What waits in the queue stays there until the database is whole again; the first claim belongs to begin_batch. */
function holdQueue() {
  for (const only of ["claim_attempts", "sweep"])
    product.database.arm({ how: "unavailable", only, count: 10_000 });
}

/** Gives free lines away as the cron does, until the batch has ended. */
async function finish(serviceRequestId: string) {
  return eventually(
    async () => {
      await fetch(`${product.stack.urls.app}/test/sweep`, { method: "POST" });
      return product.status(person, serviceRequestId);
    },
    ({ isFinal }) => isFinal,
    { timeoutMs: 60_000, intervalMs: 100 },
  );
}

function deliver(attemptId: string, message: Record<string, unknown>): Promise<Response> {
  return product.request(
    null,
    "POST",
    `/api/v1/vapi/webhook/${attemptId}`,
    { message: { timestamp: Date.now(), ...message } },
    { [SIGNATURE_HEADER]: signAttempt(product.stack.env.WEBHOOK_SECRET ?? "", attemptId) },
  );
}

test("a call that is accepted and then finds no line three times is made at the fourth, as the first attempt", async () => {
  const [number = ""] = ordinaryNumbers(1, 1100);
  await scriptCalls(product, [{ number, next: [REFUSED_CALL, REFUSED_CALL, REFUSED_CALL] }]);

  const accepted = await product.call(person, [number]);
  const final = await product.finished(person, accepted.serviceRequestId);

  const dials = await dialsOf(number);
  const attempt = await attemptOf(accepted.executionId);
  expect(final.providers[0]).toMatchObject({
    callStatus: "completed",
    attempt: { number: 1, refusals: 3 },
  });
  expect(dials).toHaveLength(4);
  expect(attempt.refused_call_ids).toEqual(dials.slice(0, 3).map(({ callId }) => callId));
  expect(attempt.call_id).toBe(dials[3]?.callId);
});

test("a call that is answered 201 and blocked is remembered, and neither it nor its webhooks stand for the next one", async () => {
  const [number = ""] = ordinaryNumbers(1, 1110);
  await armPhoneFaults(product, [
    { fault: "over-limit", variant: "blocked-201", count: 2, number },
  ]);

  const accepted = await product.call(person, [number]);
  const final = await finish(accepted.serviceRequestId);

  const blocked = (await dialsOf(number)).filter(({ isBlocked }) => isBlocked);
  expect(final.providers[0]).toMatchObject({ callStatus: "completed", attempt: { number: 1 } });
  expect(blocked).toHaveLength(2);
  expect((await attemptOf(accepted.executionId)).refused_call_ids).toEqual(
    blocked.map(({ callId }) => callId),
  );
});

test("a call whose refusal was told before the call was recorded is taken back at once, without the sweep", async () => {
  const [number = ""] = ordinaryNumbers(1, 1180);
  await scriptCalls(product, [{ number, next: [REFUSED_CALL] }]);
  await armPhoneFaults(product, [
    { fault: "webhook-drop", kind: "end-of-call-report", number, count: "always" },
  ]);
  product.database.arm({ how: "unavailable", only: "sweep", count: 10_000 });
  const refusals = () => product.sql`
    select 1 from public.call_events e join public.attempts a on a.id = e.attempt_id
    join public.providers p on p.id = a.provider_id where p.phone = ${number} and e.is_refusal`;
  hold = async ({ name, side }) => {
    if (name === "mark_call_in_progress" && side === "before")
      await eventually(refusals, (rows) => rows.length > 0);
  };

  const accepted = await product.call(person, [number]);
  const { refused_call_ids: refused } = await eventually(
    () => attemptOf(accepted.executionId),
    (attempt) => attempt.refusals === 1,
  );

  hold = undefined;
  await simulate(product, "faults", "DELETE");
  product.database.clear();
  const final = await finish(accepted.serviceRequestId);
  const dials = await dialsOf(number);
  expect(final.providers[0]).toMatchObject({ callStatus: "completed", attempt: { number: 1 } });
  expect(dials.map(({ callId }) => callId)).toEqual([...refused, expect.any(String)]);
});

test("an ambiguous dial after a refusal does not adopt the record of the refused call", async () => {
  const [number = ""] = ordinaryNumbers(1, 1120);
  await scriptCalls(product, [{ number, next: [REFUSED_CALL] }]);
  holdQueue();
  const accepted = await product.call(person, [number]);
  await eventually(
    () => attemptOf(accepted.executionId),
    ({ status, refusals }) => status === "queued" && refusals === 1,
  );

  await armPhoneFaults(product, [
    { fault: "fail-before-placing", answer: { status: 503 }, number },
  ]);
  product.database.clear();
  const final = await finish(accepted.serviceRequestId);

  const [refused] = await dialsOf(number);
  expect(final.providers[0]).toMatchObject({
    callStatus: "unknown",
    attempt: { detail: "not_found" },
  });
  expect(await dialsOf(number)).toHaveLength(1);
  expect(await attemptOf(accepted.executionId)).toMatchObject({
    call_id: null,
    refused_call_ids: [refused?.callId],
  });
});

describe("a call that was refused and is alive all the same", () => {
  const ended = (callId: string) => ({
    type: "status-update",
    status: "ended",
    endedReason: REFUSED_CALL.endedReason,
    call: { id: callId },
  });
  const talking = (callId: string) => ({
    type: "status-update",
    status: "in-progress",
    call: { id: callId },
  });

  /** Queued again, as the phone service said that it had no line; it has one, and talks until it is hung up. */
  async function refusedButAlive(number: string) {
    // 20,000 s on the simulator's clock.
    const next = [{ behaviour: "flat-quote", ringSeconds: 0, talkSeconds: 20_000 }];
    await scriptCalls(product, [{ number, next }]);
    await armPhoneFaults(product, [{ fault: "webhook-drop", number, count: "always" }]);
    holdQueue();
    const accepted = await product.call(person, [number]);
    const { id, call_id: callId } = await eventually(
      () => attemptOf(accepted.executionId),
      ({ status }) => status === "in_progress",
    );
    const [control] = await product.sql`
      select control_url from public.call_controls where attempt_id = ${id}`;
    await deliver(id, ended(callId));
    await eventually(
      () => attemptOf(accepted.executionId),
      ({ status }) => status === "queued",
    );
    return { ...accepted, id, callId, controlUrl: String(control?.control_url) };
  }
  const hangUp = (controlUrl: string) =>
    fetch(controlUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ type: "end-call" }),
    });

  test("goes on as the call of its attempt, nobody is dialled beside it, and its answer counts", async () => {
    const [number = ""] = ordinaryNumbers(1, 1130);
    const { id, callId, controlUrl, ...accepted } = await refusedButAlive(number);

    expect((await deliver(id, talking(callId))).status).toBe(200);

    expect(await attemptOf(accepted.executionId)).toMatchObject({
      status: "in_progress",
      call_id: callId,
    });
    expect((await dialsOf(number)).map(({ status }) => status)).toEqual(["in-progress"]);
    await deliver(id, {
      type: "end-of-call-report",
      endedReason: "customer-ended-call",
      artifact: { messages: [{ role: "user", message: "Tomorrow at nine.", secondsFromStart: 4 }] },
      analysis: { structuredData: { availability: "available", summary: "At nine." } },
      call: { id: callId },
    });
    product.database.clear();
    const final = await finish(accepted.serviceRequestId);

    expect(final.providers[0]).toMatchObject({
      callStatus: "completed",
      attempt: { number: 1, detail: "answered", result: { availability: "available" } },
    });
    expect(await dialsOf(number)).toHaveLength(1);
    await hangUp(controlUrl);
  });

  test("is hung up where its batch was canceled meanwhile", async () => {
    const [number = ""] = ordinaryNumbers(1, 1160);
    const { id, callId, executionId, serviceRequestId } = await refusedButAlive(number);
    product.database.clear();
    await product.request(person, "POST", `/api/v1/batches/${executionId}/cancel`);
    const before = product.output.length;

    expect((await deliver(id, talking(callId))).status).toBe(200);

    await eventually(
      () => dialsOf(number),
      ([dial]) => dial?.status === "ended",
    );
    const final = await finish(serviceRequestId);
    expect(product.output.slice(before).join("\n")).toContain("took place all the same");
    expect(final.providers[0]?.callStatus).toBe("canceled");
    expect(await dialsOf(number)).toHaveLength(1);
  });

  test("beside a dial that was refused as well is hung up, and a check finds how it ended", async () => {
    const [number = ""] = ordinaryNumbers(1, 1170);
    const { id, callId, executionId, serviceRequestId } = await refusedButAlive(number);
    // Another dial is out when it is heard of, and comes to nothing.
    await product.sql`update public.attempts set not_before = now() where id = ${id}`;
    await product.sql`select public.claim_attempts(10)`;
    await product.sql`select public.begin_dial(${id}, gen_random_uuid())`;
    expect((await deliver(id, talking(callId))).status).toBe(200);
    await eventually(
      () => dialsOf(number),
      ([dial]) => dial?.status === "ended",
    );
    await product.sql`select public.release_line(${id}, 0)`;
    product.database.clear();
    const final = await finish(serviceRequestId);
    expect(final.providers[0]).toMatchObject({
      callStatus: "unknown",
      attempt: { detail: "refusal_denied", number: 1 },
    });

    const answer = await eventually(
      async () => {
        const path = `/api/v1/attempts/${id}/check`;
        return (await (await product.request(person, "POST", path)).json()) as CheckedAttempt;
      },
      ({ found }) => found === "answer",
    );

    expect(answer.callStatus).toBe("canceled");
    expect((await attemptOf(executionId)).call_id).toBe(callId);
    expect(await dialsOf(number)).toHaveLength(1);
  });

  test("whose phone had rung before the refusal was told is not dialled again either", async () => {
    const [number = ""] = ordinaryNumbers(1, 1140);
    const next = [{ behaviour: "flat-quote", ringSeconds: 0, talkSeconds: 20_000 }];
    await scriptCalls(product, [{ number, next }]);
    await armPhoneFaults(product, [{ fault: "webhook-drop", number, count: "always" }]);
    const accepted = await product.call(person, [number]);
    const { id, call_id: callId } = await eventually(
      () => attemptOf(accepted.executionId),
      ({ status }) => status === "in_progress",
    );

    await deliver(id, { ...talking(callId), status: "ringing" });
    await deliver(id, ended(callId));
    const final = await finish(accepted.serviceRequestId);

    expect(final.providers[0]).toMatchObject({
      callStatus: "unknown",
      attempt: { number: 1, detail: "refusal_denied" },
    });
    expect(await dialsOf(number)).toHaveLength(1);
  });

  test("is of no account where the attempt is on another call by now", async () => {
    const [number = ""] = ordinaryNumbers(1, 1150);
    await scriptCalls(product, [{ number, next: [REFUSED_CALL] }]);
    const accepted = await product.call(person, [number]);
    const final = await finish(accepted.serviceRequestId);
    const [refused] = await dialsOf(number);
    const { id } = await attemptOf(accepted.executionId);

    expect((await deliver(id, talking(refused?.callId ?? randomUUID()))).status).toBe(200);

    expect(final.providers[0]?.callStatus).toBe("completed");
    expect((await product.status(person, accepted.serviceRequestId)).providers).toEqual(
      final.providers,
    );
  });
});
