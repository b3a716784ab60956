import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { type Bundle, bundle } from "./bundle";

/** What may still become of an attempt that was settled. */

let database: TestDatabase;
let db: Bundle;

beforeAll(async () => {
  database = await createDatabase();
  db = bundle(database);
});
afterAll(() => database.close());

test("a settled outcome stands, but unknown becomes known once a report is there", async () => {
  const known = await db.attemptIn("settled");
  expect(await db.settle(known.id, "failed")).toMatchObject({
    applied: false,
    outcome: "completed",
  });

  const unknown = await db.attemptIn("dialing");
  await db.settle(unknown.id, "unknown", { detail: "not_found" });
  expect(await db.settle(unknown.id, "completed")).toMatchObject({
    applied: false,
    outcome: "unknown",
  });

  await db.record(unknown.id, "report", { callId: unknown.callId });
  expect(await db.settle(unknown.id, "completed")).toMatchObject({
    applied: true,
    outcome: "completed",
    batchEnded: true,
  });
  expect(await db.settle(unknown.id, "failed")).toMatchObject({
    applied: false,
    outcome: "completed",
  });
});

test("an outcome that stayed unknown over a first report becomes known through a later one that says more", async () => {
  const { id, callId } = await db.attemptIn("ended");
  await db.record(id, "report", { callId, dedupeKey: "bare" });
  await db.settle(id, "unknown", { detail: "unseen_reason" });

  await db.record(id, "report", { callId, dedupeKey: "bare" });
  expect(await db.settle(id, "completed")).toMatchObject({ applied: false, outcome: "unknown" });

  await db.record(id, "report", { callId, dedupeKey: "answered" });
  expect(await db.settle(id, "completed")).toMatchObject({ applied: true, outcome: "completed" });
});

test("an answer that a later report brings is filled in, once, and the batch is ranked again", async () => {
  const { id, callId, batchId } = await db.attemptIn("ended");
  await db.record(id, "report", { callId, dedupeKey: "bare" });
  await db.settle(id, "completed", { detail: "no_information" });
  await db.sql`update public.batches set finished_at = now() where id = ${batchId}`;
  const found = async () => {
    // The sweep leaves the first half minute to whoever is at work.
    const ago = db.sql`interval '5 minutes'`;
    await db.sql`
      update public.attempts set settled_at = settled_at - ${ago}, report_at = report_at - ${ago} where id = ${id}`;
    return (await db.sweep(0)).settle;
  };
  expect(await found()).not.toContain(id);

  await db.record(id, "report", { callId, dedupeKey: "answered" });
  expect(await found()).toContain(id);
  const late = { detail: "answered", result: { available: true } };
  expect(await db.settle(id, "completed", late)).toMatchObject({ applied: true, batchEnded: true });
  expect(await db.settle(id, "completed", { result: {} })).toMatchObject({ applied: false });
  await db.record(id, "report", { callId, dedupeKey: "another" });

  expect(await db.attempt(id)).toMatchObject({ outcome: "completed", ...late });
  expect(await found()).not.toContain(id);
  const [batch] = await db.sql`select finished_at from public.batches where id = ${batchId}`;
  expect(batch?.finished_at).toBeNull();
});

test("a later report never turns a completed call into anything else", async () => {
  const { id, callId } = await db.attemptIn("ended");
  await db.record(id, "report", { callId, dedupeKey: "bare" });
  await db.settle(id, "completed", { detail: "no_information" });
  await db.record(id, "report", { callId, dedupeKey: "later" });

  await db.settle(id, "voicemail", { detail: "machine", summary: "A mailbox." });

  expect(await db.attempt(id)).toMatchObject({
    outcome: "completed",
    detail: "no_information",
    summary: "A mailbox.",
  });
});
