-- What a crash, a lost event or a lost webhook leaves behind, found from the tables alone.

create function public.has_work_soon() returns boolean
language sql stable security invoker set search_path = ''
as $$
  select exists (select 1 from public.attempts a where a.status in ('claimed', 'dialing', 'in_progress'))
    or exists (select 1 from public.attempts a where a.status = 'ended')
    or exists (select 1 from public.batches b where b.ended_at is not null and b.finished_at is null)
    or exists (
      select 1 from public.batches b
      cross join lateral (
        select min(a.not_before) as due_at from public.attempts a where a.batch_id = b.id and a.status = 'queued'
      ) waiting
      -- Until the next heartbeat (SWEEP.idleSeconds of lib/limits.ts) and the minute in which it may be late.
      where b.ended_at is null and greatest(waiting.due_at, b.hold_until) < clock_timestamp() + interval '6 minutes'
    );
$$;
comment on function public.has_work_soon is
  'Whether anything is open that may need a sweep before the next heartbeat. Rows that wait for longer, as for calling hours, do not.';

create function public.sweep(p_rails jsonb, p_patience double precision) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  -- The sweep runs each minute while anything is open, and takes this many of a kind, any of them, so that none that cannot be mended keeps
  -- the others from their turn.
  c_most constant integer := 200;
  -- An event starts its function within seconds; after 30 s it is taken for lost.
  c_batch_unannounced constant interval := interval '30 seconds' * p_patience;
  c_claim_unanswered constant interval := interval '60 seconds' * p_patience;
  -- 15 s for the request, two looks 30 s apart, and slack.
  c_dial_unanswered constant interval := interval '90 seconds' * p_patience;
  -- Ringing takes up to 60 s before the talking limit starts to count; the rest is delay of webhooks.
  c_past_limit constant interval := interval '120 seconds' * p_patience;
  -- Reports come 20 to 30 s after the end of the call.
  c_report_missing constant interval := interval '45 seconds' * p_patience;
  -- The end of a call that was given up on is told by webhook, and webhooks are repeated for over an hour. As often as
  -- the sweep runs in that time the phone service is asked for the report, and then only when a person wants to know.
  c_unknown_asked constant interval := interval '2 hours' * p_patience;
  c_unsettled constant interval := interval '30 seconds' * p_patience;
  v_now constant timestamptz := clock_timestamp();
  v_batches jsonb;
  v_reannounced uuid[];
  v_claims jsonb;
begin
  insert into public.heartbeat (swept_at, deployment) values (v_now, p_rails ->> 'deployment')
  on conflict (is_only) do update set swept_at = excluded.swept_at, deployment = excluded.deployment;

  v_claims := public.claim_attempts(p_rails);

  with stale as (
    select a.id from public.attempts a
    where a.status = 'claimed' and a.announced_at < v_now - c_claim_unanswered
    order by a.announced_at limit c_most for update skip locked
  ),
  announced as (
    update public.attempts a set announced_at = v_now, announce_count = a.announce_count + 1
    from stale where a.id = stale.id
    returning a.id
  )
  select coalesce(array_agg(id), '{}') into v_reannounced from announced;

  with stale as (
    select b.id from public.batches b
    where b.status = 'queued' and b.ended_at is null and b.announced_at < v_now - c_batch_unannounced
    order by b.announced_at limit c_most for update skip locked
  ),
  announced as (
    update public.batches b set announced_at = v_now, announce_count = b.announce_count + 1
    from stale where b.id = stale.id
    returning b.id, b.announce_count
  )
  select coalesce(jsonb_agg(jsonb_build_object('batchId', id, 'announcement', announce_count)), '[]') into v_batches from announced;

  return jsonb_build_object(
    'isOpen', public.has_work_soon(),
    'claims', v_claims || public.describe_claims(v_reannounced),
    'batches', v_batches,
    'reconcile', (
      select coalesce(jsonb_agg(due.id), '[]') from (
        select a.id from public.attempts a
        join public.batches b on b.id = a.batch_id
        where (a.status = 'dialing' and a.dialing_at < v_now - c_dial_unanswered)
          or (a.status = 'in_progress' and a.called_at < v_now - c_past_limit - make_interval(secs => b.max_call_seconds))
          or (a.status = 'ended' and a.report_at is null and a.ended_at < v_now - c_report_missing)
          or (
            a.status = 'settled' and a.outcome = 'unknown' and a.call_id is not null and a.report_at is null
            and a.settled_at > v_now - c_unknown_asked and a.ended_at < v_now - c_report_missing
          )
        -- Of those that are settled there may be any number after an outage; they must not take the turns of the open.
        order by (a.status = 'settled'), random()
        limit c_most
      ) due
    ),
    'settle', (
      select coalesce(jsonb_agg(due.id), '[]') from (
        select a.id from public.attempts a
        where (a.status = 'ended' and a.report_at < v_now - c_unsettled)
          or (
            a.status = 'settled' and a.report_at > a.settled_at and a.report_at < v_now - c_unsettled
            and public.takes_late_report(a)
          )
        order by random()
        limit c_most
      ) due
    ),
    'cancel', (
      select coalesce(jsonb_agg(b.id), '[]') from (
        select b.id from public.batches b
        where b.status = 'canceling' and b.ended_at is null and b.cancel_requested_at < v_now - c_unsettled
        order by random()
        limit c_most
      ) b
    ),
    'finish', (
      select coalesce(jsonb_agg(b.id), '[]') from (
        select b.id from public.batches b
        where b.ended_at < v_now - c_unsettled and b.finished_at is null
        order by random()
        limit c_most
      ) b
    )
  );
end;
$$;
comment on function public.sweep is
  'Claims free lines, announces again what was never picked up, and lists what must be looked up, settled, hung up or finished. p_patience scales its waits, 1 with real phones. Safe to run at any time, by any number at once.';

create function public.list_stray_calls(p_user_id uuid default null) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('attemptId', stray.attempt_id, 'callId', stray.call_id)), '[]'::jsonb)
  from (
    select e.attempt_id, e.call_id from public.call_events e
    join public.attempts a on a.id = e.attempt_id
    where e.kind = 'stray' and (p_user_id is null or a.user_id = p_user_id)
      -- Whatever waits for the call of an open attempt ends it as well.
      and (a.call_id is distinct from e.call_id or a.status = 'settled')
      -- 600 s of talk after 60 s of ringing at the most, and half as much again for what is late.
      and e.received_at > clock_timestamp() - interval '1000 seconds'
      and not exists (
        select 1 from public.call_events later
        where later.attempt_id = e.attempt_id and later.call_id = e.call_id
          and later.kind in ('status:ended', 'report')
          -- Its end may have been told before, and denied since.
          and later.id > e.id
      )
    -- As many as the sweep takes of a kind, any of them.
    order by random()
    limit 200
  ) stray;
$$;
comment on function public.list_stray_calls is
  'Calls that carry the id of an attempt and for whose end nobody waits, until it is known that they are over; of one person, or of all.';
