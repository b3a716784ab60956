-- What is heard about a call, from webhooks in any order and number and from asking the phone service. One event takes
-- three steps: store it once, say what it bears on, merge it. The webhook address names the attempt, and an attempt is one
-- dial, so late or contradictory news reaches the row it is about.

create function public.bearing_of(p_event jsonb) returns text
language sql immutable security invoker set search_path = ''
as $$
  select case
    when p_event ->> 'kind' in ('status:ended', 'report') then
      case when (p_event ->> 'isRefusal')::boolean then 'refusal' else 'over' end
    -- Not status:queued: a call that is accepted and then finds no line says so too.
    when p_event ->> 'kind' in ('status:ringing', 'status:in-progress', 'status:forwarding') then 'live'
    else 'note'
  end;
$$;
comment on function public.bearing_of is
  'What an event says of the call: live, over, refusal (over, as the phone service had no line), or note (kept, moves nothing). A report says that the call is over even when the status update saying so never came.';

create function public.store_call_event(p_attempt_id uuid, p_event jsonb, p_at timestamptz) returns boolean
language plpgsql volatile security invoker set search_path = ''
as $$
begin
  insert into public.call_events (attempt_id, source, kind, dedupe_key, call_id, occurred_at, payload)
  values (
    p_attempt_id, (p_event ->> 'source')::public.event_source, p_event ->> 'kind', p_event ->> 'dedupeKey',
    p_event ->> 'callId', p_at, p_event -> 'payload'
  )
  on conflict on constraint call_events_once do nothing;
  return found;
end;
$$;
comment on function public.store_call_event is 'Puts an event on record; false when an equal one was there.';

create function public.moves_attempt(p_attempt public.attempts, p_event jsonb) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select case public.bearing_of(p_event)
      when 'note' then false
      -- A refusal is no news of a row that says so; one that names no call is no word about a call that is known: taken for
      -- its end, it would have the phone ring again.
      when 'refusal' then p_attempt.outcome is distinct from 'refused' and p_event ->> 'callId' is not null
      -- Only an end with a reason of its own contradicts a refusal.
      when 'over' then p_attempt.outcome is distinct from 'refused' or p_event ->> 'endedReason' is not null
      else true
    end
    -- Nothing was dialed for it, so no news can be of its call.
    and p_attempt.dialing_at is not null
    -- The call of this row: the one that is known, or the one that the news names; of a row that says that there was none,
    -- any.
    and coalesce(
      coalesce(p_attempt.call_id, p_event ->> 'callId') = coalesce(p_event ->> 'callId', p_attempt.call_id),
      p_attempt.outcome = 'refused'
    )
    and not exists (
      select 1 from public.attempts other where other.call_id = p_event ->> 'callId' and other.id <> p_attempt.id
    );
$$;
comment on function public.moves_attempt is 'Whether news of a call moves the attempt at whose address it arrived. Events that move nothing are kept.';

create function public.merge_call_event(p_attempt public.attempts, p_event jsonb, p_at timestamptz) returns public.attempts
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_kind constant text := p_event ->> 'kind';
  v_is_over constant boolean := v_kind in ('status:ended', 'report');
  -- Deadlines are counted from these times, so another clock may not put them before the dial or after now.
  v_at constant timestamptz := greatest(least(p_at, clock_timestamp()), p_attempt.dialing_at);
  v_ended_at constant timestamptz := greatest(
    least(coalesce((p_event ->> 'endedAt')::timestamptz, p_at), clock_timestamp()), p_attempt.dialing_at
  );
  v_after public.attempts;
begin
  update public.attempts a
  set call_id = coalesce(a.call_id, p_event ->> 'callId'),
    called_at = coalesce(a.called_at, a.dialing_at),
    -- Enum order is the rank: a status never goes back, and settled is settled.
    status = greatest(a.status, case when v_is_over then 'ended' else 'in_progress' end::public.attempt_status),
    ringing_at = coalesce(a.ringing_at, case when v_kind = 'status:ringing' then v_at end),
    answered_at = coalesce(a.answered_at, case when v_kind in ('status:in-progress', 'status:forwarding') then v_at end),
    ended_at = coalesce(a.ended_at, case when v_is_over then v_ended_at end),
    -- Another end denies a refusal, no matter which of the two is told first.
    ended_reason = coalesce(
      case when a.status <> 'settled' and public.bearing_of(p_event) = 'over' then left(p_event ->> 'endedReason', 200) end,
      a.ended_reason, case when v_is_over then left(p_event ->> 'endedReason', 200) end
    ),
    -- Later reports are news while no answer is known: one may bring what was missing when this was settled.
    cost_usd = coalesce(public.reported_cost(p_attempt), a.cost_usd),
    report_at = case
      when v_kind = 'report' and (a.report_at is null or public.takes_late_report(a)) then clock_timestamp() else a.report_at
    end
  where a.id = p_attempt.id
  returning a.* into v_after;
  return v_after;
end;
$$;
comment on function public.merge_call_event is
  'Takes news of its call into an attempt, forward only: what is known stays, what was missing is filled in, in any order.';

create function public.revive_refused(p_attempt public.attempts, p_at timestamptz) returns public.attempts
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_after public.attempts;
begin
  update public.attempts a
  set outcome = 'unknown', detail = 'refusal_denied', ended_reason = null, report_at = null,
    -- It rang before it was refused, by the phone service's own clock: only the news of it is late.
    ended_at = case when a.ended_at >= p_at then a.ended_at end
  where a.id = p_attempt.id
  returning a.* into v_after;
  perform public.correct_provider(v_after, true);
  return v_after;
end;
$$;
comment on function public.revive_refused is
  'A refused call is alive, or ended in another way: "may have rung", until its report tells. Whoever still waits to be dialed in its place is skipped.';

create function public.is_stray(p_attempt public.attempts) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select p_attempt.status = 'settled' and p_attempt.ended_at is null
    and (
      p_attempt.outcome in ('canceled', 'skipped')
      or exists (select 1 from public.batches b where b.id = p_attempt.batch_id and b.cancel_requested_at is not null)
      or exists (
        select 1 from public.attempts later
        where later.batch_id = p_attempt.batch_id and later.provider_id = p_attempt.provider_id
          and (later.number, later.refusals) > (p_attempt.number, p_attempt.refusals) and later.dialing_at is not null
      )
    );
$$;
comment on function public.is_stray is
  'Whether a live call is to be hung up: nobody waits for it, as its batch was canceled or the same provider was dialed again.';

create function public.record_call_event(p_attempt_id uuid, p_event jsonb, p_rails jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_bearing constant text := public.bearing_of(p_event);
  v_at constant timestamptz := coalesce((p_event ->> 'occurredAt')::timestamptz, clock_timestamp());
  v_attempt public.attempts;
  v_is_new boolean;
  v_frees_line boolean := false;
begin
  if v_bearing <> 'note' then
    perform public.lock_lines();
  end if;
  select * into v_attempt from public.attempts a where a.id = p_attempt_id for update;
  if not found then
    raise sqlstate 'PT404' using message = 'attempt_not_found';
  end if;

  v_is_new := public.store_call_event(p_attempt_id, p_event, v_at);
  if v_is_new and coalesce(public.moves_attempt(v_attempt, p_event), false) then
    -- The line is free the moment the call is over, 20 to 30 s before its answer is ready: the next call starts now. After a
    -- refusal it rests: the account has no line, even if we count one.
    v_frees_line := (v_bearing = 'over' and v_attempt.status in ('dialing', 'in_progress')) or coalesce(v_attempt.outcome = 'refused', false);
    if v_attempt.outcome = 'refused' then
      v_attempt := public.revive_refused(v_attempt, v_at);
    end if;
    v_attempt := public.merge_call_event(v_attempt, p_event, v_at);
    -- What it costs is known now, or who was live is not any more. That it rings frees nothing.
    if v_bearing <> 'live' then
      perform public.release_hold(v_attempt.batch_id);
    end if;
  end if;
  -- Whatever the call ended as and whether or not the news moves the row: from now on no batch is given that number.
  if v_is_new and (p_event ->> 'isOptOut')::boolean then
    update public.attempts a set opted_out_at = clock_timestamp() where a.id = p_attempt_id and a.opted_out_at is null;
  end if;
  if v_frees_line then
    perform public.free_number(v_attempt.phone);
  end if;

  return jsonb_build_object(
    'batchId', v_attempt.batch_id,
    'duplicate', not v_is_new,
    'status', v_attempt.status,
    'answerReady', v_attempt.report_at is not null,
    -- Also of a repetition: each time that it is heard of is one more chance to hang it up.
    'isStray', v_bearing = 'live' and public.is_stray(v_attempt),
    'claims', case when v_frees_line then public.claim_attempts(p_rails) else '[]'::jsonb end
  );
end;
$$;
comment on function public.record_call_event is
  'Stores one event once, merges it into the attempt, and when it freed a line, not by a refusal, returns the claims to announce. Works for events in any order, before the dial has been recorded and after the attempt was settled. isOptOut puts the number on the list of everybody. isStray: the call lives and nobody waits for it: hang it up. PT404 for an unknown attempt.';

create function public.get_attempt_facts(p_attempt_id uuid) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'attemptId', a.id, 'batchId', a.batch_id, 'status', a.status, 'outcome', a.outcome, 'version', a.version,
    'callId', a.call_id, 'calledAt', a.called_at, 'dialingAt', a.dialing_at, 'ringingAt', a.ringing_at,
    'answeredAt', a.answered_at, 'endedAt', a.ended_at, 'endedReason', a.ended_reason, 'reportAt', a.report_at,
    'maxCallSeconds', b.max_call_seconds, 'cancelRequestedAt', b.cancel_requested_at,
    'country', p.country, 'timeZones', to_jsonb(p.time_zones),
    -- When somebody first looked for a call that may exist and found none: two such looks make "unknown".
    'firstLookAt', (
      select min(e.received_at) from public.call_events e where e.attempt_id = a.id and e.kind = 'look:not_found'
    ),
    'controlUrl', (select s.control_url from public.attempt_secrets s where s.attempt_id = a.id),
    'reports', coalesce(
      (
        -- Newest first: what was fetched later can hold an analysis that the first report lacked.
        select jsonb_agg(e.payload order by e.id desc)
        from (
          select e.id, e.payload from public.call_events e
          where e.attempt_id = a.id and e.kind = 'report' and e.payload is not null
            and (a.call_id is null or e.call_id is null or e.call_id = a.call_id)
          order by e.id desc limit 3
        ) e
      ),
      '[]'::jsonb
    )
  )
  from public.attempts a
  join public.batches b on b.id = a.batch_id
  join public.providers p on p.id = a.provider_id
  where a.id = p_attempt_id;
$$;
comment on function public.get_attempt_facts is 'All that is needed to decide how an attempt ended. Null for an unknown attempt.';
