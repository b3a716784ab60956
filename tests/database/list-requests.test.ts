import { expect, test } from "vitest";
import type { RequestSummary } from "@/lib/batches/read-status";
import { type Bundle, setup } from "./bundle";

async function list(db: Bundle, userId: string, query?: string): Promise<RequestSummary[]> {
  const [row] = await db.asRole(
    "authenticated",
    userId,
    (tx) => tx`select public.list_request_summaries(100, ${query ?? null}) as answer`,
  );
  return row?.answer;
}

async function addRequest(db: Bundle, userId: string, job: { title: string; location: string }) {
  const { serviceRequestId } = await db.startBatch({ userId });
  await db.sql`
    update public.service_requests set title = ${job.title}, location = ${job.location}
    where id = ${serviceRequestId}`;
}

test("a search finds the requests that have each word somewhere in title, service or place", async () => {
  const db = await setup();
  const userId = await db.insertUser();
  await addRequest(db, userId, { title: "Leaking toilet", location: "Greenville SC" });
  await addRequest(db, userId, { title: "50% off_season roof", location: "Greer" });
  const titles = async (query: string) => (await list(db, userId, query)).map(({ title }) => title);

  expect(await titles("TOILET  green")).toEqual(["Leaking toilet"]);
  expect(await titles("plumbing")).toEqual(["50% off_season roof", "Leaking toilet"]);
  expect(await titles("toilet greer")).toEqual([]);
  // Characters that LIKE would read as wildcards mean themselves.
  expect(await titles("%")).toEqual(["50% off_season roof"]);
  expect(await titles("t_ilet")).toEqual([]);
  expect(await titles("  ")).toHaveLength(2);
  expect(await list(db, userId)).toHaveLength(2);
});

test("a search finds nothing of anybody else", async () => {
  const db = await setup();
  await addRequest(db, await db.insertUser(), { title: "Leaking toilet", location: "Greenville" });

  expect(await list(db, await db.insertUser(), "toilet")).toEqual([]);
});

test("a summary counts who is on the phone, and names the best offer of a ranking", async () => {
  const db = await setup();
  const userId = await db.insertUser();
  const { executionId } = await db.startBatch({ userId, count: 3 });
  const [first, second] = await db.claim(2);
  for (const claim of [first, second]) await db.beginDial(claim?.attemptId ?? "");
  await db.markInProgress(first?.attemptId ?? "", "c");

  expect(await list(db, userId)).toMatchObject([{ total: 3, onPhone: 2, bestName: null }]);

  const attempts = await db.sql`
    update public.attempts set status = 'settled', outcome = 'completed', settled_at = now(),
      result = jsonb_build_object('availability', case position when 0 then 'unavailable' else 'available' end, 'confirmed', '{"availability": true}'::jsonb)
    where batch_id = ${executionId} returning provider_id, position`;
  const rankFirst = async (position: number) => {
    const providerId = attempts.find((row) => row.position === position)?.provider_id;
    await db.sql`update public.batches set result = ${db.sql.json({ ranked: [{ providerId, rank: 1 }] })}
      where id = ${executionId}`;
    return (await list(db, userId))[0]?.bestName;
  };
  expect(await rankFirst(1)).toBe("Provider 1");
  // Whoever answered has a rank; a refusal is no offer.
  expect(await rankFirst(0)).toBeNull();
});
