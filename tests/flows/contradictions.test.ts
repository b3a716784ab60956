import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { advanceAttempt } from "@/lib/attempts/advance-attempt";
import { placeAttempt } from "@/lib/attempts/place-attempt";
import { receiveWebhook } from "@/lib/attempts/receive-webhook";
import { settleDecided } from "@/lib/attempts/settle-decided";
import { answer } from "@/lib/calls/test-server";
import { SIGNATURE_HEADER, signAttempt } from "@/lib/calls/webhook-signature";
import { REFUSED_CALL } from "@/tests/faults/plan";
import { startServices } from "@/tests/support/services";

/** A phone service that takes back what it said of a call: whatever it says next, the attempt comes to its end. */

const OTHER_END = "customer-ended-call";
// Past the limit of any call, and past all patience with a report.
const HOURS_LATER = () => Date.now() + 3 * 3_600_000;

/** A phone service that lists every call as ended, for the reason it was last told to give. */
async function phoneThatSays(endedReason: string) {
  const says = { endedReason };
  const tools = await startServices(({ url }, response) =>
    answer(response, 200, { id: url.split("/").at(-1), status: "ended", ...says }),
  );
  return { ...tools, says };
}

test.each([
  ["otherwise", OTHER_END],
  ["for lack of a line again", REFUSED_CALL.endedReason],
])(
  "a call that was found refused, rang after all and is found ended %s is known as far as it can be",
  async (_, endedReason) => {
    const { services, db, says } = await phoneThatSays(REFUSED_CALL.endedReason);
    const { id, callId } = await db.attemptIn("in_progress");
    expect(await advanceAttempt(services, id, HOURS_LATER())).toMatchObject({
      kind: "settled",
      settled: { outcome: "refused" },
    });
    await db.record(id, "status:ringing", { callId });
    expect(await db.attempt(id)).toMatchObject({ outcome: "unknown", ended_at: null });

    says.endedReason = endedReason;
    await db.record(id, "status:ended", { callId, dedupeKey: "over", endedReason });
    await advanceAttempt(services, id, HOURS_LATER());

    expect(await db.attempt(id)).toMatchObject({ status: "settled", outcome: "unknown" });
    expect(await db.sweep(0)).toMatchObject({ reconcile: [], settle: [] });
  },
);

test("a refused call that ended in another way, as was told, and is found refused again stays unknown", async () => {
  const { services, db } = await phoneThatSays(REFUSED_CALL.endedReason);
  const { id, callId } = await db.attemptIn("in_progress");
  await db.record(id, "status:ended", { callId, isRefusal: true });
  await db.refuse(id, 0);
  await db.record(id, "status:ended", { callId, dedupeKey: "otherwise", endedReason: OTHER_END });

  await advanceAttempt(services, id, HOURS_LATER());

  expect(await db.attempt(id)).toMatchObject({ status: "settled", outcome: "unknown" });
});

test("a call that rang before its refusal was told does not become one that was never made when its report is fetched", async () => {
  const { services, db } = await phoneThatSays(REFUSED_CALL.endedReason);
  const { id, callId } = await db.attemptIn("in_progress");
  await db.record(id, "status:ringing", { callId });
  const { endedReason } = REFUSED_CALL;
  await db.record(id, "status:ended", { callId, isRefusal: true, endedReason });
  await advanceAttempt(services, id);
  expect(await db.attempt(id)).toMatchObject({ outcome: "unknown", detail: "refusal_denied" });
  await db.sql`update public.attempts set ended_at = now() - interval '1 minute' where id = ${id}`;
  expect(await db.sweep(0)).toMatchObject({ reconcile: [id] });

  await advanceAttempt(services, id);

  expect(await db.attempt(id)).toMatchObject({ outcome: "unknown", detail: "refusal_denied" });
  expect(await db.sweep(0)).toMatchObject({ reconcile: [], settle: [] });
});

test("a call whose end is told for lack of a line and then for another reason is not dialed over", async () => {
  const { services, db } = await phoneThatSays(OTHER_END);
  const { id } = await db.attemptIn("dialing");
  const callId = randomUUID();
  await db.markInProgress(id, callId);
  const headers = new Headers({
    [SIGNATURE_HEADER]: signAttempt(services.settings.WEBHOOK_SECRET, id),
  });
  const tellEnd = (endedReason: string) => {
    const message = { type: "status-update", status: "ended", endedReason, call: { id: callId } };
    return receiveWebhook(services, id, headers, JSON.stringify({ message }));
  };
  await tellEnd(REFUSED_CALL.endedReason);
  const { nextAttempt } = await db.refuse(id, 0);

  await tellEnd(OTHER_END);

  expect(await db.claim(10)).toEqual([]);
  expect(await db.attempt(nextAttempt?.attemptId ?? "")).toMatchObject({ outcome: "skipped" });
  expect(await db.attempt(id)).toMatchObject({ outcome: "unknown", ended_reason: OTHER_END });
});

const CONVERSATION = {
  callId: null,
  endedReason: OTHER_END,
  endedMessage: null,
  startedAt: null,
  endedAt: null,
  talkSeconds: 30,
  costUsd: 0.1,
  transcript: null,
  messages: [{ role: "provider", text: "Tomorrow at nine.", seconds: 4 }],
  summary: null,
  structuredData: null,
  userTurns: 1,
};

test("a refusal that a report contradicts before it is acted on settles nothing, and the report counts", async () => {
  const { services, db } = await phoneThatSays(OTHER_END);
  const { id, callId } = await db.attemptIn("in_progress");
  const refusal = { callId, isRefusal: true, endedReason: REFUSED_CALL.endedReason };
  await db.record(id, "status:ended", refusal);
  const { version } = await db.facts(id);

  await db.record(id, "report", { callId, endedReason: OTHER_END, payload: CONVERSATION });
  expect(await settleDecided(services, { attemptId: id, version }, "refused", {})).toMatchObject({
    applied: false,
  });
  await advanceAttempt(services, id);

  expect(await db.attempt(id)).toMatchObject({
    status: "settled",
    outcome: "completed",
    messages: CONVERSATION.messages,
  });
});

test("a call that had ended in another way before a report denied that it was made is not made again", async () => {
  const { services, db } = await phoneThatSays(OTHER_END);
  const { id, callId } = await db.attemptIn("in_progress");
  await db.record(id, "status:ended", { callId, endedReason: OTHER_END });
  const { endedReason } = REFUSED_CALL;
  const payload = {
    ...CONVERSATION,
    endedReason,
    talkSeconds: null,
    messages: [],
    userTurns: null,
  };
  await db.record(id, "report", { callId, isRefusal: true, endedReason, payload });

  await advanceAttempt(services, id);

  expect(await db.attempt(id)).toMatchObject({
    status: "settled",
    outcome: "unknown",
    detail: "refusal_denied",
  });
});

/** The same phone service, and a way to tell what its webhooks would. */
async function phoneThatTells() {
  const tools = await startServices(({ url }, response) =>
    answer(response, 200, { id: url.split("/").at(-1), status: "ended", endedReason: OTHER_END }),
  );
  const tell = (id: string, message: object) =>
    receiveWebhook(
      tools.services,
      id,
      new Headers({
        [SIGNATURE_HEADER]: signAttempt(tools.services.settings.WEBHOOK_SECRET, id),
      }),
      JSON.stringify({ message }),
    );
  return { ...tools, tell };
}

test("an end for another reason that is told after a refusal, before it is acted on, is not dialed over", async () => {
  const { services, db, tell } = await phoneThatTells();
  const { id, callId } = await db.attemptIn("in_progress");
  const end = (endedReason: string) =>
    tell(id, { type: "status-update", status: "ended", endedReason, call: { id: callId } });
  await end(REFUSED_CALL.endedReason);
  await end(OTHER_END);
  await advanceAttempt(services, id);
  expect((await db.attempt(id)).outcome).not.toBe("refused");
});

test("words in a report that repeats the refusal keep the next row from being dialed", async () => {
  const { services, db, tell } = await phoneThatTells();
  const { id, callId } = await db.attemptIn("in_progress");
  const { endedReason } = REFUSED_CALL;
  await tell(id, { type: "status-update", status: "ended", endedReason, call: { id: callId } });
  await advanceAttempt(services, id);
  const report = {
    type: "end-of-call-report",
    endedReason,
    call: { id: callId },
    artifact: {
      messages: [
        { role: "bot", message: "Hello", secondsFromStart: 1 },
        { role: "user", message: "Tomorrow at nine, 180 dollars.", secondsFromStart: 4 },
      ],
    },
  };
  await tell(id, report);
  await advanceAttempt(services, id);
  const rows =
    await db.sql`select refusals, status, outcome, detail, messages from public.attempts order by refusals`;
  expect(rows[0]?.outcome).not.toBe("refused");
  expect(rows[1]).toMatchObject({ outcome: "skipped" });
});

test("a dial that a rule holds back at the last moment says on the next row why it waits", async () => {
  const { services, db } = await phoneThatTells();
  const { id } = await db.attemptIn("claimed");
  const [row] =
    await db.sql`select extract(isodow from now() at time zone 'America/New_York')::int as day`;
  const tomorrow = { days: [(row?.day % 7) + 1], from: "08:00", until: "20:00", holidays: [] };
  const held = { ...services, rails: { ...services.rails, callingHours: tomorrow } };
  expect(await placeAttempt(held, id)).toMatchObject({ kind: "settled" });
  const [next] =
    await db.sql`select hold_code, refusals, not_before > now() + interval '1 hour' as later
    from public.attempts where status = 'queued'`;
  expect(next).toMatchObject({ hold_code: "outside_hours", later: true });
});

test("a refusal in a report that names no call, and an end without a reason, are not dialed over", async () => {
  const { services, db, tell } = await phoneThatTells();
  const { id, callId } = await db.attemptIn("in_progress");
  await tell(id, { type: "end-of-call-report", endedReason: REFUSED_CALL.endedReason });
  await tell(id, { type: "status-update", status: "ended", call: { id: callId } });
  await advanceAttempt(services, id);
  expect((await db.attempt(id)).outcome).not.toBe("refused");
});

test("a call that ended otherwise after a report had refused it has its report asked for", async () => {
  const { services, db, tell } = await phoneThatTells();
  const { id, callId } = await db.attemptIn("in_progress");
  const { endedReason } = REFUSED_CALL;
  await tell(id, { type: "end-of-call-report", endedReason, call: { id: callId } });
  await advanceAttempt(services, id);
  expect((await db.attempt(id)).outcome).toBe("refused");
  await tell(id, {
    type: "status-update",
    status: "ended",
    endedReason: OTHER_END,
    call: { id: callId },
  });
  expect((await db.attempt(id)).outcome).toBe("unknown");
  await db.sql`update public.attempts set ended_at = now() - interval '1 minute' where id = ${id}`;
  const swept = await db.sweep(0);
  expect([...swept.reconcile, ...swept.settle]).toEqual([id]);
});

test("an attempt whose call was named at the address of another one comes to its end", async () => {
  let listed: object[] = [];
  const { services, db } = await startServices(({ url }, response) =>
    answer(response, 200, url.startsWith("/call?") || url.startsWith("/v2/call") ? listed : {}),
  );
  const a = await db.attemptIn("dialing");
  const b = await db.attemptIn("dialing");
  // News of the call of b comes to the address of a.
  await db.record(a.id, "status:ringing", { callId: "call-of-b" });
  listed = [
    {
      id: "call-of-b",
      status: "in-progress",
      createdAt: new Date().toISOString(),
      customer: { externalId: b.id },
      name: b.id,
    },
  ];
  await advanceAttempt(services, b.id, Date.now() + 3 * 3_600_000);
  expect(await db.attempt(b.id)).toMatchObject({ status: "settled" });
});

test.each([
  ["is live", { status: "in-progress", subscriptionLimits: { concurrencyBlocked: true } }],
  [
    "ended by the customer",
    {
      status: "ended",
      endedReason: "customer-ended-call",
      subscriptionLimits: { concurrencyBlocked: true },
    },
  ],
  [
    "was heard",
    {
      status: "ended",
      endedReason: "call.in-progress.error-concurrency-limit-reached",
      startedAt: new Date().toISOString(),
      artifact: {
        messages: [
          { role: "user", message: "Tomorrow at nine, 180 dollars.", secondsFromStart: 4 },
        ],
      },
    },
  ],
])("a lost call that is listed without a line and %s is not dialed over", async (_, facts) => {
  let listed: object[] = [];
  const { services, db } = await startServices(({ url }, response) =>
    answer(response, 200, url.startsWith("/call?") ? listed : {}),
  );
  const { id } = await db.attemptIn("dialing");
  listed = [
    {
      id: "lost",
      createdAt: new Date().toISOString(),
      customer: { externalId: id },
      name: id,
      ...facts,
    },
  ];
  await advanceAttempt(services, id, Date.now());
  expect((await db.attempt(id)).outcome).not.toBe("refused");
});
