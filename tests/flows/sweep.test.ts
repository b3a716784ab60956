import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { sweepOnce } from "@/inngest/sweep";
import { answer } from "@/lib/calls/test-server";
import { callIdOf, startServices, type TestServices } from "@/tests/support/services";

/** One sweep over what was left behind, with a phone service that the test answers for. */

/** Batches of one live call each, canceled a minute ago. */
async function canceledBatches({ db, phone }: TestServices, count: number): Promise<string[]> {
  const calls: string[] = [];
  for (let n = 0; n < count; n++) {
    const { id, batchId, userId, callId } = await db.attemptIn("in_progress");
    await db.sql`
      update public.attempt_secrets set control_url = ${`${phone.url}/control/${callId}`} where attempt_id = ${id}`;
    await db.cancel(userId, batchId);
    calls.push(callId);
  }
  await db.sql`
    update public.batches set cancel_requested_at = now() - interval '1 minute' where status = 'canceling'`;
  return calls;
}

/** An attempt whose call is past its limit by seconds, so that it is asked about and not given up. */
async function silentCall({ db }: TestServices): Promise<string> {
  const { id, callId } = await db.attemptIn("in_progress");
  await db.sql`
    update public.attempts set called_at = now() - interval '361 seconds' where id = ${id}`;
  await db.sql`delete from public.attempt_secrets where attempt_id = ${id}`;
  return callId;
}

test("hang-ups that nobody answers do not keep the sweep from a call that has gone silent", async () => {
  const held = new Set<ServerResponse>();
  let mostHeld = 0;
  let aborted = 0;
  let silent = "";
  let abortedBefore: number | null = null;
  const tools = await startServices((request, response) => {
    if (request.method === "POST") {
      held.add(response);
      mostHeld = Math.max(mostHeld, held.size);
      response.on("close", () => {
        if (!response.writableEnded) aborted += 1;
        held.delete(response);
      });
      // Once the silent call was asked about, hang-ups are answered again.
      if (abortedBefore !== null) answer(response, 200, { success: true });
      return;
    }
    if (callIdOf(request) === silent) {
      abortedBefore = aborted;
      for (const waiting of held) answer(waiting, 200, { success: true });
    }
    answer(response, 200, { id: callIdOf(request), status: "in-progress" });
  });
  const canceled = await canceledBatches(tools, 12);
  silent = await silentCall(tools);

  const { counts } = await sweepOnce(tools.services);

  expect(counts).toMatchObject({ canceled: 12, attempts: 1, failures: 0 });
  expect(abortedBefore).toBe(0);
  const hungUp = tools.phone.received.filter(({ method }) => method === "POST").map(callIdOf);
  expect(hungUp.sort()).toEqual(canceled.sort());
  expect(mostHeld).toBeLessThanOrEqual(3);
});

test("a sweep whose time is over begins no hang-up and asks about no call, and the next one does", async () => {
  const tools = await startServices((request, response) =>
    answer(response, 200, { id: callIdOf(request), status: "in-progress" }),
  );
  const calls = [...(await canceledBatches(tools, 5)), await silentCall(tools)];

  await sweepOnce(tools.services, { sweepMs: 0 });
  expect(tools.phone.received).toEqual([]);

  await sweepOnce(tools.services);
  expect(tools.phone.received.map(callIdOf).sort()).toEqual(calls.sort());
});
