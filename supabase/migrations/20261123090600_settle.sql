-- How attempts and batches become final.

create function public.close_batch_if_done(p_batch_id uuid) returns boolean
language plpgsql volatile security invoker set search_path = ''
as $$
begin
  update public.batches b
  set status = case when b.cancel_requested_at is null then 'completed' else 'canceled' end::public.batch_status,
    ended_at = clock_timestamp()
  where b.id = p_batch_id and b.ended_at is null
    and not exists (select 1 from public.attempts a where a.batch_id = p_batch_id and a.status <> 'settled');
  return found;
end;
$$;
comment on function public.close_batch_if_done is 'True for exactly one caller: the one that settled the last attempt. The caller holds the lock on the batch.';

create function public.settle_attempt(p_attempt_id uuid, p_outcome public.attempt_outcome, p_details jsonb, p_line_limit integer)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_batch public.batches;
  v_before public.attempts;
  v_after public.attempts;
  v_only_if constant text := p_details ->> 'onlyIfStatus';
  v_only_if_call constant text := p_details ->> 'onlyIfCallId';
  v_only_if_dial constant timestamptz := (p_details ->> 'onlyIfDialingAt')::timestamptz;
  v_corrects boolean;
  v_outcome public.attempt_outcome;
  v_next public.attempts;
  v_batch_ended boolean := false;
begin
  perform public.lock_lines();
  select b.* into v_batch from public.batches b
  join public.attempts a on a.batch_id = b.id
  where a.id = p_attempt_id
  for update of b;
  if not found then
    raise sqlstate 'PT404' using message = 'attempt_not_found';
  end if;
  select * into v_before from public.attempts a where a.id = p_attempt_id for update;

  -- "unknown" is an honest guess until a report arrives. Every other outcome stands, unless a report that came late tells
  -- of a conversation; what it says is kept in any case.
  v_corrects := public.takes_late_report(v_before) and coalesce(v_before.report_at > v_before.settled_at, false);
  v_outcome := case
    when v_corrects and v_before.outcome <> 'unknown' and p_outcome <> 'completed' then v_before.outcome else p_outcome
  end;
  if (v_before.status = 'settled' and not v_corrects)
    or (v_only_if is not null and v_before.status::text <> v_only_if)
    -- Decided about a call or a dial that was refused since: another dial may be out.
    or (v_only_if_call is not null and v_before.call_id is distinct from v_only_if_call)
    or (v_only_if_dial is not null and v_before.dialing_at is distinct from v_only_if_dial)
  then
    return jsonb_build_object(
      'applied', false, 'status', v_before.status, 'outcome', v_before.outcome, 'batchId', v_batch.id,
      'batchEnded', v_batch.ended_at is not null, 'nextAttempt', null, 'claims', public.claim_attempts(p_line_limit)
    );
  end if;

  -- Whatever settles an attempt has begun its batch.
  if v_batch.status = 'queued' then
    update public.batches b set status = 'running', started_at = coalesce(b.started_at, clock_timestamp())
    where b.id = v_batch.id
    returning b.* into v_batch;
  end if;

  update public.attempts a
  set status = 'settled', outcome = v_outcome, settled_at = clock_timestamp(),
    ended_reason = coalesce(a.ended_reason, left(p_details ->> 'endedReason', 200)),
    detail = case when v_outcome = p_outcome then left(p_details ->> 'detail', 60) else a.detail end,
    failure_message = left(p_details ->> 'failureMessage', 500),
    -- A later report may hold less than an earlier one, as the phone service forgets: what is known stays.
    human_heard = greatest((p_details ->> 'humanHeard')::boolean, a.human_heard),
    talk_seconds = coalesce((p_details ->> 'talkSeconds')::numeric, a.talk_seconds),
    cost_usd = coalesce((p_details ->> 'costUsd')::numeric, a.cost_usd),
    result = case when jsonb_typeof(p_details -> 'result') = 'object' then p_details -> 'result' else a.result end,
    summary = coalesce(left(p_details ->> 'summary', 4000), a.summary),
    messages = case
      when jsonb_typeof(p_details -> 'messages') = 'array' and jsonb_array_length(p_details -> 'messages') > 0
      then p_details -> 'messages' else a.messages
    end
  where a.id = p_attempt_id
  returning a.* into v_after;

  if p_details ? 'fault' and v_batch.ended_at is null then
    update public.batches b
    set fault_code = left(p_details -> 'fault' ->> 'code', 60), fault_message = left(p_details -> 'fault' ->> 'message', 500)
    where b.id = v_batch.id and b.fault_code is null
    returning b.* into v_batch;
    if not found then
      select * into v_batch from public.batches b where b.id = v_before.batch_id;
    end if;
    update public.attempts a
    set status = 'settled', outcome = 'skipped', settled_at = clock_timestamp(), detail = v_batch.fault_code
    where a.batch_id = v_batch.id and a.status in ('queued', 'claimed');
  end if;

  -- A further attempt is for people we did not reach: never for unknown, never once a person was heard.
  if not v_corrects and v_batch.status in ('queued', 'running') and v_batch.fault_code is null
    and p_outcome in ('no_answer', 'busy', 'voicemail') and v_after.human_heard is not true
    and v_after.number < v_batch.max_attempts
  then
    insert into public.attempts (batch_id, provider_id, service_request_id, user_id, number, position, not_before)
    values (
      v_after.batch_id, v_after.provider_id, v_after.service_request_id, v_after.user_id, v_after.number + 1,
      v_after.position,
      clock_timestamp() + make_interval(secs => v_batch.retry_delay_seconds)
    )
    on conflict on constraint attempts_number_once do nothing
    returning * into v_next;
  end if;

  if v_corrects then
    -- Somebody was heard after all: a further attempt that waits would phone them without need.
    if v_after.human_heard then
      update public.attempts a
      set status = 'settled', outcome = 'skipped', settled_at = clock_timestamp(), detail = 'heard_before'
      where a.batch_id = v_batch.id and a.provider_id = v_after.provider_id and a.number > v_after.number
        and a.status in ('queued', 'claimed');
    end if;
    v_batch_ended := public.close_batch_if_done(v_batch.id) or v_batch.ended_at is not null;
    -- Every ranking of the request was made without this answer: have them made again.
    update public.batches b set finished_at = null
    where b.service_request_id = v_batch.service_request_id and b.ended_at is not null;
  else
    v_batch_ended := public.close_batch_if_done(v_batch.id);
  end if;

  return jsonb_build_object(
    'applied', true, 'status', v_after.status, 'outcome', v_after.outcome, 'batchId', v_batch.id,
    'batchEnded', v_batch_ended,
    'nextAttempt', case when v_next.id is not null then
      jsonb_build_object('attemptId', v_next.id, 'dueAt', v_next.not_before) end,
    'claims', public.claim_attempts(p_line_limit)
  );
end;
$$;
comment on function public.settle_attempt is
  'Makes an attempt final, schedules the next one if the policy of the batch says so, ends the batch with its last attempt, and hands the free line on: one transaction, so lines never idle. Repeating it changes nothing; once a late report is there, "unknown" is corrected and what was said filled in.';

create function public.cancel_batch(p_user_id uuid, p_batch_id uuid, p_line_limit integer) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_batch public.batches;
  v_ended boolean;
begin
  perform public.lock_lines();
  select * into v_batch from public.batches b where b.id = p_batch_id and b.user_id = p_user_id for update;
  if not found then
    raise sqlstate 'PT404' using message = 'batch_not_found';
  end if;
  if v_batch.ended_at is not null then
    return jsonb_build_object(
      'status', v_batch.status, 'serviceRequestId', v_batch.service_request_id, 'batchEnded', false, 'live', 0, 'claims', '[]'::jsonb
    );
  end if;

  update public.batches b
  set status = 'canceling', cancel_requested_at = coalesce(b.cancel_requested_at, clock_timestamp())
  where b.id = p_batch_id and b.status <> 'canceling';

  -- Claimed ones were never dialled: begin_dial finds them settled. Dialled ones are hung up by the caller.
  update public.attempts a
  set status = 'settled', outcome = 'canceled', settled_at = clock_timestamp()
  where a.batch_id = p_batch_id and a.status in ('queued', 'claimed');

  v_ended := public.close_batch_if_done(p_batch_id);
  return jsonb_build_object(
    'status', (select b.status from public.batches b where b.id = p_batch_id),
    'serviceRequestId', v_batch.service_request_id,
    'batchEnded', v_ended,
    'live', jsonb_array_length(public.list_live_calls(p_batch_id)),
    'claims', public.claim_attempts(p_line_limit)
  );
end;
$$;
comment on function public.cancel_batch is
  'Stops a batch: what is not dialled becomes canceled at once, answers already given stay. Idempotent. PT404 for a foreign or missing batch.';

create function public.list_live_calls(p_batch_id uuid) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('attemptId', a.id, 'callId', a.call_id, 'controlUrl', c.control_url)), '[]'::jsonb)
  from public.attempts a
  left join public.call_controls c on c.attempt_id = a.id and c.call_id = a.call_id
  where a.batch_id = p_batch_id
    and (
      a.status in ('dialing', 'in_progress')
      -- Given up on, and nobody has heard that it is over.
      or (a.outcome = 'unknown' and a.call_id is not null and a.ended_at is null)
    );
$$;
comment on function public.list_live_calls is 'Calls of a batch that may still ring or talk, also those that were given up on as unknown, with the URL to hang up where it is known.';

create function public.list_final_answers(p_batch_id uuid) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'batchId', b.id, 'serviceRequestId', b.service_request_id, 'userId', b.user_id, 'ended', b.ended_at is not null,
    'criteria', to_jsonb(r.criteria),
    'version', (select max(a.version) from public.attempts a where a.service_request_id = b.service_request_id),
    'providers', coalesce(
      (
        select jsonb_agg(
          jsonb_build_object('providerId', p.id, 'name', p.name, 'outcome', last.outcome, 'detail', last.detail, 'result', last.result)
          order by p.position, p.id
        )
        from (
          select (s.attempt).provider_id, (s.attempt).outcome, (s.attempt).detail, (s.attempt).result
          from public.shown_attempts(b.service_request_id) s
        ) last
        join public.providers p on p.id = last.provider_id
      ),
      '[]'::jsonb
    )
  )
  from public.batches b
  join public.service_requests r on r.id = b.service_request_id
  where b.id = p_batch_id;
$$;
comment on function public.list_final_answers is 'The attempt that speaks for every provider of the request, also of those an earlier batch reached: what the ranking is made from.';

create function public.finish_batch(p_batch_id uuid, p_result jsonb, p_version bigint) returns boolean
language plpgsql volatile security invoker set search_path = ''
as $$
begin
  -- A correction takes the same lock, so none can come between the comparison and the write.
  perform 1 from public.batches b where b.id = p_batch_id for update;
  update public.batches b set result = p_result, finished_at = clock_timestamp()
  where b.id = p_batch_id and b.ended_at is not null
    and p_version = (select max(a.version) from public.attempts a where a.service_request_id = b.service_request_id);
  return found;
end;
$$;
comment on function public.finish_batch is 'Stores the ranking of an ended batch. False while the batch is open, and when an attempt has changed since the answers were read (p_version): rank again.';

revoke execute on function
  public.close_batch_if_done(uuid), public.settle_attempt(uuid, public.attempt_outcome, jsonb, integer),
  public.cancel_batch(uuid, uuid, integer), public.list_live_calls(uuid), public.list_final_answers(uuid),
  public.finish_batch(uuid, jsonb, bigint)
  from public, anon, authenticated;
grant execute on function
  public.close_batch_if_done(uuid), public.settle_attempt(uuid, public.attempt_outcome, jsonb, integer),
  public.cancel_batch(uuid, uuid, integer), public.list_live_calls(uuid), public.list_final_answers(uuid),
  public.finish_batch(uuid, jsonb, bigint)
  to service_role;
