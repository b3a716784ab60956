-- What a refusal for want of a line says, and what becomes of a call that takes place all the same:
--
-- A refusal that names no call no longer speaks for the call that is known. It may be of any dial of the attempt, and
-- whoever acts on it would take back, and dial again, what rings. Nothing is lost: the event is kept, and where it was of
-- this call after all, the sweep asks once the call is past its limit.
--
-- A call that ended for want of a line hands its line to nobody. The next call would be refused too; whoever is due when
-- the refused attempt comes back, another call ends or the sweep runs, each within a minute, takes it.
--
-- A call that was refused and took place all the same becomes the call of its attempt, where every dial of that attempt was
-- refused: nothing is dialled beside it, it goes on, and what is said in it is the answer. Before, it was hung up, and
-- what was said stayed in call_events. Beside another dial, known or ambiguous, it is still no call of the attempt.
-- refusal_denied_at is set in either case, so whatever follows, begin_dial never says "dial" again.
--
-- record_call_event, get_attempt_facts and guard_attempt are replaced whole, for these rules alone. Code deployed before
-- this asks the same; it hangs up what deniesRefusal names, and passes over deniedCallIds.

alter table public.call_events add column is_refusal boolean not null default false;
comment on column public.call_events.is_refusal is
  'It says that the phone service had no line for the call. False in rows older than this column.';

create or replace function public.guard_attempt() returns trigger
language plpgsql security invoker set search_path = ''
as $$
declare
  v_is_release boolean;
  v_adopted text;
begin
  if new.status <> old.status and not public.is_attempt_transition(old.status, new.status) then
    raise sqlstate '23514' using message = format('attempt %s cannot go from %s to %s', old.id, old.status, new.status);
  end if;
  -- An outcome stands, except that "unknown" may become known, and that a call without an answer may turn out to have
  -- been a conversation.
  if old.outcome is distinct from new.outcome and old.outcome is not null and old.outcome <> 'unknown'
    and not (new.outcome = 'completed' and public.takes_late_report(old))
  then
    raise sqlstate '23514' using message = format('attempt %s has the outcome %s for good', old.id, old.outcome);
  end if;
  -- Nothing rang, it counts as not made, and its call is remembered as refused: one that rang never goes back.
  v_is_release := new.status = 'queued' and old.status in ('dialing', 'ended') and new.refusals = old.refusals + 1
    and old.ringing_at is null and old.answered_at is null and new.call_id is null
    and (old.call_id is null or old.call_id = any (new.refused_call_ids));
  if new.status = 'queued' and old.status <> 'queued' and not v_is_release then
    raise sqlstate '23514' using message = format('attempt %s goes back from %s for no refusal', old.id, old.status);
  end if;
  -- Except the one that took place after all, of an attempt that has no other dial.
  v_adopted := case
    when old.call_id is null and old.dialing_at is null and new.refusal_denied_at is not null then new.call_id
  end;
  if not new.refused_call_ids @> array_remove(old.refused_call_ids, v_adopted) then
    raise sqlstate '23514' using message = format('attempt %s forgets a refused call', old.id);
  end if;
  if old.call_id is not null and new.call_id is distinct from old.call_id and not v_is_release then
    raise sqlstate '23514' using message = format('attempt %s is bound to call %s', old.id, old.call_id);
  end if;
  return new;
end;
$$;

create or replace function public.record_call_event(p_attempt_id uuid, p_event jsonb, p_line_limit integer) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_kind constant text := p_event ->> 'kind';
  v_call_id constant text := p_event ->> 'callId';
  v_at constant timestamptz := coalesce((p_event ->> 'occurredAt')::timestamptz, clock_timestamp());
  -- A report says that the call is over even when the status update saying so never came.
  v_is_over constant boolean := v_kind in ('status:ended', 'report');
  -- Not status:queued: a call that is accepted and then finds no line says so too, and must not be taken for the call.
  v_is_live constant boolean := v_kind in ('status:ringing', 'status:in-progress', 'status:forwarding');
  v_is_refusal constant boolean := coalesce((p_event ->> 'isRefusal')::boolean, false);
  v_was_refused boolean;
  v_denies_refusal boolean;
  v_adopts boolean;
  v_merged_at timestamptz;
  v_ended_at timestamptz;
  v_before public.attempts;
  v_after public.attempts;
  v_claims jsonb := '[]';
begin
  if v_is_over then
    perform public.lock_lines();
  end if;
  select * into v_before from public.attempts a where a.id = p_attempt_id for update;
  if not found then
    raise sqlstate 'PT404' using message = 'attempt_not_found';
  end if;

  v_was_refused := coalesce(v_call_id = any (v_before.refused_call_ids), false);
  -- The phone service had no line for it, and now it rings, talks or has ended in another way.
  v_denies_refusal := v_was_refused
    and (v_is_live or (v_is_over and not v_is_refusal and p_event ->> 'endedReason' is not null));
  -- Every dial of this attempt was refused, so this is the one call there is. Not of one that was skipped: it says that
  -- nobody was called, for good.
  v_adopts := v_denies_refusal and v_before.call_id is null and v_before.dialing_at is null
    and v_before.outcome is distinct from 'skipped';

  insert into public.call_events (attempt_id, source, kind, dedupe_key, call_id, occurred_at, payload, is_refusal)
  values (
    p_attempt_id, (p_event ->> 'source')::public.event_source, v_kind, p_event ->> 'dedupeKey', v_call_id, v_at,
    p_event -> 'payload', v_is_refusal
  )
  on conflict on constraint call_events_once do nothing;
  if not found then
    return jsonb_build_object(
      'duplicate', true, 'merged', false, 'status', v_before.status, 'answerReady', v_before.report_at is not null,
      'deniesRefusal', v_denies_refusal, 'claims', '[]'::jsonb
    );
  end if;

  -- Under the lock that begin_dial takes: either it finds this, or its dial came first.
  if v_denies_refusal and (v_before.status <> 'settled' or v_adopts) and v_before.refusal_denied_at is null then
    update public.attempts a set refusal_denied_at = clock_timestamp() where a.id = p_attempt_id;
  end if;

  -- Kept, but another call's news must not move this attempt; nor must those of a call that the phone service accepted
  -- and then had no line for, as its attempt goes back to the queue, unless it took place and nothing else was dialled. A
  -- refusal that names no call may be of any dial: taken for the one that rings, it would have the phone ring again.
  if (v_was_refused and not v_adopts)
    or (v_before.call_id is not null and v_call_id is not null and v_before.call_id <> v_call_id)
    or (v_is_refusal and (v_before.call_id is null or v_call_id is null))
  then
    return jsonb_build_object(
      'duplicate', false, 'merged', false, 'status', v_before.status, 'answerReady', v_before.report_at is not null,
      'deniesRefusal', v_denies_refusal, 'claims', '[]'::jsonb
    );
  end if;

  -- Deadlines are counted from these times, so another clock may not put them before the dial or after now.
  v_merged_at := greatest(
    least(v_at, clock_timestamp()), coalesce(v_before.dialing_at, v_before.claimed_at, v_before.created_at)
  );
  v_ended_at := case
    when v_is_over then coalesce((p_event ->> 'endedAt')::timestamptz, v_at)
    -- It rang before it was refused, by the phone service's own clock: only the news of it is late.
    when v_adopts then (
      select max(e.occurred_at) from public.call_events e
      where e.attempt_id = p_attempt_id and e.call_id = v_call_id and e.kind in ('status:ended', 'report')
        and e.occurred_at >= v_at
    )
  end;
  if v_ended_at is not null then
    v_ended_at := greatest(
      least(v_ended_at, clock_timestamp()), coalesce(v_before.dialing_at, v_before.claimed_at, v_before.created_at)
    );
  end if;

  if (v_is_over or v_is_live) and (v_call_id is not null or v_before.call_id is not null) then
    update public.attempts a
    set call_id = coalesce(a.call_id, v_call_id),
      refused_call_ids = case when v_adopts then array_remove(a.refused_call_ids, v_call_id) else a.refused_call_ids end,
      called_at = coalesce(a.called_at, a.dialing_at, clock_timestamp()),
      -- Enum order is the rank: a status never goes back, and settled is settled.
      status = greatest(a.status, case when v_ended_at is null then 'in_progress' else 'ended' end::public.attempt_status),
      ringing_at = coalesce(a.ringing_at, case when v_kind = 'status:ringing' then v_merged_at end),
      answered_at = coalesce(a.answered_at, case when v_kind in ('status:in-progress', 'status:forwarding') then v_merged_at end),
      ended_at = coalesce(a.ended_at, v_ended_at),
      ended_reason = coalesce(a.ended_reason, case when v_is_over then left(p_event ->> 'endedReason', 200) end),
      -- Later reports are news while no answer is known: one may bring what was missing when this was settled.
      -- Not what says that it was not made, where a refused call was: get_attempt_facts leaves it out, so it would stay news.
      report_at = case
        when v_kind = 'report' and not (v_is_refusal and a.refusal_denied_at is not null)
          and (a.report_at is null or public.takes_late_report(a))
        then clock_timestamp() else a.report_at
      end
    where a.id = p_attempt_id
    returning a.* into v_after;
  else
    v_after := v_before;
  end if;

  -- The line is free the moment the call is over, 20 to 30 s before its answer is ready: the next call starts now. After a
  -- refusal it rests, as after one that was the answer to a dial: the account has no line, whatever we count.
  if v_is_over and not v_is_refusal and v_before.status in ('claimed', 'dialing', 'in_progress') then
    v_claims := public.claim_attempts(p_line_limit);
  end if;

  return jsonb_build_object(
    'duplicate', false, 'merged', true, 'status', v_after.status, 'answerReady', v_after.report_at is not null,
    -- Nobody waits any more for what a settled attempt's call does; each time that it is heard of alive is one more chance.
    'deniesRefusal', v_before.status = 'settled' and (v_adopts or (v_is_live and v_before.refusal_denied_at is not null)),
    'claims', v_claims
  );
end;
$$;
comment on function public.record_call_event is
  'Stores one event once, merges it monotonically into the attempt, and when it freed a line, not for want of one, returns the claims to announce. Works before the dial has been recorded, after it has been settled, and for events in any order. deniesRefusal: it is of a call that was refused for want of a line and is alive all the same, beside another dial or after the attempt was settled: end it. Where no other dial was made, that call becomes the call of the attempt. Either way the attempt is not dialled again. PT404 for an unknown attempt.';

create or replace function public.get_attempt_facts(p_attempt_id uuid) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'attemptId', a.id, 'batchId', a.batch_id, 'number', a.number, 'status', a.status, 'outcome', a.outcome,
    'callId', a.call_id, 'calledAt', a.called_at, 'dialingAt', a.dialing_at, 'ringingAt', a.ringing_at,
    'answeredAt', a.answered_at,
    'endedAt', a.ended_at, 'endedReason', a.ended_reason, 'reportAt', a.report_at,
    'maxCallSeconds', b.max_call_seconds, 'cancelRequestedAt', b.cancel_requested_at,
    'phone', p.phone, 'refusals', a.refusals,
    'refusedCallIds', to_jsonb(a.refused_call_ids),
    -- Of these, what was heard of as ringing, talking or ended otherwise: a call that may have something to tell.
    'deniedCallIds', (
      select coalesce(jsonb_agg(distinct e.call_id), '[]'::jsonb) from public.call_events e
      where e.attempt_id = a.id and e.call_id = any (a.refused_call_ids) and not e.is_refusal
        and e.kind in ('status:ringing', 'status:in-progress', 'status:forwarding', 'status:ended', 'report')
    ),
    -- When somebody first looked for a call that may exist and found none: two such looks make "unknown".
    'firstLookAt', (
      select min(e.received_at) from public.call_events e
      where e.attempt_id = a.id and e.kind = 'look:not_found' and e.received_at >= a.dialing_at
    ),
    'controlUrl', (
      select c.control_url from public.call_controls c where c.attempt_id = a.id and c.call_id = a.call_id
    ),
    'reports', coalesce(
      (
        -- Newest first: what was fetched later can hold an analysis that the first report lacked.
        select jsonb_agg(e.payload order by e.id desc)
        from (
          select e.id, e.payload from public.call_events e
          where e.attempt_id = a.id and e.kind = 'report' and e.payload is not null
            and (a.call_id is null or e.call_id is null or e.call_id = a.call_id)
            and (e.call_id is null or e.call_id <> all (a.refused_call_ids))
            -- What said that the call was not made, of an attempt whose refused call was: no word about either.
            and not (e.is_refusal and a.refusal_denied_at is not null)
            -- One that names no call is about the dial before it, or the call that was found alive without one; a refusal
            -- that names none may be of any dial.
            and (
              e.call_id is not null
              or (not e.is_refusal and (a.refusals = 0 or e.received_at >= coalesce(a.dialing_at, a.called_at)))
            )
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

comment on column public.attempts.refusal_denied_at is
  'When one of them was heard of as ringing, talking or ended otherwise: this attempt is not dialled again. Where no other dial was out, that one is its call.';

revoke execute on function
  public.guard_attempt(), public.record_call_event(uuid, jsonb, integer), public.get_attempt_facts(uuid)
  from public, anon, authenticated;
grant execute on function public.record_call_event(uuid, jsonb, integer), public.get_attempt_facts(uuid) to service_role;
