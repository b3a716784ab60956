-- Lines: the account's concurrent phone calls. Inngest counts executing steps, not calls that ring while a run
-- sleeps, so the limit lives here, in one place, for all batches of the account.
--
-- Lock order everywhere: lines, then batch, then attempt. Whatever may claim a line takes the first lock first.

create function public.lock_lines() returns void
language sql volatile security invoker set search_path = ''
as $$
  -- Held to the end of the transaction, which lasts milliseconds: claims are exact because they are one at a time.
  select pg_advisory_xact_lock(7464646);
$$;
comment on function public.lock_lines is 'Serialises claims for the account until the transaction ends.';

create function public.claim_attempts(p_line_limit integer) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_free integer;
  v_id uuid;
  v_claimed uuid[] := '{}';
begin
  perform public.lock_lines();
  select p_line_limit - count(*) into v_free
  from public.attempts a where a.status in ('claimed', 'dialing', 'in_progress');

  while v_free > 0 loop
    -- Fair between batches: the one with the fewest lines, then the one that has waited longest for its turn.
    -- One index probe per open batch and line, however many attempts are queued behind.
    select due.id into v_id
    from public.batches b
    cross join lateral (
      select a.id from public.attempts a
      where a.batch_id = b.id and a.status = 'queued' and a.not_before <= clock_timestamp()
      order by a.not_before, a.position
      limit 1
    ) due
    where b.ended_at is null and b.status in ('queued', 'running')
    order by
      (
        select count(*) from public.attempts held
        where held.batch_id = b.id and held.status in ('claimed', 'dialing', 'in_progress')
      ),
      b.last_claimed_at nulls first, b.requested_at, b.id
    limit 1;
    exit when v_id is null;

    update public.attempts a
    set status = 'claimed', claimed_at = clock_timestamp(), announced_at = clock_timestamp(),
      announce_count = a.announce_count + 1
    where a.id = v_id and a.status = 'queued';
    if found then
      update public.batches b
      set last_claimed_at = clock_timestamp(),
        started_at = coalesce(b.started_at, clock_timestamp()),
        status = case b.status when 'queued' then 'running' else b.status end
      from public.attempts a where a.id = v_id and b.id = a.batch_id;
      v_claimed := v_claimed || v_id;
      v_free := v_free - 1;
    end if;
    v_id := null;
  end loop;

  return public.describe_claims(v_claimed);
end;
$$;
comment on function public.claim_attempts is
  'Gives every free line to a queued attempt, exactly and fairly, and returns the claims to announce. Attempts that are not due yet wait.';

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

create function public.begin_batch(p_batch_id uuid, p_line_limit integer) returns jsonb
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
  return jsonb_build_object('status', v_status, 'claims', public.claim_attempts(p_line_limit));
end;
$$;
comment on function public.begin_batch is 'First step of a batch: queued becomes running, free lines are claimed. Repeating it changes nothing but takes lines that are free by then.';

create function public.begin_dial(p_attempt_id uuid, p_token uuid) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_attempt public.attempts;
  v_holds_token boolean;
  v_may_dial boolean;
  v_verdict text;
begin
  select * into v_attempt from public.attempts a where a.id = p_attempt_id for update;
  if not found then
    raise sqlstate 'PT404' using message = 'attempt_not_found';
  end if;

  -- Compare and set: only one caller ever sees "dial" for an attempt, whatever is repeated, replayed or crashes. The same
  -- caller sees it again when it asks again, as its answer was lost and it alone knows that it has not dialled; but not
  -- once somebody has looked for the call, as a dial after that would be missed. As it has not dialled, what became known
  -- meanwhile still holds the dial back.
  v_holds_token := exists (
    select 1 from public.dial_tokens t where t.attempt_id = p_attempt_id and t.token = p_token
  );
  v_may_dial := case v_attempt.status
    -- Not a repetition that comes late: the dial of that token was refused, and the line is another execution's.
    when 'claimed' then not v_holds_token
    when 'dialing' then v_holds_token and v_attempt.call_id is null and not exists (
      select 1 from public.call_events e
      where e.attempt_id = p_attempt_id and e.kind = 'look:not_found' and e.received_at >= v_attempt.dialing_at
    )
    else false
  end;
  v_verdict := case
    when not v_may_dial then case v_attempt.status
      when 'queued' then 'not_claimed'
      when 'claimed' then 'not_claimed'
      when 'dialing' then 'ambiguous'
      when 'settled' then 'final'
      else 'placed'
    end
    when exists (
      select 1 from public.providers p join public.do_not_call d on d.phone = p.phone where p.id = v_attempt.provider_id
    ) then 'do_not_call'
    when v_attempt.refusal_denied_at is not null then 'refusal_denied'
    when exists (
      select 1 from public.batches b
      where b.id = v_attempt.batch_id and (b.cancel_requested_at is not null or b.fault_code is not null)
    ) then 'stopped'
    else 'dial'
  end;
  if v_verdict = 'dial' and v_attempt.status = 'claimed' then
    insert into public.dial_tokens (attempt_id, token) values (p_attempt_id, p_token)
    on conflict (attempt_id) do update set token = excluded.token;
    update public.attempts a set status = 'dialing', dialing_at = clock_timestamp() where a.id = p_attempt_id
    returning * into v_attempt;
  end if;

  return (
    select jsonb_build_object(
      'verdict', v_verdict,
      'attemptId', v_attempt.id,
      'batchId', v_attempt.batch_id,
      'dialingAt', v_attempt.dialing_at,
      'refusals', v_attempt.refusals,
      'maxCallSeconds', b.max_call_seconds,
      'timeZone', b.time_zone,
      'provider', jsonb_build_object('name', p.name, 'phone', p.phone, 'phoneExtension', p.phone_extension),
      'serviceRequest', jsonb_build_object(
        'title', r.title, 'serviceNeeded', r.service_needed, 'description', r.description, 'location', r.location,
        'criteria', to_jsonb(r.criteria), 'urgency', r.urgency, 'clientName', r.client_name,
        'clientAddress', r.client_address
      )
    )
    from public.batches b
    join public.service_requests r on r.id = b.service_request_id
    join public.providers p on p.id = v_attempt.provider_id
    where b.id = v_attempt.batch_id
  );
end;
$$;
comment on function public.begin_dial is
  'Commits the intent to dial and says what to do: dial (to one caller, ever; p_token shows that it is the same one asking again for an answer that was lost), ambiguous (an earlier dial has no recorded answer: look, never dial), placed, final, not_claimed, do_not_call (they asked not to be called again: settle it as skipped), refusal_denied (a call that was refused turned out to be alive: settle it as unknown), stopped (its batch was, before the caller that asks again has dialled: give the line back).';

create function public.mark_call_in_progress(p_attempt_id uuid, p_call_id text, p_control_url text) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_attempt public.attempts;
  v_heard record;
begin
  select * into v_attempt from public.attempts a where a.id = p_attempt_id for update;
  if not found then
    raise sqlstate 'PT404' using message = 'attempt_not_found';
  end if;
  if v_attempt.call_id is distinct from p_call_id and v_attempt.call_id is not null then
    raise sqlstate 'PT409' using message = 'attempt_has_another_call',
      detail = format('Attempt %s is bound to call %s, not %s.', p_attempt_id, v_attempt.call_id, p_call_id);
  end if;
  if p_call_id = any (v_attempt.refused_call_ids) then
    raise sqlstate 'PT409' using message = 'attempt_has_another_call',
      detail = format('Call %s of attempt %s was refused for want of a line.', p_call_id, p_attempt_id);
  end if;

  -- Its end may have been heard before anybody knew which call was this attempt's, and is not told again.
  select min(e.received_at) as ended_at, min(e.received_at) filter (where e.kind = 'report') as report_at into v_heard
  from public.call_events e
  where e.attempt_id = p_attempt_id and e.call_id = p_call_id and e.kind in ('status:ended', 'report');

  -- greatest: a webhook that came first has already moved the attempt further on.
  update public.attempts a
  set status = greatest(a.status, case when v_heard.ended_at is null then 'in_progress' else 'ended' end::public.attempt_status),
    call_id = p_call_id,
    called_at = coalesce(a.called_at, clock_timestamp()),
    ended_at = coalesce(a.ended_at, v_heard.ended_at),
    report_at = coalesce(a.report_at, v_heard.report_at)
  where a.id = p_attempt_id
  returning * into v_attempt;

  if p_control_url is not null then
    insert into public.call_controls (attempt_id, call_id, control_url) values (p_attempt_id, p_call_id, p_control_url)
    on conflict (attempt_id) do update set call_id = excluded.call_id, control_url = excluded.control_url;
  end if;

  return jsonb_build_object(
    'status', v_attempt.status,
    'cancelRequested', (select b.cancel_requested_at is not null from public.batches b where b.id = v_attempt.batch_id)
  );
end;
$$;
comment on function public.mark_call_in_progress is
  'Records the call that the attempt created, at once and before anybody waits. PT409 if the attempt already has another call, or this one was refused for want of a line.';

create function public.release_line(p_attempt_id uuid, p_delay_seconds integer, p_call_id text default null) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_attempt public.attempts;
begin
  perform public.lock_lines();
  -- The one step back in the life of an attempt: the phone service said that it did not dial, in its answer or after it
  -- had accepted the call, so nothing happened. Whatever it says, a phone that rang was dialled.
  update public.attempts a
  set status = 'queued', claimed_at = null, announced_at = null, dialing_at = null, refusals = a.refusals + 1,
    refused_call_ids = a.refused_call_ids || array_remove(array[p_call_id], null),
    call_id = null, called_at = null, ended_at = null, ended_reason = null, report_at = null,
    not_before = clock_timestamp() + make_interval(secs => p_delay_seconds)
  from public.batches b
  where a.id = p_attempt_id
    and (
      -- One that was refused before is of an earlier dial: this is a repetition that comes late, and another may be out.
      (a.status = 'dialing' and a.call_id is null and (p_call_id is null or p_call_id <> all (a.refused_call_ids)))
      or (a.status = 'ended' and a.call_id = p_call_id and a.ringing_at is null and a.answered_at is null)
    )
    and b.id = a.batch_id and b.cancel_requested_at is null and b.fault_code is null
  returning a.* into v_attempt;
  if not found then
    return (
      select jsonb_build_object(
        'released', false, 'dueAt', null, 'faultCode', b.fault_code,
        'stopped', b.cancel_requested_at is not null or b.fault_code is not null
      )
      from public.attempts a join public.batches b on b.id = a.batch_id where a.id = p_attempt_id
    );
  end if;
  return jsonb_build_object('released', true, 'dueAt', v_attempt.not_before, 'faultCode', null, 'stopped', false);
end;
$$;
comment on function public.release_line is
  'Gives the line back after a refusal for want of a line; the attempt is tried again after the delay (seconds) and counts as not made. p_call_id: the call that was accepted all the same; it is remembered as refused. Refuses where another call is known, where the phone rang, and once the batch was stopped.';

revoke execute on function
  public.lock_lines(), public.claim_attempts(integer), public.describe_claims(uuid[]), public.begin_batch(uuid, integer),
  public.begin_dial(uuid, uuid), public.mark_call_in_progress(uuid, text, text), public.release_line(uuid, integer, text)
  from public, anon, authenticated;
grant execute on function
  public.lock_lines(), public.claim_attempts(integer), public.describe_claims(uuid[]), public.begin_batch(uuid, integer),
  public.begin_dial(uuid, uuid), public.mark_call_in_progress(uuid, text, text), public.release_line(uuid, integer, text)
  to service_role;
