import { expect, test } from "vitest";
import { type Bundle, rails, setup } from "./bundle";

/** What pages, rankings and orders take for a provider's state when it was called more than once. */

const SAID = { availability: "available", price: { low: 180 } };

type Attempt = {
  id: string;
  outcome: string | null;
  status: string;
  result: unknown;
  version: number;
};
type Snapshot = {
  batch: { isRetry: boolean };
  providers: { attempt: Attempt; earlier: Attempt | null; missed: unknown }[];
};

/** A provider that answered in a first batch and was called again in a second, on purpose. */
async function calledAgain(db: Bundle) {
  const userId = await db.insertUser();
  const first = await db.startBatch({ userId });
  const [answered] = await db.claim(10);
  await db.beginDial(answered?.attemptId ?? "");
  await db.markInProgress(answered?.attemptId ?? "");
  await db.settle(answered?.attemptId ?? "", "completed", { result: SAID, detail: "answered" });
  // call() passes lists as JSON, which is no list of PostgreSQL's.
  const retry = async (batchId: string) => {
    const fingerprint = batchId.replaceAll("-", "").padEnd(64, "0");
    const ids = first.providers.map(({ id }) => id);
    const [row] = await db.sql`
      select public.retry_batch(${userId}, ${batchId}, null, ${fingerprint}, null, ${ids}::uuid[], null, ${db.sql.json(rails(10) as never)}) as answer`;
    return row?.answer as { executionId: string };
  };
  const second = await retry(first.executionId);
  const [again] = await db.claim(10);
  const read = (name: string, id: string) =>
    db.asRole("authenticated", userId, async (tx) => {
      const [row] = await tx.unsafe(`select public.${name}('${id}') as answer`);
      return row?.answer;
    });
  const snapshot = async () =>
    (await read("get_request_snapshot", first.serviceRequestId)) as Snapshot;
  const shown = async () => (await snapshot()).providers[0]?.attempt;
  const story = async (attemptId: string) =>
    (await read("get_attempt_story", attemptId)) as { others: Attempt[] };
  const ids = { answeredId: answered?.attemptId ?? "", againId: again?.attemptId ?? "" };
  return { first, second, retry, snapshot, shown, story, ...ids };
}

test("a call that goes on is shown before what was said earlier", async () => {
  const db = await setup();
  const { shown, againId } = await calledAgain(db);
  await db.beginDial(againId);

  expect(await shown()).toMatchObject({ status: "dialing", result: null });
});

test("while somebody who answered is called again the answer stands beside the call, and only then", async () => {
  const db = await setup();
  const { snapshot, answeredId, againId } = await calledAgain(db);

  const during = await snapshot();
  expect(during.providers).toMatchObject([
    { attempt: { id: againId }, earlier: { id: answeredId, outcome: "completed", result: SAID } },
  ]);
  expect(during.batch.isRetry).toBe(true);

  await db.beginDial(againId);
  await db.markInProgress(againId);
  await db.settle(againId, "busy");
  expect((await snapshot()).providers).toMatchObject([
    { attempt: { id: answeredId, result: SAID }, earlier: null },
  ]);
});

test("a first call has no earlier answer, and its batch is no retry", async () => {
  const db = await setup();
  const userId = await db.insertUser();
  const { serviceRequestId } = await db.startBatch({ userId });

  const [row] = await db.asRole(
    "authenticated",
    userId,
    (tx) => tx`select public.get_request_snapshot(${serviceRequestId}) as answer`,
  );

  expect(row?.answer).toMatchObject({ batch: { isRetry: false }, providers: [{ earlier: null }] });
});

test("while a further try waits the snapshot says what became of the one before, and only then", async () => {
  const db = await setup();
  const userId = await db.insertUser();
  const { serviceRequestId } = await db.startBatch({ userId, maxAttempts: 2 });
  const missed = async () => {
    const [row] = await db.asRole(
      "authenticated",
      userId,
      (tx) => tx`select public.get_request_snapshot(${serviceRequestId}) as answer`,
    );
    const answer: Snapshot = row?.answer;
    return answer.providers[0]?.missed;
  };
  expect(await missed()).toBeNull();
  const [first] = await db.claim(10);
  await db.beginDial(first?.attemptId ?? "");
  await db.markInProgress(first?.attemptId ?? "");
  expect(await missed()).toBeNull();

  await db.settle(first?.attemptId ?? "", "voicemail", { detail: "voicemail_or_menu" });

  expect(await missed()).toEqual({
    outcome: "voicemail",
    detail: "voicemail_or_menu",
    endedAt: expect.stringMatching(/^20\d\d-/),
  });
  await db.sql`update public.attempts set not_before = now() where status = 'queued'`;
  const [second] = await db.claim(10);
  expect(await missed()).not.toBeNull();
  await db.beginDial(second?.attemptId ?? "");
  expect(await missed()).toBeNull();
});

test("the story of a call names the other calls of the same business", async () => {
  const db = await setup();
  const { story, answeredId, againId } = await calledAgain(db);

  expect((await story(againId)).others).toMatchObject([{ id: answeredId, result: SAID }]);
  expect((await story(answeredId)).others).toMatchObject([{ id: againId, status: "claimed" }]);
});

test.each(["no_answer", "canceled", "failed", "unknown"])(
  "what was said stands when a further call brings nothing (%s), on the page and in the ranking",
  async (outcome) => {
    const db = await setup();
    const { second, shown, againId } = await calledAgain(db);
    await db.beginDial(againId);
    await db.markInProgress(againId);
    const before = (await shown())?.version ?? 0;

    await db.settle(againId, outcome);

    const after = await shown();
    expect(after).toMatchObject({ outcome: "completed", result: SAID });
    // Or a page that has heard of the later call would take this for older news.
    expect(after?.version).toBeGreaterThan(before);
    const answers = await db.call<{ providers: unknown[] }>("list_final_answers", {
      p_batch_id: second.executionId,
    });
    expect(answers.providers).toMatchObject([{ outcome: "completed", result: SAID }]);
  },
);

test("a later answer replaces an earlier one", async () => {
  const db = await setup();
  const { shown, againId } = await calledAgain(db);
  await db.beginDial(againId);
  await db.markInProgress(againId);

  await db.settle(againId, "completed", { result: { price: { low: 200 } } });

  expect(await shown()).toMatchObject({ result: { price: { low: 200 } } });
});

test("who is shown with an earlier answer can be called again from the batch of that answer, and only from it", async () => {
  const db = await setup();
  const { first, second, retry, againId } = await calledAgain(db);
  await db.beginDial(againId);
  await db.markInProgress(againId);
  await db.settle(againId, "no_answer");

  await expect(retry(second.executionId)).rejects.toMatchObject({
    detail: expect.stringContaining("Answered before"),
  });
  // Another order than the first, which the key of its body stands for.
  await db.sql`update public.batches set fingerprint = ${"f".repeat(64)} where id = ${second.executionId}`;
  expect((await retry(first.executionId)).executionId).not.toBe(second.executionId);
});

test("a call that was given up and goes on is not dialed a second time beside it", async () => {
  const db = await setup();
  const { first, second, retry, againId } = await calledAgain(db);
  await db.beginDial(againId);
  await db.markInProgress(againId);
  await db.sql`update public.attempts set result = null where batch_id = ${first.executionId}`;
  await db.settle(againId, "unknown");

  await expect(retry(second.executionId)).rejects.toMatchObject({
    detail: expect.stringContaining("Still on the phone"),
  });
});
