import { expect, test } from "vitest";
import { advanceAttempt } from "@/lib/attempts/advance-attempt";
import { placeAttempt } from "@/lib/attempts/place-attempt";
import { chooseNumber } from "@/lib/calls/choose-number";
import { answer } from "@/lib/calls/test-server";
import { startServices } from "@/tests/support/services";

/** Calls that are made from several numbers of ours. */

const NUMBERS = ["north", "south", "east"];
const several = { VAPI_PHONE_NUMBER_ID: NUMBERS.join(",") };

test("a business is called from its own number again, in another batch as well", async () => {
  const { services, db, phone } = await startServices(
    (_, response, count) => answer(response, 201, { id: `call-${count}`, status: "queued" }),
    several,
  );
  const userId = await db.insertUser();
  const rows = db.providers(20);
  for (const _ of [1, 2]) {
    const { executionId } = await db.startBatch({ userId, rows });
    await db.claim(1000);
    const claimed = await db.sql`select id from public.attempts where batch_id = ${executionId}`;
    for (const { id } of claimed) {
      expect(await placeAttempt(services, id)).toEqual({ kind: "placed" });
      const { call_id: callId } = await db.attempt(id);
      await db.record(id, "status:ended", { callId, endedReason: "customer-busy" });
    }
  }

  const dials = phone.received.map(({ body }) => JSON.parse(body));
  const from = (dial: { customer: { number: string } }) =>
    chooseNumber(NUMBERS, dial.customer.number);
  expect(dials).toHaveLength(40);
  expect(dials.map(({ phoneNumberId }) => phoneNumberId)).toEqual(dials.map(from));
  expect(new Set(dials.map(({ phoneNumberId }) => phoneNumberId)).size).toBe(3);
});

test("a call whose answer was lost is found, whichever number it was made from", async () => {
  const calls: Record<string, unknown>[] = [];
  const { services, db } = await startServices(({ method, url, body }, response) => {
    if (method === "POST") {
      const { name, customer } = JSON.parse(body);
      // From a number that is no longer on the list.
      calls.push({
        id: "found",
        name,
        customer,
        phoneNumberId: "west",
        createdAt: new Date().toISOString(),
        status: "in-progress",
      });
      return answer(response, 503, "Service Unavailable");
    }
    const only = new URL(url, "http://x").searchParams.get("phoneNumberId");
    answer(response, 200, only === null ? calls : calls.filter((c) => c.phoneNumberId === only));
  }, several);
  const { id } = await db.attemptIn("claimed");

  expect(await placeAttempt(services, id)).toEqual({ kind: "ambiguous" });
  await advanceAttempt(services, id);

  expect(await db.attempt(id)).toMatchObject({ status: "in_progress", call_id: "found" });
});
