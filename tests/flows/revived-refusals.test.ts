import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { CheckedAttempt } from "@/lib/attempts/check-attempt";
import { rails } from "@/tests/database/bundle";
import { REFUSED_CALL } from "@/tests/faults/plan";
import { armPhoneFaults, scriptCalls, simulate } from "@/tests/faults/simulator";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, type Person, type Product, startProduct } from "@/tests/support/product";
import { type RefusedCalls, refusedCalls } from "./refused-calls";

/** Calls for which the phone service has no line, as it says, and that take place after all. */

let product: Product;
let person: Person;
let calls: RefusedCalls;

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05, env: { PATIENCE: "0.02" } });
  person = await product.signUp();
  calls = refusedCalls(product, person);
}, 120_000);
afterAll(() => product?.stop());
afterEach(async () => {
  product.database.clear();
  await simulate(product, "faults", "DELETE");
});

describe("a call that was refused and is alive", () => {
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

  /** Another row waits, as the phone service said that it had no line; it has one, and talks until it is hung up. */
  async function refusedButAlive(number: string) {
    // 20,000 s on the simulator's clock.
    const next = [{ behavior: "flat-quote", ringSeconds: 0, talkSeconds: 20_000 }];
    await scriptCalls(product, [{ number, next }]);
    await armPhoneFaults(product, [{ fault: "webhook-drop", number, count: "always" }]);
    calls.holdQueue();
    const accepted = await product.call(person, [number]);
    const { id, call_id: callId } = await eventually(
      () => calls.attemptOf(accepted.executionId),
      ({ status }) => status === "in_progress",
    );
    const [control] = await product.sql`
      select control_url from public.attempt_secrets where attempt_id = ${id}`;
    await calls.deliver(id, ended(callId));
    const { id: nextId } = await eventually(
      () => calls.attemptOf(accepted.executionId),
      ({ status }) => status === "queued",
    );
    return { ...accepted, id, callId, nextId, controlUrl: String(control?.control_url) };
  }
  const hangUp = (controlUrl: string) =>
    fetch(controlUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ type: "end-call" }),
    });

  test("goes on as the call of its own row, nobody is dialed beside it, and its answer counts", async () => {
    const [number = ""] = ordinaryNumbers(1, 1130);
    const { id, callId, controlUrl, ...accepted } = await refusedButAlive(number);

    expect((await calls.deliver(id, talking(callId))).status).toBe(200);

    expect(await calls.rowsOf(accepted.executionId)).toMatchObject([
      { outcome: "unknown", call_id: callId },
      { outcome: "skipped", detail: "heard_before" },
    ]);
    expect((await calls.dialsOf(number)).map(({ status }) => status)).toEqual(["in-progress"]);
    await calls.deliver(id, {
      type: "end-of-call-report",
      endedReason: "customer-ended-call",
      artifact: { messages: [{ role: "user", message: "Tomorrow at nine.", secondsFromStart: 4 }] },
      analysis: { structuredData: { availability: "available", summary: "At nine." } },
      call: { id: callId },
    });
    product.database.clear();
    const final = await eventually(
      () => calls.finish(accepted.serviceRequestId),
      ({ providers }) => providers[0]?.callStatus === "completed",
    );

    expect(final.providers[0]).toMatchObject({
      callStatus: "completed",
      attempt: { number: 1, detail: "answered", result: { availability: "available" } },
    });
    expect(await calls.dialsOf(number)).toHaveLength(1);
    await hangUp(controlUrl);
  });

  test("is hung up where its batch was canceled meanwhile", async () => {
    const [number = ""] = ordinaryNumbers(1, 1160);
    const { id, callId, executionId, serviceRequestId } = await refusedButAlive(number);
    product.database.clear();
    await product.request(person, "POST", `/api/v1/batches/${executionId}/cancel`);
    const before = product.output.length;

    expect((await calls.deliver(id, talking(callId))).status).toBe(200);

    await eventually(
      () => calls.dialsOf(number),
      ([dial]) => dial?.status === "ended",
    );
    const final = await eventually(
      () => calls.finish(serviceRequestId),
      ({ providers }) => providers[0]?.callStatus !== "unknown",
    );
    expect(product.output.slice(before).join("\n")).toContain("nobody waits for is alive");
    expect(final.providers[0]?.callStatus).toBe("canceled");
    expect(await calls.dialsOf(number)).toHaveLength(1);
  });

  test("beside a dial that was refused as well is hung up, nobody is dialed again, and it is found how it ended", async () => {
    const [number = ""] = ordinaryNumbers(1, 1170);
    const { id, callId, nextId, executionId, serviceRequestId } = await refusedButAlive(number);
    // Another dial is out when it is heard of, and comes to nothing.
    const allowed = product.sql.json({ ...rails(10), countries: null });
    await product.sql`update public.attempts set not_before = now() where id = ${nextId}`;
    await product.sql`select public.claim_attempts(${allowed})`;
    await product.sql`select public.begin_dial(${nextId}, gen_random_uuid(), ${allowed})`;
    expect((await calls.deliver(id, talking(callId))).status).toBe(200);
    await eventually(
      () => calls.dialsOf(number),
      ([dial]) => dial?.status === "ended",
    );
    await product.sql`select public.settle_attempt(${nextId}, 'refused', '{}', ${allowed})`;
    product.database.clear();
    // Hung up, it is found over by the sweep that comes back to it.
    const final = await eventually(
      () => calls.finish(serviceRequestId),
      ({ providers }) => providers[0]?.callStatus !== "unknown",
    );
    expect(final.providers[0]).toMatchObject({
      callStatus: "canceled",
      attempt: { id, number: 1 },
    });
    const checked = await product.request(person, "POST", `/api/v1/attempts/${id}/check`);
    const answer = (await checked.json()) as CheckedAttempt;

    expect(answer.callStatus).toBe("canceled");
    const [first] = await calls.rowsOf(executionId);
    expect(first).toMatchObject({ call_id: callId, outcome: "canceled" });
    expect(await calls.dialsOf(number)).toHaveLength(1);
  });

  test("whose phone had rung before the refusal was told is not dialed again either", async () => {
    const [number = ""] = ordinaryNumbers(1, 1140);
    const next = [{ behavior: "flat-quote", ringSeconds: 0, talkSeconds: 20_000 }];
    await scriptCalls(product, [{ number, next }]);
    await armPhoneFaults(product, [{ fault: "webhook-drop", number, count: "always" }]);
    const accepted = await product.call(person, [number]);
    const { id, call_id: callId } = await eventually(
      () => calls.attemptOf(accepted.executionId),
      ({ status }) => status === "in_progress",
    );

    await calls.deliver(id, { ...talking(callId), status: "ringing" });
    await calls.deliver(id, ended(callId));
    const final = await calls.finish(accepted.serviceRequestId);

    expect(final.providers[0]).toMatchObject({
      callStatus: "unknown",
      attempt: { number: 1, detail: "refusal_denied" },
    });
    expect(await calls.dialsOf(number)).toHaveLength(1);
  });

  test("changes nothing where another call has brought an answer by now", async () => {
    const [number = ""] = ordinaryNumbers(1, 1150);
    await scriptCalls(product, [{ number, next: [REFUSED_CALL] }]);
    const accepted = await product.call(person, [number]);
    const final = await calls.finish(accepted.serviceRequestId);
    const [refused] = await calls.dialsOf(number);
    const [row] = await calls.rowsOf(accepted.executionId);

    const news = talking(refused?.callId ?? randomUUID());
    expect((await calls.deliver(row?.id, news)).status).toBe(200);

    expect(final.providers[0]?.callStatus).toBe("completed");
    const [after] = (await product.status(person, accepted.serviceRequestId)).providers;
    const [before] = final.providers;
    expect(after).toEqual({
      ...before,
      attempt: { ...before?.attempt, version: expect.any(Number) },
    });
  });
});
