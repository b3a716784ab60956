import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { ANSWER_NAME } from "@/lib/calls/report";
import { SIGNATURE_HEADER, signAttempt } from "@/lib/calls/webhook-signature";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, type Person, type Product, startProduct } from "@/tests/support/product";
import { armPhoneFaults, scriptCalls, simulate } from "./simulator";

/** Webhooks that are authentic and come at the wrong time, in the wrong number or with something unforeseen in them. */

// Each waits for a call or two, which takes a busy machine ten times longer.
vi.setConfig({ testTimeout: 120_000 });

let product: Product;
let person: Person;

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05, lines: 4, env: { PATIENCE: "0.02" } });
  person = await product.signUp();
}, 120_000);
afterAll(() => product?.stop());

const HOUR_MS = 3_600_000;

/** What the phone service says of a call in which a plumber named a price, dated an hour ago. */
function report(callId: string, answer: Record<string, unknown> | null) {
  const endedAt = Date.now() - HOUR_MS;
  const messages = [
    { role: "bot", message: "Can you come?", time: 1, secondsFromStart: 1 },
    { role: "user", message: "Tomorrow at nine, ninety dollars.", time: 2, secondsFromStart: 4 },
    { role: "user", message: "We are licensed.", time: 3, secondsFromStart: 8 },
  ];
  return {
    type: "end-of-call-report",
    timestamp: endedAt,
    endedReason: "assistant-ended-call",
    startedAt: new Date(endedAt - 60_000).toISOString(),
    endedAt: new Date(endedAt).toISOString(),
    artifact: {
      messages,
      transcript: "User: Tomorrow at nine, ninety dollars.\n",
      ...(answer && { structuredOutputs: { "an id": { name: ANSWER_NAME, result: answer } } }),
    },
    call: { id: callId },
  };
}

function deliver(attemptId: string, message: unknown): Promise<Response> {
  const secret = product.stack.env.WEBHOOK_SECRET ?? "";
  return product.request(
    null,
    "POST",
    `/api/v1/vapi/webhook/${attemptId}`,
    { message },
    { [SIGNATURE_HEADER]: signAttempt(secret, attemptId) },
  );
}

const arm = (...faults: Record<string, unknown>[]) => {
  onTestFinished(() => simulate(product, "faults", "DELETE").then(() => undefined));
  return armPhoneFaults(product, faults);
};

/** A batch of one, called and settled; and an hour passes. */
async function settledAnHourAgo(number: string) {
  const accepted = await product.call(person, [number]);
  const final = await product.finished(person, accepted.serviceRequestId, 120_000);
  await eventually(
    () => product.sql`select finished_at from public.batches where id = ${accepted.executionId}`,
    ([batch]) => batch?.finished_at !== null,
  );
  const { attempt } = final.providers[0] ?? {};
  const id = attempt?.id ?? "";
  const hour = product.sql`interval '1 hour'`;
  await product.sql`
    update public.attempts set settled_at = settled_at - ${hour}, report_at = report_at - ${hour},
      dialing_at = dialing_at - ${hour}, called_at = called_at - ${hour}, ended_at = ended_at - ${hour}
    where id = ${id}`;
  const [row] = await product.sql`select call_id, outcome from public.attempts where id = ${id}`;
  return { accepted, id, callId: row?.call_id as string | null, outcome: row?.outcome as string };
}

async function shown(serviceRequestId: string) {
  await fetch(`${product.stack.urls.app}/test/sweep`, { method: "POST" });
  const status = await product.status(person, serviceRequestId);
  return { status, provider: status.providers[0] };
}

const ANSWER = { availability: "available", summary: "They can come tomorrow at nine." };

describe("a report that comes an hour late", () => {
  test("makes known what was unknown, and the batch is ranked again", async () => {
    const [number = ""] = ordinaryNumbers(1, 1000);
    await arm({ fault: "fail-before-placing", answer: { status: 503 }, number });
    const { accepted, id, outcome } = await settledAnHourAgo(number);
    expect(outcome).toBe("unknown");

    expect((await deliver(id, report(randomUUID(), ANSWER))).status).toBe(200);
    const { status, provider } = await eventually(
      () => shown(accepted.serviceRequestId),
      ({ status: { isFinal }, provider }) => isFinal && provider?.callStatus === "completed",
    );

    expect(provider?.attempt.result).toMatchObject({ availability: "available" });
    await eventually(
      () => shown(accepted.serviceRequestId),
      (now) => (now.status.ranking?.length ?? 0) === 1,
    );
    expect(status.status).toBe("completed");
  });

  test("brings the answer that was missing when the call was settled", async () => {
    // 11: a report without an answer.
    const { accepted, id, callId, outcome } = await settledAnHourAgo("+18645550111");
    expect(outcome).toBe("completed");

    await deliver(id, report(callId ?? "", ANSWER));
    const { provider } = await eventually(
      () => shown(accepted.serviceRequestId),
      (now) => now.provider?.attempt.result !== null,
    );

    expect(provider).toMatchObject({ callStatus: "completed", attempt: { detail: "answered" } });
    expect(provider?.attempt.result).toMatchObject({ availability: "available" });
  });

  test("is kept and changes nothing where an answer is known", async () => {
    const { accepted, id, callId } = await settledAnHourAgo("+18645550100");
    const before = (await shown(accepted.serviceRequestId)).provider;

    expect((await deliver(id, report(callId ?? "", ANSWER))).status).toBe(200);

    expect((await shown(accepted.serviceRequestId)).provider).toEqual({
      ...before,
      attempt: { ...before?.attempt, version: expect.any(Number) },
    });
    const reports = await product.sql`
      select payload -> 'summary' as summary from public.call_events
      where attempt_id = ${id} and kind = 'report' order by id`;
    expect(reports).toHaveLength(2);
    expect(reports[1]?.summary).toBe(ANSWER.summary);
  });
});

test("a report that comes ten times at once is stored once, and one that says more is stored as well", async () => {
  // 11: a report without an answer.
  const { accepted, id, callId } = await settledAnHourAgo("+18645550111");
  const reports = async () => {
    const rows = await product.sql`
      select payload -> 'summary' as summary from public.call_events
      where attempt_id = ${id} and kind = 'report' order by id`;
    return rows.map(({ summary }) => summary);
  };
  expect(await reports()).toEqual([null]);
  const late = report(callId ?? "", null);
  const messages = Array.from({ length: 40 }, (_, index) => ({
    role: index % 2 ? "user" : "bot",
    message: `Sentence ${index}.`,
  }));
  const fuller = { ...late, artifact: { messages }, analysis: { summary: "They can come." } };
  const deliverTen = (message: unknown) =>
    Promise.all(Array.from({ length: 10 }, () => deliver(id, message)));

  await deliverTen(late);
  expect(await reports()).toEqual([null, null]);
  await deliverTen(fuller);
  await deliverTen(late);

  expect(await reports()).toEqual([null, null, "They can come."]);
  const { provider } = await eventually(
    () => shown(accepted.serviceRequestId),
    (now) => now.provider?.attempt.summary === "They can come.",
  );
  expect(provider?.callStatus).toBe("completed");
});

describe("a webhook that is authentic", () => {
  let id: string;
  let callId: string;
  let serviceRequestId: string;
  beforeAll(async () => {
    const settled = await settledAnHourAgo("+18645550102");
    id = settled.id;
    callId = settled.callId ?? "";
    serviceRequestId = settled.accepted.serviceRequestId;
  }, 120_000);

  const events = () =>
    product.sql`select kind from public.call_events where attempt_id = ${id} order by id`;

  test("is stored once when it comes ten times at once", async () => {
    const before = (await events()).length;
    const message = { type: "status-update", status: "forwarding", call: { id: callId } };

    const answers = await Promise.all(Array.from({ length: 10 }, () => deliver(id, message)));

    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect((await events()).length).toBe(before + 1);
  });

  test("is taken and stored although its type is of next year", async () => {
    const answer = await deliver(id, { type: "hologram-shown", call: { id: callId } });

    expect(answer.status).toBe(200);
    expect((await events()).at(-1)?.kind).toBe("other:hologram-shown");
  });

  test("is taken when it has two megabytes, and what is kept of it is bounded", async () => {
    const words = "We can come tomorrow. ".repeat(95_000);
    const message = report(callId, null);

    const answer = await deliver(id, {
      ...message,
      artifact: { messages: message.artifact.messages, transcript: `User: ${words}\n` },
    });

    expect(answer.status).toBe(200);
    const [kept] = await product.sql`
      select max(length(payload::text))::int as characters from public.call_events where attempt_id = ${id}`;
    expect(kept?.characters).toBeLessThan(300_000);
  });

  test("is refused when it was cut short, so that it is sent again", async () => {
    const secret = product.stack.env.WEBHOOK_SECRET ?? "";
    const answer = await fetch(`${product.stack.urls.app}/api/v1/vapi/webhook/${id}`, {
      method: "POST",
      headers: { [SIGNATURE_HEADER]: signAttempt(secret, id) },
      body: '{"message":{"type":"end-of-ca',
    });

    expect(answer.status).toBe(400);
  });

  test("moves nothing when it is about another call", async () => {
    const before = (await shown(serviceRequestId)).provider;

    const answer = await deliver(id, report(randomUUID(), ANSWER));

    expect(answer.status).toBe(200);
    expect((await shown(serviceRequestId)).provider).toEqual(before);
  });

  test("is answered 200 when its request was deleted since", async () => {
    expect((await deliver(randomUUID(), report(randomUUID(), ANSWER))).status).toBe(200);
  });
});

describe("a call that ends for a reason that nobody has seen", () => {
  const endsOddly = async (number: string, behavior: string) => {
    await scriptCalls(product, [
      { number, next: [{ behavior, endedReason: "a-reason-of-next-year" }] },
    ]);
    const accepted = await product.call(person, [number]);
    return (await product.finished(person, accepted.serviceRequestId, 100_000)).providers[0];
  };

  test("is unknown where nobody answered, and no further attempt is made", async () => {
    const [number = ""] = ordinaryNumbers(1, 1030);

    const provider = await endsOddly(number, "no-answer");

    expect(provider).toMatchObject({
      callStatus: "unknown",
      attempt: { number: 1, detail: "unseen_reason", endedReason: "a-reason-of-next-year" },
    });
  });

  test("is completed where somebody answered", async () => {
    const [number = ""] = ordinaryNumbers(1, 1031);

    const provider = await endsOddly(number, "flat-quote");

    expect(provider).toMatchObject({ callStatus: "completed", attempt: { detail: "answered" } });
    expect(provider?.attempt.result?.price.low).not.toBeNull();
  });
});

test("an answer given before a cancel is kept when its report comes after it", async () => {
  const [number = ""] = ordinaryNumbers(1, 1020);
  await arm({ fault: "webhook-drop", kind: "end-of-call-report", number, count: 1 });
  // Nobody can fetch the report either, until the batch has been canceled.
  product.database.arm({ how: "unavailable", only: "get_attempt_facts", count: 10_000 });
  const accepted = await product.call(person, [number]);
  await eventually(
    () => product.sql`select status from public.attempts where batch_id = ${accepted.executionId}`,
    ([attempt]) => attempt?.status === "ended",
  );

  const cancel = `/api/v1/batches/${accepted.executionId}/cancel`;
  expect((await product.request(person, "POST", cancel)).status).toBe(202);
  product.database.clear();
  const { status, provider } = await eventually(
    () => shown(accepted.serviceRequestId),
    (now) => now.status.isFinal,
    { timeoutMs: 100_000 },
  );

  expect(status.status).toBe("canceled");
  expect(provider?.callStatus).toBe("completed");
  expect(provider?.attempt.result).not.toBeNull();
});
