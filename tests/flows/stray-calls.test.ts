import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { sweepOnce } from "@/inngest/sweep";
import { placeAttempt } from "@/lib/attempts/place-attempt";
import { receiveWebhook } from "@/lib/attempts/receive-webhook";
import { answer } from "@/lib/calls/test-server";
import { SIGNATURE_HEADER, signAttempt } from "@/lib/calls/webhook-signature";
import { callIdOf, startServices } from "@/tests/support/services";

/** Calls that carry the id of an attempt and are not its call. */

/** A phone service that knows one call, as the test says, and what was asked of it about that call. */
async function phoneWith(stray: string, whileDialing: () => Promise<unknown>) {
  const asked: string[] = [];
  const state = { isListed: true, isAlive: true };
  const tools = await startServices(async ({ method, url }, response: ServerResponse) => {
    if (method === "POST" && url === "/call") {
      await whileDialing();
      return answer(response, 201, { id: stray, status: "queued" });
    }
    asked.push(method === "POST" ? "hang up" : "ask");
    if (callIdOf({ url }) !== stray) throw new Error(`Nobody should ask for ${url}.`);
    if (method === "POST") {
      state.isAlive = false;
      return answer(response, 200, { success: true });
    }
    if (!state.isListed) return answer(response, 404, { message: "Not found." });
    const monitor = { controlUrl: `${tools.phone.url}/control/${stray}` };
    return state.isAlive
      ? answer(response, 200, { id: stray, status: "in-progress", monitor })
      : answer(response, 200, { id: stray, status: "ended", endedReason: "hangup" });
  });
  return { ...tools, asked, state };
}

/** An attempt that turns out to be on another call while its dial is answered with this one. */
async function dialedTwice(isListed: boolean) {
  const stray = randomUUID();
  let id = "";
  const phone = await phoneWith(stray, () =>
    phone.db.record(id, "status:ringing", { callId: "another" }),
  );
  phone.state.isListed = isListed;
  id = (await phone.db.attemptIn("claimed")).id;
  expect(await placeAttempt(phone.services, id)).toEqual({ kind: "placed" });
  expect((await phone.db.attempt(id)).call_id).toBe("another");
  return phone;
}

test("a second call of an attempt that comes without its control URL is asked for it and hung up", async () => {
  const { asked, state, services } = await dialedTwice(true);

  expect(asked).toEqual(["ask", "hang up"]);
  expect(state.isAlive).toBe(false);

  // The first sweep sees that it is over, and nobody asks any more.
  await sweepOnce(services);
  await sweepOnce(services);
  expect(asked).toEqual(["ask", "hang up", "ask"]);
});

test("one that the phone service does not know yet is hung up by a later sweep", async () => {
  const { asked, state, services } = await dialedTwice(false);
  expect(asked).toEqual(["ask"]);

  await sweepOnce(services);
  expect(state.isAlive).toBe(true);
  state.isListed = true;
  await sweepOnce(services);
  expect(state.isAlive).toBe(false);

  expect(asked).toEqual(["ask", "ask", "ask", "hang up"]);
});

test("a refused call that is alive beside the next dial and cannot be asked about is hung up by a later sweep", async () => {
  const stray = randomUUID();
  const { asked, state, services, db } = await phoneWith(stray, async () => undefined);
  const { id } = await db.attemptIn("dialing");
  const { nextAttempt } = await db.refuse(id, 0, stray);
  await db.claim(1);
  expect(await db.beginDial(nextAttempt?.attemptId ?? "")).toMatchObject({ verdict: "dial" });
  state.isListed = false;

  const headers = new Headers({
    [SIGNATURE_HEADER]: signAttempt(services.settings.WEBHOOK_SECRET, id),
  });
  const message = { type: "status-update", status: "in-progress", call: { id: stray } };
  await receiveWebhook(services, id, headers, JSON.stringify({ message }));
  expect(asked).toEqual(["ask"]);

  state.isListed = true;
  await sweepOnce(services);
  expect(state.isAlive).toBe(false);
});
