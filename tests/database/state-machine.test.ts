import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  ATTEMPT_OUTCOMES,
  ATTEMPT_STATUSES,
  ATTEMPT_TRANSITIONS,
  type AttemptStatus,
} from "@/lib/states/attempt";
import { BATCH_STATUSES, BATCH_TRANSITIONS, URGENCIES } from "@/lib/states/batch";
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
    ["attempt_outcome", ATTEMPT_OUTCOMES],
    ["batch_status", BATCH_STATUSES],
    ["urgency", URGENCIES],
  ] as const)("%s", async (name, list) => {
    expect(await enumOf(name)).toEqual([...list]);
  });
});

describe("the tables allow exactly the transitions of TypeScript", () => {
  const pairs = ATTEMPT_STATUSES.flatMap((from) =>
    ATTEMPT_STATUSES.map((to) => [from, to] as const),
  );

  test.each(pairs)("attempt %s → %s", async (from, to) => {
    const { id } = await db.attemptIn(from);
    const allowed =
      from === to || (ATTEMPT_TRANSITIONS[from] as readonly AttemptStatus[]).includes(to);

    const isRelease = to === "queued" && from !== "queued";
    const update = db.sql`
      update public.attempts set
        status = ${to}, dialing_at = coalesce(dialing_at, now()), ended_at = coalesce(ended_at, now()),
        call_id = case when not ${isRelease} then coalesce(call_id, ${randomUUID()}) end,
        refusals = refusals + ${isRelease ? 1 : 0},
        refused_call_ids = case when ${isRelease} then array_remove(array[call_id], null) else '{}' end,
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
      expect(row?.allowed).toBe((BATCH_TRANSITIONS[from] as readonly string[]).includes(to));
    },
  );
});

describe("the tables let an attempt go back only as one whose call was refused", () => {
  const refused = "refusals = refusals + 1, refused_call_ids = array[call_id]";

  test.each([
    ["that counts no refusal", "call_id = null, refused_call_ids = array[call_id]"],
    ["that keeps its call", "refusals = refusals + 1"],
    ["that forgets its call", "call_id = null, refusals = refusals + 1"],
    ["that rang", `call_id = null, ${refused}`, "ringing_at = now()"],
    ["that was answered", `call_id = null, ${refused}`, "answered_at = now()"],
  ])("not one %s", async (_, change, before = "version = 0") => {
    const { id } = await db.attemptIn("ended");
    await db.sql.unsafe(`update public.attempts set ${before} where id = '${id}'`);

    await expect(
      db.sql.unsafe(`update public.attempts set status = 'queued', ${change} where id = '${id}'`),
    ).rejects.toThrow(/goes back|refusal_names/);
    expect((await db.attempt(id)).status).toBe("ended");
  });

  test("and it never forgets a refused call", async () => {
    const { id, callId } = await db.attemptIn("ended");
    await db.release(id, 0, callId);

    await expect(
      db.sql`update public.attempts set refused_call_ids = '{}' where id = ${id}`,
    ).rejects.toThrow("forgets a refused call");
    await expect(
      db.sql`update public.attempts set call_id = ${callId}, status = 'in_progress' where id = ${id}`,
    ).rejects.toThrow("attempts_refused_is_not_the_call");
  });
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
    queued: "in_progress",
    claimed: "in_progress",
    dialing: "in_progress",
    in_progress: "-",
    ended: "-",
    settled: "-",
  },
  release: {
    queued: "-",
    claimed: "-",
    dialing: "queued",
    in_progress: "-",
    ended: "-",
    settled: "-",
  },
  "release its call": {
    queued: "-",
    claimed: "-",
    dialing: "queued",
    in_progress: "-",
    ended: "queued",
    settled: "-",
  },
  ringing: {
    queued: "in_progress",
    claimed: "in_progress",
    dialing: "in_progress",
    in_progress: "-",
    ended: "-",
    settled: "-",
  },
  "ended webhook": {
    queued: "ended",
    claimed: "ended",
    dialing: "ended",
    in_progress: "ended",
    ended: "-",
    settled: "-",
  },
  report: {
    queued: "ended",
    claimed: "ended",
    dialing: "ended",
    in_progress: "ended",
    ended: "-",
    settled: "-",
  },
  settle: {
    queued: "settled",
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

describe("every function moves an attempt only forward, from every state; a refusal alone takes it back", () => {
  const cases = Object.entries(EFFECTS).flatMap(([name, effects]) =>
    ATTEMPT_STATUSES.map((from) => [name, from, effects[from]] as const),
  );

  test.each(cases)("%s on %s gives %s", async (name, from, effect) => {
    const { id, batchId, userId, callId } = await db.attemptIn(from);
    const act: Record<string, () => Promise<unknown>> = {
      claim: () => db.claim(1000),
      "begin dial": () => db.beginDial(id),
      "mark in progress": () => db.markInProgress(id, callId),
      release: () => db.release(id),
      "release its call": () => db.release(id, 30, callId),
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

  expect(recorded).toMatchObject({ merged: false, status: "in_progress" });
  expect((await db.attempt(id)).call_id).toBe(callId);
});
