-- Dialing at most once: the intent is committed before the phone service is asked, its answer after.

create function public.may_dial(p_attempt public.attempts, p_token uuid) returns boolean
language sql stable security invoker set search_path = ''
as $$
  -- Compare and set: one caller ever sees "dial" for an attempt, however often it is repeated or replayed. The same caller
  -- may ask again when its answer was lost, as it alone knows that it has not dialed. Not once somebody has looked for the
  -- call: a dial after that would be missed.
  select case p_attempt.status
    when 'claimed' then true
    when 'dialing' then p_attempt.call_id is null
      and exists (
        select 1 from public.attempt_secrets s where s.attempt_id = p_attempt.id and s.dial_token = p_token
      )
      and not exists (
        select 1 from public.call_events e where e.attempt_id = p_attempt.id and e.kind = 'look:not_found'
      )
    else false
  end;
$$;

create function public.describe_dial(
  p_attempt public.attempts, p_verdict text, p_reason text default null, p_hold_until timestamptz default null
) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'verdict', p_verdict,
    'reason', p_reason,
    'holdUntil', p_hold_until,
    'attemptId', p_attempt.id,
    'batchId', p_attempt.batch_id,
    'version', p_attempt.version,
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
  cross join public.providers p
  where b.id = p_attempt.batch_id and p.id = p_attempt.provider_id;
$$;

create function public.begin_dial(p_attempt_id uuid, p_token uuid, p_rails jsonb) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_attempt public.attempts;
  v_gate public.gate_answer;
begin
  -- One at a time, as claims are: what two dials find left of a cap is not enough for both.
  perform public.lock_lines();
  select * into v_attempt from public.attempts a where a.id = p_attempt_id for update;
  if not found then
    raise sqlstate 'PT404' using message = 'attempt_not_found';
  end if;
  if not public.may_dial(v_attempt, p_token) then
    return public.describe_dial(
      v_attempt,
      case v_attempt.status
        when 'queued' then 'not_claimed'
        when 'dialing' then 'ambiguous'
        when 'settled' then 'final'
        else 'placed'
      end
    );
  end if;
  v_gate := public.check_gate(v_attempt, p_rails);
  if v_gate.verdict <> 'go' then
    return public.describe_dial(v_attempt, replace(v_gate.verdict, 'hold_batch', 'hold'), v_gate.code, v_gate.hold_until);
  end if;
  if v_attempt.status = 'claimed' then
    insert into public.attempt_secrets (attempt_id, dial_token) values (p_attempt_id, p_token);
  end if;
  update public.attempts a
  set status = 'dialing', dialing_at = coalesce(a.dialing_at, clock_timestamp()),
    -- The price may have been raised since.
    reserved_usd = greatest(a.reserved_usd, public.worst_case_of(a, p_rails))
  where a.id = p_attempt_id
  returning * into v_attempt;
  return public.describe_dial(v_attempt, 'dial');
end;
$$;
comment on function public.begin_dial is
  'Commits the intent to dial and says what to do: dial (to one caller, ever; p_token shows that it is the same one asking again for an answer that was lost), hold, skip and stop (a rule of the gate: settle it with that reason; after a hold another row waits, a stop is for the whole batch), ambiguous (an earlier dial has no recorded answer: look, never dial), placed, final, not_claimed. PT404 for an unknown attempt.';

create function public.mark_call_in_progress(p_attempt_id uuid, p_call_id text, p_control_url text) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_attempt public.attempts;
begin
  select * into v_attempt from public.attempts a where a.id = p_attempt_id for update;
  if not found then
    raise sqlstate 'PT404' using message = 'attempt_not_found';
  end if;
  if (v_attempt.call_id is distinct from p_call_id and v_attempt.call_id is not null)
    or exists (select 1 from public.attempts other where other.call_id = p_call_id and other.id <> p_attempt_id)
  then
    raise sqlstate 'PT409' using message = 'attempt_has_another_call',
      detail = format('Call %s is not that of attempt %s.', p_call_id, p_attempt_id);
  end if;

  -- greatest: a webhook that came first has already moved the attempt further on.
  update public.attempts a
  set status = greatest(a.status, 'in_progress'), call_id = p_call_id, called_at = coalesce(a.called_at, clock_timestamp())
  where a.id = p_attempt_id
  returning * into v_attempt;

  if p_control_url is not null then
    insert into public.attempt_secrets (attempt_id, control_url) values (p_attempt_id, p_control_url)
    on conflict (attempt_id) do update set control_url = excluded.control_url;
  end if;

  return jsonb_build_object(
    'status', v_attempt.status,
    'cancelRequested', (select b.cancel_requested_at is not null from public.batches b where b.id = v_attempt.batch_id)
  );
end;
$$;
comment on function public.mark_call_in_progress is
  'Records the call that the attempt created, at once and before anybody waits. PT404 for an unknown attempt, PT409 if it already has another call, or the call another attempt.';
