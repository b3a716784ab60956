import type { Sql } from "postgres";

export type Scale = {
  userIds: readonly string[];
  /** Requests of each person, each with one batch. */
  requests: number;
  /** Of each request, with one attempt each. */
  providers: number;
  /** Every n-th request is still being called: its attempts are queued. None when absent. */
  openEvery?: number;
  /** How long ago the calls were made. */
  daysAgo?: number;
};

/**
 * Fills the tables as a deployment would that has made these calls: each attempt with a transcript of some 700 bytes, an
 * answer and three events, one of which carries the report. The superuser skips triggers and foreign keys.
 * @returns how many attempts there are
 */
export async function fill(superuser: Sql, scale: Scale): Promise<number> {
  const { userIds, requests, providers, openEvery = 0, daysAgo = 0 } = scale;
  await superuser.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`insert into auth.users (id, aud, role, email, email_confirmed_at)
      select id, 'authenticated', 'authenticated', id || '@example.test', now() from unnest(${userIds}::uuid[]) as id
      on conflict (id) do nothing`;
    await sql`create temporary table filled on commit drop as
      select u.user_id, n, gen_random_uuid() as request_id, gen_random_uuid() as batch_id,
        ${openEvery} > 0 and n % greatest(${openEvery}::int, 1) = 0 as is_open,
        now() - make_interval(days => ${daysAgo}, mins => n) as at
      from unnest(${userIds}::uuid[]) as u(user_id), generate_series(1, ${requests}::int) as n`;
    await sql`insert into public.service_requests
        (id, user_id, title, service_needed, location, criteria, urgency, created_at)
      select request_id, user_id, 'Job ' || n, 'plumbing', 'Greenville SC', '{licensed}', 'within_2_days', at from filled`;
    await sql`insert into public.batches (id, service_request_id, user_id, status, fingerprint, max_attempts,
        retry_delay_seconds, max_call_seconds, cap_usd, requested_at, started_at, ended_at, finished_at, result, version)
      select batch_id, request_id, user_id, (case when is_open then 'running' else 'completed' end)::public.batch_status,
        encode(sha256(batch_id::text::bytea), 'hex'), 1, 1800, 240, 10, at, at,
        case when not is_open then at end, case when not is_open then at end,
        case when not is_open then '{"ranked": []}'::jsonb end, nextval('public.change_seq')
      from filled`;
    await sql`create temporary table dialed on commit drop as
      select f.*, p as position, gen_random_uuid() as provider_id, gen_random_uuid() as attempt_id,
        '+1' || (2000000000 + row_number() over ()) as phone
      from filled f, generate_series(0, ${providers}::int - 1) as p`;
    await sql`insert into public.providers
        (id, service_request_id, user_id, position, name, phone, phone_as_written, country, time_zones)
      select provider_id, request_id, user_id, position, 'Business ' || position, phone, phone, 'US',
        '{America/New_York}' from dialed`;
    await sql`insert into public.attempts (id, batch_id, provider_id, service_request_id, user_id, phone, number, position,
        status, outcome, not_before, dialing_at, called_at, answered_at, ended_at, report_at, settled_at, call_id,
        human_heard, result, summary, messages, created_at, version)
      select attempt_id, batch_id, provider_id, request_id, user_id, phone, 1, position,
        (case when is_open then 'queued' else 'settled' end)::public.attempt_status,
        case when not is_open then 'completed'::public.attempt_outcome end, at,
        d.done, d.done, d.done, d.done, d.done, d.done, case when not is_open then attempt_id::text end,
        not is_open, case when not is_open then '{"availability": "available", "price": null}'::jsonb end,
        case when not is_open then 'They can come tomorrow.' end,
        case when not is_open then (
          select jsonb_agg(jsonb_build_object('role', 'provider', 'text', md5(attempt_id::text || line) || phone, 'seconds', line))
          from generate_series(1, 8) as line
        ) end, at, nextval('public.change_seq')
      from dialed, lateral (select case when not is_open then at end as done) d`;
    await sql`insert into public.call_events (attempt_id, source, kind, dedupe_key, call_id, occurred_at, received_at, payload)
      select attempt_id, 'webhook', kind, kind, attempt_id::text, at, at,
        case when kind = 'report' then jsonb_build_object('messages', md5(attempt_id::text)) end
      from dialed, unnest(array['status:in-progress', 'status:ended', 'report']) as kind
      where not is_open`;
  });
  await superuser`analyze public.service_requests, public.providers, public.batches, public.attempts, public.call_events`;
  return userIds.length * requests * providers;
}
