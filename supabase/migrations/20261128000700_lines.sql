-- Lines: the account's concurrent phone calls. Inngest counts executing steps, not calls that ring while a run
-- sleeps, so the limit lives here, in one place, for all batches of the account.
--
-- Lock order everywhere: lines, then batch, then attempt. A function that may claim a line takes the first lock first.

create function public.lock_lines() returns void
language sql volatile security invoker set search_path = ''
as $$
  -- Held to the end of the transaction, which lasts milliseconds: claims are exact because they are one at a time.
  select pg_advisory_xact_lock(7464646);
$$;
comment on function public.lock_lines is 'Serializes claims for the account until the transaction ends.';

create function public.describe_claims(p_attempt_ids uuid[]) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select coalesce(
    jsonb_agg(
      jsonb_build_object('attemptId', a.id, 'batchId', a.batch_id, 'announcement', a.announce_count) order by a.claimed_at, a.id
    ),
    '[]'::jsonb
  )
  from public.attempts a
  where a.id = any (p_attempt_ids);
$$;

create function public.claim_attempts(p_rails jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  -- So many rows that have to wait are passed over at once; the next claim goes on.
  c_most_held constant integer := 500;
  v_free integer;
  v_held integer := 0;
  v_attempt public.attempts;
  v_gate public.gate_answer;
  v_claimed uuid[] := '{}';
begin
  perform public.lock_lines();
  if exists (select 1 from public.calling_stop) then
    return '[]';
  end if;
  select (p_rails ->> 'lines')::integer - count(*) into v_free
  from public.attempts a where a.status in ('claimed', 'dialing', 'in_progress');

  while v_free > 0 and v_held < c_most_held loop
    -- Fair between batches: the one with the fewest lines, then the one that has waited longest for its turn.
    -- One index probe per open batch and line, however many attempts are queued behind.
    select due.* into v_attempt
    from public.batches b
    cross join lateral (
      select a.* from public.attempts a
      where a.batch_id = b.id and a.status = 'queued' and a.not_before <= clock_timestamp()
      order by a.not_before, a.position
      limit 1
    ) due
    where b.ended_at is null and b.status in ('queued', 'running')
      and coalesce(b.hold_until, '-infinity') <= clock_timestamp()
    order by
      (
        select count(*) from public.attempts held
        where held.batch_id = b.id and held.status in ('claimed', 'dialing', 'in_progress')
      ),
      b.last_claimed_at nulls first, b.requested_at, b.id
    limit 1;
    exit when not found;

    v_gate := public.check_gate(v_attempt, p_rails);
    if v_gate.verdict = 'hold_batch' then
      update public.batches b set hold_code = v_gate.code, hold_until = v_gate.hold_until where b.id = v_attempt.batch_id;
      v_held := v_held + 1;
      continue;
    elsif v_gate.verdict = 'hold' then
      update public.attempts a set not_before = v_gate.hold_until, hold_code = v_gate.code where a.id = v_attempt.id;
      -- It has had its turn: a list that waits as a whole keeps no other batch from a free line.
      update public.batches b set last_claimed_at = clock_timestamp() where b.id = v_attempt.batch_id;
      v_held := v_held + 1;
      continue;
    end if;
    -- One that is to be skipped takes a line for a moment too: begin_dial says so, and its run settles it.
    update public.attempts a
    set status = 'claimed', hold_code = null, claimed_at = clock_timestamp(), announced_at = clock_timestamp(),
      announce_count = a.announce_count + 1,
      -- From here on it counts: the next claim, and the dial itself, find it set aside.
      reserved_usd = case when v_gate.verdict = 'go' then public.worst_case_of(a, p_rails) else 0 end
    where a.id = v_attempt.id and a.status = 'queued';
    if found then
      update public.batches b
      set last_claimed_at = clock_timestamp(), hold_code = null, hold_until = null,
        started_at = coalesce(b.started_at, clock_timestamp()),
        status = case b.status when 'queued' then 'running' else b.status end
      where b.id = v_attempt.batch_id;
      v_claimed := v_claimed || v_attempt.id;
      v_free := v_free - 1;
    end if;
  end loop;

  return public.describe_claims(v_claimed);
end;
$$;
comment on function public.claim_attempts is
  'Gives every free line to a queued attempt, exactly and fairly, and returns the claims to announce. Attempts that are not due yet wait, and those that the gate holds get the time until which they do.';

create function public.note_failed_run(p_batch_id uuid) returns void
language sql volatile security invoker set search_path = ''
as $$
  update public.attempts a set hold_code = 'our_fault'
  where a.batch_id = p_batch_id and a.status = 'queued' and a.hold_code is null;
$$;
comment on function public.note_failed_run is
  'A run of this batch has failed for good: its rows that wait for a line say so. The sweep announces it again, and a line that is given out clears it.';

create function public.begin_batch(p_batch_id uuid, p_rails jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_status public.batch_status;
begin
  perform public.lock_lines();
  update public.batches b
  set status = 'running', started_at = coalesce(b.started_at, clock_timestamp())
  where b.id = p_batch_id and b.status = 'queued';
  select b.status into v_status from public.batches b where b.id = p_batch_id;
  if v_status is null then
    raise sqlstate 'PT404' using message = 'batch_not_found';
  end if;
  return jsonb_build_object('status', v_status, 'claims', public.claim_attempts(p_rails));
end;
$$;
comment on function public.begin_batch is 'First step of a batch: queued becomes running, free lines are claimed. Repeating it changes nothing but takes lines that are free by then.';

create function public.call_anyway(p_user_id uuid, p_attempt_id uuid, p_rails jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_attempt public.attempts;
begin
  perform public.lock_lines();
  select * into v_attempt from public.attempts a where a.id = p_attempt_id and a.user_id = p_user_id for update;
  if not found then
    raise sqlstate 'PT404' using message = 'attempt_not_found';
  end if;
  if (p_rails ->> 'callAnyway')::boolean is not true then
    raise sqlstate 'PT403' using message = 'call_anyway_off',
      detail = 'Nobody is called outside of calling hours here.', hint = 'It is called by itself as soon as they begin.';
  end if;
  if v_attempt.status = 'queued' and v_attempt.hold_code = 'outside_hours' then
    insert into public.call_events (attempt_id, source, kind, dedupe_key, occurred_at, payload)
    values (
      p_attempt_id, 'system', 'call_anyway', 'call_anyway', clock_timestamp(), jsonb_build_object('userId', p_user_id)
    )
    on conflict on constraint call_events_once do nothing;
    update public.attempts a set not_before = clock_timestamp(), hold_code = null where a.id = p_attempt_id;
  elsif not public.hours_are_waived(v_attempt, p_rails) then
    raise sqlstate 'PT409' using message = 'not_outside_hours', detail = 'This call does not wait for calling hours.';
  end if;
  return jsonb_build_object('attemptId', p_attempt_id, 'claims', public.claim_attempts(p_rails));
end;
$$;
comment on function public.call_anyway is
  'Lifts calling hours, and no other rule, from one attempt that they hold, on the word of its owner, which goes on record. May be repeated. Errors: PT404 foreign or missing attempt, PT403 where the operator does not allow it, PT409 for one that does not wait for hours.';
