import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Rails } from "@/lib/rails";
import { createDatabase, type TestDatabase } from "@/tests/support/database";
import { type Bundle, bundle, rails } from "./bundle";

/** Who may order calls and how many, each limit at its edge. */

let database: TestDatabase;
let db: Bundle;

beforeAll(async () => {
  database = await createDatabase({ connections: 20 });
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.sql`delete from public.service_requests`;
  await database.sql`delete from public.invitations`;
  db = bundle(database);
});

type Limits = Rails["limits"];
function limited(
  person: Partial<Limits["person"]>,
  deployment: Partial<Limits["deployment"]> = {},
) {
  const { limits } = rails(10);
  return rails(10, {
    limits: {
      person: { ...limits.person, ...person },
      deployment: { ...limits.deployment, ...deployment },
    },
  });
}
const refusal = async (order: Promise<unknown>) => {
  const error = await order.then(
    () => null,
    (thrown: { code: string; message: string; detail: string }) => thrown,
  );
  if (error === null) return null;
  expect(error).toMatchObject({ code: "PT429", message: "limit_reached" });
  return JSON.parse(error.detail) as Record<string, unknown>;
};

describe("limits of a person and of everybody", () => {
  test.each<[string, Rails]>([
    ["person", limited({ batchesPerHour: 2 })],
    ["deployment", limited({}, { batchesPerHour: 2 })],
  ])("batches an hour of one %s", async (scope, allowed) => {
    const userId = await db.insertUser();
    const order = () => db.startBatch({ userId, rails: allowed });
    await order();
    await order();

    expect(await refusal(order())).toMatchObject({ scope, kind: "batches_per_hour", most: 2 });
    // Somebody else has an own allowance, and shares that of the deployment.
    const other = db.startBatch({ userId: await db.insertUser(), rails: allowed });
    expect((await refusal(other)) === null).toBe(scope === "person");

    await db.sql`update public.batches set requested_at = requested_at - interval '61 minutes'`;
    expect(await refusal(order())).toBeNull();
  });

  test.each<[string, Rails]>([
    ["person", limited({ callsPerDay: 5 })],
    ["deployment", limited({}, { callsPerDay: 5 })],
  ])("businesses a day of one %s, to the last one", async (scope, allowed) => {
    const userId = await db.insertUser();
    const order = (count: number) => db.startBatch({ userId, count, rails: allowed });
    await order(3);

    expect(await refusal(order(3))).toMatchObject({ scope, kind: "calls_per_day", used: 6 });
    const { executionId } = await order(2);
    expect(await refusal(order(1))).toMatchObject({ kind: "calls_per_day" });

    // Those that are not called after all are given back.
    await db.cancel(userId, executionId);
    expect(await refusal(order(2))).toBeNull();
    await db.sql`update public.attempts set created_at = created_at - interval '24 hours'`;
    expect(await refusal(order(5))).toBeNull();
  });

  test("a business whose dial was held back at the last moment still counts", async () => {
    const userId = await db.insertUser();
    const allowed = limited({ callsPerDay: 2 });
    await db.startBatch({ userId, count: 2, rails: allowed });
    const claims = await db.claim(2);

    for (const { attemptId } of claims) await db.refuse(attemptId, 0);

    expect(await refusal(db.startBatch({ userId, rails: allowed }))).toMatchObject({ used: 3 });
  });

  test("the day ends at midnight UTC", async () => {
    const userId = await db.insertUser();
    const allowed = limited({ callsPerDay: 1 });
    await db.startBatch({ userId, rails: allowed });
    const found = await refusal(db.startBatch({ userId, rails: allowed }));

    const resetsAt = new Date(found?.resetsAt as string);
    expect(resetsAt.toISOString()).toMatch(/T00:00:00.000Z$/);
    expect(resetsAt.getTime() - Date.now()).toBeLessThanOrEqual(86_400_000);
  });

  test("a list that is too long is refused at any time", async () => {
    const userId = await db.insertUser();
    const order = (count: number) =>
      db.startBatch({ userId, count, rails: limited({ providersPerBatch: 4 }) });

    expect(await refusal(order(5))).toMatchObject({ kind: "providers_per_batch", resetsAt: null });
    expect(await refusal(order(4))).toBeNull();
  });

  test("money of the day that is spent buys no further batch", async () => {
    const { id, userId } = await db.attemptIn("ended");
    await db.sql`update public.attempts set cost_usd = 2 where id = ${id}`;

    expect(
      await refusal(db.startBatch({ userId, rails: limited({ usdPerDay: 2 }) })),
    ).toMatchObject({
      kind: "usd_per_day",
      used: 2,
    });
    expect(
      await refusal(db.startBatch({ userId, rails: limited({ usdPerDay: 2.01 }) })),
    ).toBeNull();
    expect(
      await refusal(db.startBatch({ userId, rails: limited({}, { usdPerDay: 2 }) })),
    ).toMatchObject({ scope: "deployment" });
  });

  test("of twenty orders at once as many are taken as fit", async () => {
    const userId = await db.insertUser();
    const allowed = limited({ callsPerDay: 10 });
    const orders = await Promise.all(
      Array.from({ length: 20 }, () =>
        refusal(db.startBatch({ userId, count: 3, rails: allowed })),
      ),
    );

    expect(orders.filter((order) => order === null)).toHaveLength(3);
    const [row] = await db.sql`select count(*)::integer as stored from public.attempts`;
    expect(row?.stored).toBe(9);
  });

  test("an order sent again is answered as before, whatever is left", async () => {
    const userId = await db.insertUser();
    const allowed = limited({ batchesPerHour: 1 });
    const order = () => db.startBatch({ userId, key: "once", body: "same", rails: allowed });
    const first = await order();

    expect(await order()).toMatchObject({ executionId: first.executionId, replayed: true });
  });

  test("calling again counts as well", async () => {
    const { batchId, userId } = await db.attemptIn("settled");
    const again = db.call("retry_batch", {
      p_user_id: userId,
      p_batch_id: batchId,
      p_idempotency_key: null,
      p_fingerprint: "a".repeat(64),
      p_outcomes: null,
      p_provider_ids: null,
      p_cap_usd: null,
      p_rails: limited({ batchesPerHour: 1 }),
    });

    expect(await refusal(again)).toMatchObject({ kind: "batches_per_hour", used: 2 });
  });

  test("an operator sets those of one person, and gives them back", async () => {
    const userId = await db.insertUser();
    const [user] = await db.sql`select email from auth.users where id = ${userId}`;
    const set = (limits: unknown) =>
      db.call("set_person_limits", { p_email: user?.email.toUpperCase(), p_limits: limits });
    const order = () => db.startBatch({ userId, rails: limited({ batchesPerHour: 1 }) });

    expect(await set({ batchesPerHour: 2 })).toBe(true);
    await order();
    expect(await refusal(order())).toBeNull();
    await set({});
    expect(await refusal(order())).toMatchObject({ most: 1 });
    expect(await db.call("set_person_limits", { p_email: "no@body.test", p_limits: {} })).toBe(
      false,
    );
  });

  test("before it is ordered, the same limit is told as afterwards refuses", async () => {
    const userId = await db.insertUser();
    const allowed = limited({ callsPerDay: 5, batchesPerHour: 2, providersPerBatch: 4 });
    const order = (count: number) => db.startBatch({ userId, count, rails: allowed });
    const preview = (count: number) =>
      db.call<{ businessesLeft: number; limit: unknown }>("describe_allowance", {
        p_user_id: userId,
        p_rails: allowed,
        p_providers: count,
      });
    const fits = async (count: number, businessesLeft: number) => {
      expect(await preview(count)).toEqual({ businessesLeft, limit: null });
      expect(await refusal(order(count))).toBeNull();
    };
    const fails = async (count: number, kind: string) => {
      const { limit } = await preview(count);
      expect(limit).toMatchObject({ kind });
      const { resetsAt, ...found } = (await refusal(order(count))) ?? {};
      expect(limit).toMatchObject(found);
    };
    await fails(5, "providers_per_batch");
    await fits(3, 4);
    await fails(3, "calls_per_day");
    await fits(1, 2);
    await fails(1, "batches_per_hour");

    const free = { p_user_id: userId, p_rails: rails(10), p_providers: 1000 };
    expect(await db.call("describe_allowance", free)).toEqual({
      businessesLeft: null,
      limit: null,
    });
  });

  test("rails that say nothing forbid", async () => {
    const { limits: _, ...rest } = rails(10);
    const order = db.startBatch({ userId: await db.insertUser(), rails: rest as Rails });

    expect(await refusal(order)).not.toBeNull();
  });
});

describe("who may call", () => {
  const order = async (signUp: Rails["signUp"], email: string, isConfirmed = true) => {
    const userId = await db.insertUser();
    await db.sql`
      update auth.users set email = ${email}, email_confirmed_at = ${isConfirmed ? new Date() : null}
      where id = ${userId}`;
    return db.startBatch({ userId, rails: rails(10, { signUp }) }).then(
      () => "taken",
      (error: { message: string }) => error.message,
    );
  };

  test.each<[string, Rails["signUp"], string]>([
    ["taken", { mode: "open", allowed: [] }, "one@stranger.test"],
    ["not_invited", { mode: "closed", allowed: [] }, "two@stranger.test"],
    ["not_invited", { mode: "invited", allowed: [] }, "three@stranger.test"],
    ["taken", { mode: "closed", allowed: ["four@firm.test"] }, "Four@Firm.test"],
    ["taken", { mode: "closed", allowed: ["@firm.test"] }, "five@firm.test"],
    ["not_invited", { mode: "closed", allowed: ["@firm.test"] }, "six@not-firm.test"],
    ["not_invited", { mode: "closed", allowed: ["@firm.test"] }, "seven@sub.firm.test"],
    ["not_invited", { mode: "closed", allowed: ["@firm.test"] }, '"a@firm.test@b"@evil.test'],
  ])("%s with %j for %s", async (expected, signUp, email) => {
    expect(await order(signUp, email)).toBe(expected);
  });

  test("an invitation counts where sign-up is by invitation, not where it is closed", async () => {
    await db.sql`insert into public.invitations (email) values ('guest@firm.test')`;

    expect(await order({ mode: "invited", allowed: [] }, "guest@firm.test")).toBe("taken");
    await db.sql`update auth.users set email = 'gone@firm.test' where email = 'guest@firm.test'`;
    expect(await order({ mode: "closed", allowed: [] }, "guest@firm.test")).toBe("not_invited");
  });

  test("an address that nobody has confirmed is nobody's", async () => {
    const signUp: Rails["signUp"] = { mode: "closed", allowed: ["@firm.test"] };
    expect(await order(signUp, "eve@firm.test", false)).toBe("not_invited");
  });

  test("nobody may where the rails say nothing", async () => {
    expect(await order({} as Rails["signUp"], "any@body.test")).toBe("not_invited");
  });
});
