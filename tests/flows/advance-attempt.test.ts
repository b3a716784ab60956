import { describe, expect, test } from "vitest";
import { advanceAttempt } from "@/lib/attempts/advance-attempt";
import { ANSWER_NAME } from "@/lib/calls/report";
import { answer } from "@/lib/calls/test-server";
import { parseWebhook } from "@/lib/calls/webhook";
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

describe("a report that comes before the transcript was read", () => {
  const messages = [
    { role: "bot", message: "Can you come?", secondsFromStart: 1 },
    { role: "user", message: "Tomorrow at nine.", secondsFromStart: 4 },
  ];
  const result = { availability: "available", summary: "They can come tomorrow at nine." };
  const structuredOutputs = { "an id": { name: ANSWER_NAME, result } };

  /** An attempt whose call has ended and was reported without outputs, and a phone service that is asked for the call. */
  async function reportedEarly(outputs: () => object) {
    const endedAt = new Date();
    const call = (callId: string) => ({
      id: callId,
      status: "ended",
      endedReason: "customer-ended-call",
      startedAt: new Date(endedAt.getTime() - 60_000).toISOString(),
      endedAt: endedAt.toISOString(),
      artifact: { messages, ...outputs() },
    });
    const { services, db, phone } = await startServices(({ url }, response) =>
      answer(response, 200, call(url.split("/").pop() ?? "")),
    );
    const { id, callId } = await db.attemptIn("in_progress");
    const message = { type: "end-of-call-report", ...call(callId), artifact: { messages } };
    await db.record(id, "report", {
      callId,
      endedAt: endedAt.toISOString(),
      endedReason: "customer-ended-call",
      payload: parseWebhook({ message: { ...message, call: { id: callId } } }),
    });
    const advanceAfter = (seconds: number) =>
      advanceAttempt(services, id, endedAt.getTime() + seconds * 1000);
    return { db, id, phone, advanceAfter };
  }

  test("is not the last word: seconds later the call is asked for, and has the answer", async () => {
    const { db, id, phone, advanceAfter } = await reportedEarly(() => ({ structuredOutputs }));

    expect(await advanceAfter(1)).toMatchObject({ kind: "open" });
    expect(phone.received).toEqual([]);
    expect(await advanceAfter(16)).toMatchObject({ kind: "settled" });

    expect(await db.attempt(id)).toMatchObject({
      outcome: "completed",
      detail: "answered",
      result: expect.objectContaining({ availability: "available" }),
      summary: result.summary,
    });
  });

  test("is the last word where no answer comes: what was said is kept", async () => {
    const { db, id, advanceAfter } = await reportedEarly(() => ({}));

    expect(await advanceAfter(100)).toMatchObject({ kind: "open", waitSeconds: 15 });
    expect(await advanceAfter(181)).toMatchObject({ kind: "settled" });

    expect(await db.attempt(id)).toMatchObject({
      outcome: "completed",
      detail: "unread",
      result: null,
      messages: [expect.anything(), expect.objectContaining({ text: "Tomorrow at nine." })],
    });
  });

  test("is acted on at once where reading has failed", async () => {
    const failed = { "an id": { name: ANSWER_NAME, result: null } };
    const { db, id, advanceAfter } = await reportedEarly(() => ({ structuredOutputs: failed }));

    expect(await advanceAfter(16)).toMatchObject({ kind: "settled" });

    expect(await db.attempt(id)).toMatchObject({ outcome: "completed", detail: "unread" });
  });
});
