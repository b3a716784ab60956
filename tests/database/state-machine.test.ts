import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ATTEMPT_STATUSES, type AttemptStatus, STORED_OUTCOMES } from "@/lib/states/attempt";
import { BATCH_STATUSES, type BatchStatus, CONSENT_BASES, URGENCIES } from "@/lib/states/batch";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { type Bundle, bundle } from "./bundle";

let database: TestDatabase;
let db: Bundle;

beforeAll(async () => {
  database = await createDatabase();
  db = bundle(database);
});
afterAll(() => database.close());

const enumOf = async (name: string) => {
  const rows = await db.sql.unsafe(
    `select unnest(enum_range(null::public.${name}))::text as value`,
  );
  return rows.map((row) => row.value);
};

describe("the lists in TypeScript are the enums, in order", () => {
  test.each([
    ["attempt_status", ATTEMPT_STATUSES],
    ["attempt_outcome", STORED_OUTCOMES],
    ["batch_status", BATCH_STATUSES],
    ["urgency", URGENCIES],
    ["consent_basis", CONSENT_BASES],
  ] as const)("%s", async (name, list) => {
    expect(await enumOf(name)).toEqual([...list]);
  });
});

/** Which status may follow which, as docs/state-machines.md draws it: forward only. */
const ATTEMPT_TRANSITIONS: Record<AttemptStatus, readonly AttemptStatus[]> = {
  queued: ["claimed", "settled"],
  claimed: ["dialing", "settled"],
  dialing: ["in_progress", "ended", "settled"],
  in_progress: ["ended", "settled"],
  ended: ["settled"],
  settled: [],
};

const BATCH_TRANSITIONS: Record<BatchStatus, readonly BatchStatus[]> = {
  queued: ["running", "canceling"],
  running: ["canceling", "completed"],
  canceling: ["canceled"],
  completed: [],
  canceled: [],
};

describe("the tables allow exactly the transitions that are drawn", () => {
  const pairs = ATTEMPT_STATUSES.flatMap((from) =>
    ATTEMPT_STATUSES.map((to) => [from, to] as const),
  );

  test.each(pairs)("attempt %s → %s", async (from, to) => {
    const { id } = await db.attemptIn(from);
    const allowed = from === to || ATTEMPT_TRANSITIONS[from].includes(to);

    const update = db.sql`
      update public.attempts set
        status = ${to}, dialing_at = coalesce(dialing_at, now()), ended_at = coalesce(ended_at, now()),
        call_id = coalesce(call_id, ${randomUUID()}),
        outcome = ${to === "settled" ? "completed" : null}, settled_at = ${to === "settled" ? new Date() : null}
      where id = ${id}`;

    if (allowed) await expect(update).resolves.toBeDefined();
    else await expect(update).rejects.toThrow(/cannot go from|for good/);
    expect((await db.attempt(id)).status).toBe(allowed ? to : from);
    await db.sql`delete from public.service_requests`;
  });

  test.each(BATCH_STATUSES.flatMap((from) => BATCH_STATUSES.map((to) => [from, to] as const)))(
    "batch %s → %s",
    async (from, to) => {
      const [row] = await db.sql`select public.is_batch_transition(${from}, ${to}) as allowed`;
      expect(row?.allowed).toBe(BATCH_TRANSITIONS[from].includes(to));
    },
  );
});

describe("a dial that was refused", () => {
  test.each(["ringing_at", "answered_at"])("has no %s", async (column) => {
    const { id } = await db.attemptIn("dialing");
    await db.refuse(id);

    await expect(
      db.sql.unsafe(`update public.attempts set ${column} = now() where id = '${id}'`),
    ).rejects.toThrow("attempts_refused_never_rang");
  });

  test.each(STORED_OUTCOMES.filter((outcome) => outcome !== "refused"))(
    "may turn out unknown, and nothing else by itself: %s",
    async (outcome) => {
      const { id } = await db.attemptIn("dialing");
      await db.refuse(id);

      const update = db.sql`update public.attempts set outcome = ${outcome} where id = ${id}`;

      if (outcome === "unknown") await expect(update).resolves.toBeDefined();
      else await expect(update).rejects.toThrow("for good");
    },
  );
});

/** What each function makes of an attempt in each state: "-" leaves it as it is. */
const EFFECTS: Record<string, Record<AttemptStatus, AttemptStatus | "-">> = {
  claim: {
    queued: "claimed",
    claimed: "-",
    dialing: "-",
    in_progress: "-",
    ended: "-",
    settled: "-",
  },
  "begin dial": {
    queued: "-",
    claimed: "dialing",
    dialing: "-",
    in_progress: "-",
    ended: "-",
    settled: "-",
  },
  "mark in progress": {
    queued: "-",
    claimed: "-",
    dialing: "in_progress",
    in_progress: "-",
    ended: "-",
    settled: "-",
  },
  "refusal webhook": {
    queued: "-",
    claimed: "-",
    dialing: "ended",
    in_progress: "ended",
    ended: "-",
    settled: "-",
  },
  ringing: {
    queued: "-",
    claimed: "-",
    dialing: "in_progress",
    in_progress: "-",
    ended: "-",
    settled: "-",
  },
  "ended webhook": {
    queued: "-",
    claimed: "-",
    dialing: "ended",
    in_progress: "ended",
    ended: "-",
    settled: "-",
  },
  report: {
    queued: "-",
    claimed: "-",
    dialing: "ended",
    in_progress: "ended",
    ended: "-",
    settled: "-",
  },
  settle: {
    queued: "-",
    claimed: "settled",
    dialing: "settled",
    in_progress: "settled",
    ended: "settled",
    settled: "-",
  },
  cancel: {
    queued: "settled",
    claimed: "settled",
    dialing: "-",
    in_progress: "-",
    ended: "-",
    settled: "-",
  },
};

describe("every function moves an attempt only forward, from every state", () => {
  const cases = Object.entries(EFFECTS).flatMap(([name, effects]) =>
    ATTEMPT_STATUSES.map((from) => [name, from, effects[from]] as const),
  );

  test.each(cases)("%s on %s gives %s", async (name, from, effect) => {
    const { id, batchId, userId, callId } = await db.attemptIn(from);
    const act: Record<string, () => Promise<unknown>> = {
      claim: () => db.claim(1000),
      "begin dial": () => db.beginDial(id),
      // Nothing was dialed: the table refuses the call.
      "mark in progress": () => db.markInProgress(id, callId).catch(() => undefined),
      "refusal webhook": () =>
        db.record(id, "status:ended", { callId, dedupeKey: "x", isRefusal: true }, 0),
      ringing: () => db.record(id, "status:ringing", { callId, dedupeKey: "x" }),
      "ended webhook": () => db.record(id, "status:ended", { callId, dedupeKey: "x" }, 0),
      report: () => db.record(id, "report", { callId, dedupeKey: "x" }, 0),
      settle: () => db.settle(id, "no_answer", {}, 0),
      cancel: () => db.cancel(userId, batchId, 0),
    };

    await act[name]?.();

    expect((await db.attempt(id)).status).toBe(effect === "-" ? from : effect);
    await db.sql`delete from public.service_requests`;
  });
});

test("an attempt never changes its call", async () => {
  const { id, callId } = await db.attemptIn("in_progress");

  await expect(db.markInProgress(id, "another-call")).rejects.toThrow("attempt_has_another_call");
  const recorded = await db.record(id, "status:ended", { callId: "another-call" });

  expect(recorded).toMatchObject({ duplicate: false, status: "in_progress" });
  expect((await db.attempt(id)).call_id).toBe(callId);
});
