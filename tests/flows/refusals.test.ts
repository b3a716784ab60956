import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { REFUSED_CALL } from "@/tests/faults/plan";
import { armPhoneFaults, scriptCalls, simulate } from "@/tests/faults/simulator";
import { eventually } from "@/tests/support/eventually";
import type { AtPoint } from "@/tests/support/points";
import { ordinaryNumbers, type Person, type Product, startProduct } from "@/tests/support/product";
import { type RefusedCalls, refusedCalls } from "./refused-calls";

/** Calls that the phone service accepts and then has no line for: tried again, at no cost. */

let product: Product;
let person: Person;
let calls: RefusedCalls;
/** Has the site stand still at a point for as long as it takes. */
let hold: AtPoint | undefined;

beforeAll(async () => {
  product = await startProduct({
    timeScale: 0.05,
    env: { PATIENCE: "0.02" },
    atPoint: async (point) => hold?.(point),
  });
  person = await product.signUp();
  calls = refusedCalls(product, person);
}, 120_000);
afterAll(() => product?.stop());
afterEach(async () => {
  hold = undefined;
  product.database.clear();
  await simulate(product, "faults", "DELETE");
});

test("a call that is accepted and then finds no line three times is made at the fourth, as the first attempt", async () => {
  const [number = ""] = ordinaryNumbers(1, 1100);
  await scriptCalls(product, [{ number, next: [REFUSED_CALL, REFUSED_CALL, REFUSED_CALL] }]);

  const accepted = await product.call(person, [number]);
  const final = await product.finished(person, accepted.serviceRequestId);

  const dials = await calls.dialsOf(number);
  const rows = await calls.rowsOf(accepted.executionId);
  expect(final.providers[0]).toMatchObject({
    callStatus: "completed",
    attempt: { number: 1, refusals: 3 },
  });
  expect(dials).toHaveLength(4);
  expect(rows.map(({ outcome }) => outcome)).toEqual([
    "refused",
    "refused",
    "refused",
    "completed",
  ]);
  // One row, one dial, one call.
  expect(rows.map(({ call_id: callId }) => callId)).toEqual(dials.map(({ callId }) => callId));
});

test("a call that is answered 201 and blocked is the call of its own row, and its webhooks move no other", async () => {
  const [number = ""] = ordinaryNumbers(1, 1110);
  await armPhoneFaults(product, [
    { fault: "over-limit", variant: "blocked-201", count: 2, number },
  ]);

  const accepted = await product.call(person, [number]);
  const final = await calls.finish(accepted.serviceRequestId);

  const blocked = (await calls.dialsOf(number)).filter(({ isBlocked }) => isBlocked);
  expect(final.providers[0]).toMatchObject({ callStatus: "completed", attempt: { number: 1 } });
  expect(blocked).toHaveLength(2);
  const rows = await calls.rowsOf(accepted.executionId);
  expect(rows.map(({ outcome }) => outcome)).toEqual(["refused", "refused", "completed"]);
  expect(rows.slice(0, 2).map(({ call_id: callId }) => callId)).toEqual(
    blocked.map(({ callId }) => callId),
  );
});

test("a call whose refusal was told before the call was recorded is settled at once, without the sweep", async () => {
  const [number = ""] = ordinaryNumbers(1, 1180);
  await scriptCalls(product, [{ number, next: [REFUSED_CALL] }]);
  await armPhoneFaults(product, [
    { fault: "webhook-drop", kind: "end-of-call-report", number, count: "always" },
  ]);
  product.database.arm({ how: "unavailable", only: "sweep", count: 10_000 });
  const refusals = () => product.sql`
    select 1 from public.call_events e join public.attempts a on a.id = e.attempt_id
    join public.providers p on p.id = a.provider_id where p.phone = ${number} and e.kind = 'status:ended'`;
  hold = async ({ name, side }) => {
    if (name === "mark_call_in_progress" && side === "before")
      await eventually(refusals, (rows) => rows.length > 0);
  };

  const accepted = await product.call(person, [number]);
  const [refused] = await eventually(
    () => calls.rowsOf(accepted.executionId),
    (rows) => rows.length === 2,
  );

  hold = undefined;
  await simulate(product, "faults", "DELETE");
  product.database.clear();
  const final = await calls.finish(accepted.serviceRequestId);
  const dials = await calls.dialsOf(number);
  expect(final.providers[0]).toMatchObject({ callStatus: "completed", attempt: { number: 1 } });
  expect(dials.map(({ callId }) => callId)).toEqual([refused?.call_id, expect.any(String)]);
});

test("an ambiguous dial whose call is listed as refused is settled so, and another is made", async () => {
  const [number = ""] = ordinaryNumbers(1, 1190);
  await scriptCalls(product, [{ number, next: [REFUSED_CALL] }]);
  await armPhoneFaults(product, [{ fault: "fail-after-placing", answer: { status: 500 }, number }]);
  hold = async ({ name, side }) => {
    if (name === "list calls" && side === "before")
      await eventually(
        () => calls.dialsOf(number),
        ([dial]) => dial?.status === "ended",
      );
  };

  const accepted = await product.call(person, [number]);
  const final = await calls.finish(accepted.serviceRequestId);

  const dials = await calls.dialsOf(number);
  expect(final.providers[0]).toMatchObject({
    callStatus: "completed",
    attempt: { number: 1, refusals: 1 },
  });
  expect(dials).toHaveLength(2);
  expect(await calls.rowsOf(accepted.executionId)).toMatchObject([
    { outcome: "refused", call_id: dials[0]?.callId },
    { outcome: "completed", call_id: dials[1]?.callId },
  ]);
});

test("an ambiguous dial after a refusal does not adopt the record of the refused call", async () => {
  const [number = ""] = ordinaryNumbers(1, 1120);
  await scriptCalls(product, [{ number, next: [REFUSED_CALL] }]);
  calls.holdQueue();
  const accepted = await product.call(person, [number]);
  await eventually(
    () => calls.attemptOf(accepted.executionId),
    ({ refusals }) => refusals === 1,
  );

  await armPhoneFaults(product, [
    { fault: "fail-before-placing", answer: { status: 503 }, number },
  ]);
  product.database.clear();
  const final = await calls.finish(accepted.serviceRequestId);

  const [refused] = await calls.dialsOf(number);
  expect(final.providers[0]).toMatchObject({
    callStatus: "unknown",
    attempt: { detail: "not_found" },
  });
  expect(await calls.dialsOf(number)).toHaveLength(1);
  expect(await calls.rowsOf(accepted.executionId)).toMatchObject([
    { outcome: "refused", call_id: refused?.callId },
    { outcome: "unknown", call_id: null },
  ]);
});
