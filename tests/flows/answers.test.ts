import { expect, test } from "vitest";
import { advanceAttempt } from "@/lib/attempts/advance-attempt";
import { receiveWebhook } from "@/lib/attempts/receive-webhook";
import { SIGNATURE_HEADER, signAttempt } from "@/lib/calls/webhook-signature";
import { rereadAnswers } from "@/lib/ops/reread";
import { startServices } from "@/tests/support/services";

/** From a report of the phone service to the answer that is stored. */

const SAID = [
  { role: "assistant", message: "Can you fix a tap, when, and what does it cost?" },
  { role: "user", message: "Yes, we can do that." },
  { role: "assistant", message: "What does it cost?" },
  { role: "user", message: "That is one hundred eighty dollars for the job." },
];

const ANSWER = {
  availability: "available",
  price: { kind: "flat", low: 180, currency: "USD", quote: "one hundred eighty dollars" },
  callOutFee: { amount: 40, currency: "USD" },
};

/** An ended call and what reports of it do. */
async function endedCall() {
  const tools = await startServices(() => {
    throw new Error("The phone service is not asked.");
  });
  const { services, db } = tools;
  const { id, callId } = await db.attemptIn("in_progress");
  const startedAt = new Date(Date.now() - 60_000).toISOString();
  const report = (structuredData: unknown, endedReason = "customer-ended-call") => {
    const signature = signAttempt(services.settings.WEBHOOK_SECRET, id);
    const headers = new Headers({ [SIGNATURE_HEADER]: signature });
    const messages = SAID.map((said, index) => ({ ...said, secondsFromStart: 3 * index }));
    const message = {
      type: "end-of-call-report",
      call: { id: callId },
      endedReason,
      startedAt,
      endedAt: new Date().toISOString(),
      artifact: { messages },
      analysis: { structuredData },
    };
    return receiveWebhook(services, id, headers, JSON.stringify({ message }));
  };
  const settle = () => advanceAttempt(services, id);
  return { ...tools, id, report, settle };
}

test("what they said is confirmed with its passage; what nobody said is kept and is not", async () => {
  const { db, id, report, settle } = await endedCall();

  await report(ANSWER);
  await settle();

  const { result } = await db.attempt(id);
  expect(result).toMatchObject({
    ...ANSWER,
    confirmed: { availability: true, price: true, callOutFee: false, earliest: false },
    evidence: { price: { message: 3, words: SAID[3]?.message, second: 9 }, callOutFee: null },
  });
});

test("answers of the time before answers were checked are read again by command, once", async () => {
  const { services, db, id, report, settle } = await endedCall();
  await report(ANSWER);
  await settle();
  const { result } = await db.attempt(id);
  await db.sql`update public.attempts set result = result - 'confirmed' - 'evidence' where id = ${id}`;
  await db.sql`update public.batches set finished_at = now() where ended_at is not null`;

  expect(await rereadAnswers(services.db)).toEqual({ read: 1, changed: 1 });

  expect((await db.attempt(id)).result).toEqual(result);
  expect(await db.sql`select 1 from public.batches where finished_at is not null`).toEqual([]);
  expect(await rereadAnswers(services.db)).toEqual({ read: 1, changed: 0 });
});

test.each([
  ["as text", { doNotCall: "yes" }],
  ["beside odd fields", { doNotCall: true, price: [{}], criteria: 7, summary: { text: "x" } }],
  ["within", { result: { doNotCall: "True" } }],
  ["in JSON", JSON.stringify({ ...ANSWER, doNotCall: true })],
  ["of a mailbox, as the analysis has it", { doNotCall: true, voicemailOrMenu: true }],
])(
  "a wish not to be called %s is on the list before the report is answered, whatever the label",
  async (_, answer) => {
    const { db, id, report, settle } = await endedCall();
    const { phone } = await db.attempt(id);

    await report(answer, "voicemail");

    expect(await db.sql`select phone from public.do_not_call`).toEqual([{ phone }]);
    await settle();
    expect(await db.attempt(id)).toMatchObject({ outcome: "completed", detail: "do_not_call" });
  },
);
