-- How attempts and batches become final. A finished call and the start of the next are one transaction, so lines never idle.

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

create function public.write_settlement(p_attempt public.attempts, p_outcome public.attempt_outcome, p_details jsonb)
returns public.attempts
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  -- "unknown" is an honest guess until a report arrives. Every other outcome stands, unless a report that came late tells
  -- of a conversation; what it says is kept in any case.
  v_outcome constant public.attempt_outcome := case
    when p_attempt.outcome <> 'unknown' and p_outcome <> 'completed' then p_attempt.outcome
    -- Found refused after it was given up on: nobody was called, and nobody is dialed any more.
    when p_attempt.outcome = 'unknown' and p_outcome = 'refused' then 'skipped'
    else p_outcome
  end;
  v_after public.attempts;
begin
  update public.attempts a
  set status = 'settled', outcome = v_outcome, settled_at = clock_timestamp(),
    call_id = coalesce(a.call_id, p_details ->> 'callId'),
    ended_reason = coalesce(a.ended_reason, left(p_details ->> 'endedReason', 200)),
    detail = case
      when p_attempt.outcome <> 'unknown' and p_outcome <> 'completed' then a.detail else left(p_details ->> 'detail', 60)
    end,
    failure_message = coalesce(left(p_details ->> 'failureMessage', 500), a.failure_message),
    -- A later report may hold less than an earlier one, as the phone service forgets: what is known stays.
    opted_out_at = coalesce(
      a.opted_out_at, case when v_outcome = 'completed' and p_details ->> 'detail' = 'do_not_call' then clock_timestamp() end
    ),
    human_heard = greatest((p_details ->> 'humanHeard')::boolean, a.human_heard),
    talk_seconds = coalesce((p_details ->> 'talkSeconds')::numeric, a.talk_seconds),
    result = case when jsonb_typeof(p_details -> 'result') = 'object' then p_details -> 'result' else a.result end,
    summary = coalesce(left(p_details ->> 'summary', 4000), a.summary),
    messages = case
      when jsonb_typeof(p_details -> 'messages') = 'array'
        and jsonb_array_length(p_details -> 'messages') > coalesce(jsonb_array_length(a.messages), 0)
      then p_details -> 'messages' else a.messages
    end
  where a.id = p_attempt.id
  returning a.* into v_after;
  return v_after;
end;
$$;

create function public.settle_undialed(p_batch_id uuid, p_outcome public.attempt_outcome, p_detail text) returns void
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_claimed text[];
begin
  -- Claimed ones were never dialed: begin_dial finds them settled.
  with undialed as (
    update public.attempts a
    set status = 'settled', outcome = p_outcome, settled_at = clock_timestamp(), detail = p_detail
    where a.batch_id = p_batch_id and a.status in ('queued', 'claimed')
    returning a.phone, a.claimed_at
  )
  select array_agg(u.phone) into v_claimed from undialed u where u.claimed_at is not null;
  perform public.free_number(phone) from unnest(v_claimed) as phone;
end;
$$;
comment on function public.settle_undialed is 'Makes everything final that a batch has not dialed.';

create function public.stop_batch(p_batch public.batches, p_fault jsonb) returns public.batches
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_batch public.batches;
begin
  update public.batches b
  set fault_code = left(p_fault ->> 'code', 60), fault_message = left(p_fault ->> 'message', 500)
  where b.id = p_batch.id and b.ended_at is null and b.fault_code is null
  returning b.* into v_batch;
  if not found then
    return p_batch;
  end if;
  perform public.settle_undialed(p_batch.id, 'skipped', v_batch.fault_code);
  return v_batch;
end;
$$;
comment on function public.stop_batch is 'A fault of the account that every further call would meet: what is not dialed is skipped with that reason. The first fault stands.';

create function public.add_attempt(
  p_before public.attempts, p_number integer, p_refusals integer, p_delay interval, p_hold_code text default null
)
returns public.attempts
language sql volatile security invoker set search_path = ''
as $$
  insert into public.attempts (
    batch_id, provider_id, service_request_id, user_id, phone, number, refusals, position, not_before, hold_code
  ) values (
    p_before.batch_id, p_before.provider_id, p_before.service_request_id, p_before.user_id, p_before.phone,
    p_number, p_refusals, p_before.position, clock_timestamp() + p_delay, p_hold_code
  )
  returning *;
$$;
comment on function public.add_attempt is 'Queues the row after an attempt of the same provider.';

create function public.was_reached_before(p_attempt public.attempts) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select exists (
    select 1 from public.attempts a
    where a.batch_id = p_attempt.batch_id and a.provider_id = p_attempt.provider_id
      and (a.number, a.refusals) < (p_attempt.number, p_attempt.refusals)
      and (
        a.human_heard or a.outcome in ('completed', 'unknown')
        -- A dial in whose place this one was made, and that was not refused after all.
        or (a.number = p_attempt.number and a.outcome <> 'refused')
      )
  );
$$;
comment on function public.was_reached_before is
  'Whether an earlier dial of the batch reached the provider, or may have: news of it can come while a later one is out.';

create function public.why_not_again(p_refused public.attempts, p_batch public.batches) returns public.attempt_end
language sql stable security invoker set search_path = ''
as $$
  select case
    when p_batch.cancel_requested_at is not null then row('canceled', null)::public.attempt_end
    when p_batch.fault_code is not null then row('skipped', p_batch.fault_code)::public.attempt_end
    when public.was_reached_before(p_refused) then row('skipped', 'heard_before')::public.attempt_end
    -- At least half an hour of refusals: the account is used up by others, and a batch must end.
    when p_refused.refusals >= 120 then row('skipped', 'no_line')::public.attempt_end
  end;
$$;
comment on function public.why_not_again is 'How the row after a refused dial ends at once; null when it is to be dialed.';

create function public.follow_up(p_attempt public.attempts, p_batch public.batches, p_details jsonb) returns public.attempts
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_end public.attempt_end;
  v_next public.attempts;
begin
  if p_attempt.outcome = 'refused' then
    -- It counts as not made, so another row always follows, also one that only says why there is no further dial.
    v_next := public.add_attempt(
      p_attempt, p_attempt.number, p_attempt.refusals + 1,
      make_interval(secs => coalesce((p_details ->> 'retryAfterSeconds')::double precision, 0)), p_details ->> 'holdCode'
    );
    v_end := public.why_not_again(p_attempt, p_batch);
    if v_end.outcome is not null then
      update public.attempts a
      set status = 'settled', outcome = v_end.outcome, settled_at = clock_timestamp(), detail = v_end.detail
      where a.id = v_next.id
      returning a.* into v_next;
    end if;
  -- A further attempt is for people we did not reach: never for unknown, never once a person was heard.
  elsif p_attempt.outcome in ('no_answer', 'busy', 'voicemail') and p_attempt.human_heard is not true
    and p_attempt.number < p_batch.max_attempts and p_batch.cancel_requested_at is null and p_batch.fault_code is null
    and not public.was_reached_before(p_attempt)
  then
    v_next := public.add_attempt(
      p_attempt, p_attempt.number + 1, 0, make_interval(secs => p_batch.retry_delay_seconds)
    );
  end if;
  return v_next;
end;
$$;
comment on function public.follow_up is
  'The next row of the provider, if one follows from how this attempt came out: after a refusal, or a further attempt as the policy of the batch says.';

create function public.correct_provider(p_attempt public.attempts, p_skips_waiting boolean) returns boolean
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_batch_ended boolean;
begin
  perform 1 from public.batches b where b.id = p_attempt.batch_id for update;
  if p_skips_waiting then
    update public.attempts a
    set status = 'settled', outcome = 'skipped', settled_at = clock_timestamp(), detail = 'heard_before'
    where a.batch_id = p_attempt.batch_id and a.provider_id = p_attempt.provider_id
      and (a.number, a.refusals) > (p_attempt.number, p_attempt.refusals) and a.status in ('queued', 'claimed');
  end if;
  perform public.close_batch_if_done(p_attempt.batch_id);
  -- Every ranking of the request was made without this: have them made again.
  update public.batches b set finished_at = null
  where b.service_request_id = p_attempt.service_request_id and b.ended_at is not null;
  select b.ended_at is not null into v_batch_ended from public.batches b where b.id = p_attempt.batch_id;
  return v_batch_ended;
end;
$$;
comment on function public.correct_provider is
  'What follows when news changes a settled attempt: a later row that waits would phone them without need, and rankings are made again. True when the batch has ended.';

create function public.settle_attempt(p_attempt_id uuid, p_outcome public.attempt_outcome, p_details jsonb, p_rails jsonb)
returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_batch public.batches;
  v_attempt public.attempts;
  v_next public.attempts;
  v_corrects boolean;
  v_applies boolean;
  v_batch_ended boolean;
begin
  perform public.lock_lines();
  select b.* into v_batch from public.batches b
  join public.attempts a on a.batch_id = b.id
  where a.id = p_attempt_id
  for update of b;
  if not found then
    raise sqlstate 'PT404' using message = 'attempt_not_found';
  end if;
  select * into v_attempt from public.attempts a where a.id = p_attempt_id for update;

  v_corrects := public.takes_late_report(v_attempt) and coalesce(v_attempt.report_at > v_attempt.settled_at, false);
  v_applies := (v_attempt.status not in ('queued', 'settled') or v_corrects)
    -- A decision holds for the facts that it was made from; after news it is made again.
    and v_attempt.version = coalesce((p_details ->> 'onlyIfVersion')::bigint, v_attempt.version);
  if v_applies then
    v_attempt := public.write_settlement(v_attempt, p_outcome, p_details);
    perform public.free_number(v_attempt.phone);
    perform public.release_hold(v_batch.id);
    if p_details ? 'fault' then
      v_batch := public.stop_batch(v_batch, p_details -> 'fault');
    end if;
    if v_corrects then
      v_batch_ended := public.correct_provider(v_attempt, v_attempt.human_heard is true or v_attempt.outcome = 'completed');
    else
      v_next := public.follow_up(v_attempt, v_batch, p_details);
      v_batch_ended := public.close_batch_if_done(v_batch.id);
    end if;
  end if;

  return jsonb_build_object(
    'applied', v_applies, 'status', v_attempt.status, 'outcome', v_attempt.outcome, 'batchId', v_batch.id,
    'batchEnded', coalesce(v_batch_ended, v_batch.ended_at is not null),
    'nextAttempt', case when v_next.status = 'queued' then
      jsonb_build_object('attemptId', v_next.id, 'dueAt', v_next.not_before) end,
    -- After a refusal the line rests: the next call would be refused too. It is taken when the row that follows is due,
    -- another call ends or the sweep runs, each within a minute.
    'claims', case when v_applies and v_attempt.outcome <> 'refused' then public.claim_attempts(p_rails) else '[]'::jsonb end
  );
end;
$$;
comment on function public.settle_attempt is
  'Makes an attempt final, adds the row that follows, ends the batch with its last attempt, and hands the free line on, in one transaction. Repeating it changes nothing; once a late report is there, "unknown" is corrected and what was said filled in. onlyIfVersion: applies only while the row is as it was when the outcome was decided. PT404 for an unknown attempt.';

create function public.keep_do_not_call() returns trigger
language plpgsql security invoker set search_path = ''
as $$
begin
  perform public.add_do_not_call(
    null, 'call', jsonb_build_array(jsonb_build_object('phone', new.phone, 'reason', 'Asked on the phone not to be called again.'))
  );
  return null;
end;
$$;

-- In the transaction that stores the report or settles the call: the wish cannot be lost between the answer and the list.
-- Only when it becomes known: what an operator takes out is not put back by a later event of the same call.
create trigger keep_do_not_call after update on public.attempts
  for each row when (old.opted_out_at is null and new.opted_out_at is not null)
  execute function public.keep_do_not_call();

create function public.list_live_calls(p_batch_id uuid) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('attemptId', a.id, 'callId', a.call_id, 'controlUrl', s.control_url)), '[]'::jsonb)
  from public.attempts a
  left join public.attempt_secrets s on s.attempt_id = a.id
  where a.batch_id = p_batch_id
    and (
      a.status in ('dialing', 'in_progress')
      -- Given up on, and nobody has heard that it is over.
      or (a.outcome = 'unknown' and a.call_id is not null and a.ended_at is null)
    );
$$;
comment on function public.list_live_calls is 'Calls of a batch that may still ring or talk, also those that were given up on as unknown, with the URL to hang up where it is known.';

create function public.cancel_batch(p_user_id uuid, p_batch_id uuid, p_rails jsonb) returns jsonb
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

  -- Dialed ones are hung up by the caller.
  perform public.settle_undialed(p_batch_id, 'canceled', null);

  v_ended := public.close_batch_if_done(p_batch_id);
  return jsonb_build_object(
    'status', (select b.status from public.batches b where b.id = p_batch_id),
    'serviceRequestId', v_batch.service_request_id,
    'batchEnded', v_ended,
    'live', jsonb_array_length(public.list_live_calls(p_batch_id)),
    'claims', public.claim_attempts(p_rails)
  );
end;
$$;
comment on function public.cancel_batch is
  'Stops a batch: what is not dialed becomes canceled at once, answers already given stay. Idempotent. PT404 for a foreign or missing batch.';

create function public.answers_version(p_service_request_id uuid) returns bigint
language sql stable security invoker set search_path = ''
as $$
  -- The sum and not the highest: a lower version may be committed after a higher one was read, and any change raises the sum.
  select sum(a.version)::bigint from public.attempts a
  where a.service_request_id = p_service_request_id and a.outcome is distinct from 'refused';
$$;
comment on function public.answers_version is 'Differs after every change of an attempt that a ranking is made from.';

create function public.list_final_answers(p_batch_id uuid) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'batchId', b.id, 'serviceRequestId', b.service_request_id, 'userId', b.user_id, 'ended', b.ended_at is not null,
    'criteria', to_jsonb(r.criteria),
    'version', public.answers_version(r.id),
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
        -- By request as well: by id alone, the providers of everybody are read.
        join public.providers p on p.id = last.provider_id and p.service_request_id = b.service_request_id
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
    and p_version = public.answers_version(b.service_request_id);
  return found;
end;
$$;
comment on function public.finish_batch is 'Stores the ranking of an ended batch. False while the batch is open, and when an attempt has changed since the answers were read (p_version): rank again.';

create function public.list_answers(p_after uuid, p_most integer) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(answer)), '[]'::jsonb)
  from (
    select a.id as "attemptId", a.version, a.result, a.messages, p.country, p.time_zones as "timeZones",
      coalesce(a.answered_at, a.called_at, a.dialing_at) as "calledAt"
    from public.attempts a
    join public.providers p on p.id = a.provider_id
    where a.result is not null and a.messages is not null and a.dialing_at is not null and a.id > p_after
    order by a.id limit p_most
  ) answer;
$$;
comment on function public.list_answers is 'Answers whose transcript is still there, by the ids of their attempts after p_after.';

create function public.replace_result(p_attempt_id uuid, p_version bigint, p_result jsonb) returns boolean
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_attempt public.attempts;
begin
  update public.attempts a set result = p_result
  where a.id = p_attempt_id and a.version = p_version and a.status = 'settled' and a.result is distinct from p_result
  returning a.* into v_attempt;
  if not found then
    return false;
  end if;
  perform public.correct_provider(v_attempt, false);
  return true;
end;
$$;
comment on function public.replace_result is
  'Stores the answer of a settled attempt as it was read again, and has rankings made again. False where nothing differs, or the row is not as it was read.';
