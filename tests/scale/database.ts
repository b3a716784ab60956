import { randomUUID } from "node:crypto";
import postgres from "postgres";
import { adminUrl } from "@/local/supabase/database";
import { fill } from "./fill";
import { type Lint, runLints } from "./lints";
import { type Asked, openPlans, type ReadCost } from "./plans";

/** One who has called 40,000 businesses, and 60 who have called 1,000 each; every fifth batch is still open. */
const HEAVY = { requests: 400, providers: 100, openEvery: 5, daysAgo: 30 };
const USUAL = { requests: 10, providers: 100, openEvery: 5, daysAgo: 30 };
const OTHERS = 60;

/**
 * What a scan may look at: the events of a page of an export, three for each attempt. All that the heavy person has is
 * twenty times more, the queue ten times.
 */
export const MOST_ROWS = 2_000;

const PAGE = 500;

export type CheckedDatabase = {
  attempts: number;
  lints: { lint: Lint; findings: string[] }[];
  costs: ReadCost[];
};

/** Fills an empty database with 100,000 attempts, and tells what the lints say and what the functions read. */
export async function checkDatabase(databaseUrl: string): Promise<CheckedDatabase> {
  const sql = postgres(adminUrl(databaseUrl), { max: 1, onnotice: () => undefined });
  const plans = openPlans(adminUrl(databaseUrl));
  try {
    const lints = await runLints(sql);
    const heavy = randomUUID();
    const others = Array.from({ length: OTHERS }, () => randomUUID());
    const attempts =
      (await fill(sql, { ...USUAL, userIds: others })) +
      (await fill(sql, { ...HEAVY, userIds: [heavy] }));
    const costs = [];
    for (const asked of await listAsked(sql, heavy)) costs.push(await plans.cost(asked));
    return { attempts, lints, costs };
  } finally {
    await plans.close();
    await sql.end();
  }
}

/** What pages, claims, webhooks and the sweep ask all day, and what retention, export and deletion ask now and then. */
async function listAsked(sql: postgres.Sql, userId: string): Promise<Asked[]> {
  const [ended] = await sql`
    select a.id, a.batch_id, a.service_request_id, a.user_id, a.call_id from public.attempts a
    where a.status = 'settled' and a.user_id = ${userId} limit 1`;
  const [open] = await sql`
    select a.id, a.batch_id, a.service_request_id, a.user_id from public.attempts a where a.status = 'queued' and a.user_id = ${userId} limit 1`;
  if (!ended || !open) throw new Error("The database is empty.");
  const [leaving] =
    await sql`select user_id from public.batches where user_id <> ${userId} limit 1`;
  await sql`insert into public.account_deletions (user_id) values (${leaving?.user_id})`;
  await sql`update public.batches set status = 'canceling', cancel_requested_at = now()
    where user_id = ${leaving?.user_id} and ended_at is null`;
  const rails = `'${JSON.stringify({
    lines: 10,
    callsEnabled: true,
    allowlist: null,
    countries: null,
    callingHours: null,
  })}'`;
  const person = { role: "authenticated", userId: ended.user_id } as const;
  const product = { role: "service_role" } as const;
  const event = `'${JSON.stringify({ source: "webhook", kind: "report", dedupeKey: "again", callId: ended.call_id })}'`;
  const none = "'00000000-0000-0000-0000-000000000000'";
  const asked: [Asked["caller"], string][] = [
    [person, `list_request_summaries(50)`],
    [person, `get_request_snapshot('${ended.service_request_id}')`],
    [person, `get_attempt_story('${ended.id}')`],
    ...["service_requests", "providers", "batches", "attempts"].map(
      (kind): [Asked["caller"], string] => [
        person,
        `export_account_rows('${kind}', ${none}, ${PAGE})`,
      ],
    ),
    [product, `claim_attempts(${rails})`],
    [product, `record_call_event('${ended.id}', ${event}, ${rails})`],
    [product, `get_attempt_facts('${ended.id}')`],
    [product, `list_final_answers('${ended.batch_id}')`],
    [product, `list_last_calls('${ended.batch_id}')`],
    [product, `describe_batch('${ended.batch_id}', false)`],
    [product, `list_live_calls('${open.batch_id}')`],
    [product, `cancel_batch('${open.user_id}', '${open.batch_id}', ${rails})`],
    [product, `sweep(${rails}, 1)`],
    [product, `list_stray_calls()`],
    [product, `remove_transcripts(1, ${PAGE})`],
    [product, `list_account_calls('${userId}')`],
    [product, `delete_account_rows('${leaving?.user_id}', 250)`],
  ];
  return asked.map(([caller, call]) => ({
    name:
      call.replaceAll(/\('.*|\(.*/g, "") +
      (call.startsWith("export") ? ` ${call.split("'")[1]}` : ""),
    caller,
    query: `select * from public.${call}`,
  }));
}
