import { expect, test } from "vitest";
import { advanceAttempt } from "@/lib/attempts/advance-attempt";
import { checkAttempt } from "@/lib/attempts/check-attempt";
import { answer } from "@/lib/calls/test-server";
import { startServices } from "@/tests/support/services";

/** Looking for calls that may exist, while other things happen. */

test("a look that found nothing makes nothing unknown once the answer to the dial has come", async () => {
  let whileLooking: (() => Promise<unknown>) | null = null;
  const { services, db, phone } = await startServices(async (_, response) => {
    await whileLooking?.();
    whileLooking = null;
    answer(response, 200, []);
  });
  const { id } = await db.attemptIn("dialing");
  const laterThan = (seconds: number) => Date.now() + seconds * 1000;
  expect(await advanceAttempt(services, id)).toMatchObject({ kind: "open" });
  expect((await db.facts(id)).firstLookAt).not.toBeNull();

  whileLooking = () => db.markInProgress(id, "placed after all");
  expect(await advanceAttempt(services, id, laterThan(40))).toMatchObject({ kind: "open" });
  expect(await db.attempt(id)).toMatchObject({
    status: "in_progress",
    call_id: "placed after all",
  });

  expect(phone.received).toHaveLength(2);
});

test("a look for a refused dial does not count for the row that follows", async () => {
  const { services, db } = await startServices(async (_, response) => answer(response, 200, []));
  const { id } = await db.attemptIn("dialing");
  await advanceAttempt(services, id);
  const { nextAttempt } = await db.refuse(id, 0);
  const nextId = nextAttempt?.attemptId ?? "";
  await db.claim(1);
  expect(await db.beginDial(nextId)).toMatchObject({ verdict: "dial" });

  expect(await advanceAttempt(services, nextId)).toMatchObject({ kind: "open" });
  expect(await db.attempt(nextId)).toMatchObject({ status: "dialing" });
});

test("a call that is another attempt's answers nothing, for the sweep and for a person who asks alike", async () => {
  const { services, db } = await startServices(async ({ url }, response) =>
    answer(
      response,
      200,
      url.startsWith("/call?") ? [{ ...call, customer: { externalId } }] : call,
    ),
  );
  const other = await db.attemptIn("in_progress");
  const call = { id: other.callId, status: "ended", endedReason: "customer-ended-call" };
  const { id: externalId } = await db.attemptIn("dialing");

  expect(await advanceAttempt(services, externalId)).toMatchObject({ kind: "open" });
  await db.settle(externalId, "unknown", { detail: "not_found" });
  const { answer: checked, settled } = await checkAttempt(services, services.db, externalId);

  expect(checked).toEqual({ attemptId: externalId, callStatus: "unknown", found: "nothing" });
  expect(settled).toBeNull();
  expect(await db.attempt(other.id)).toMatchObject({ status: "in_progress" });
});
