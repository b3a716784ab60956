-- The breaker: the same fault of ours on one business after another must not burn a whole list. It keeps no state of its
-- own: it reads how the latest dials of the batch came out.

create function public.is_our_fault(p_attempt public.attempts) returns boolean
language sql immutable security invoker set search_path = ''
as $$
  select case p_attempt.outcome
    when 'failed' then coalesce(p_attempt.detail in ('failed_transient', 'failed_provider', 'failed_capacity', 'failed_config'), false)
    -- The phone service did not answer whether there is a call.
    when 'unknown' then p_attempt.call_id is null
    when 'refused' then coalesce(p_attempt.detail in ('no_line', 'unreachable', 'failed_capacity'), false)
    else false
  end;
$$;
comment on function public.is_our_fault is 'Whether a dial came out as it did through the phone service, its models or its lines, whoever was called.';

create function public.check_breaker(p_attempt public.attempts, p_rails jsonb) returns public.gate_answer
language plpgsql stable security invoker set search_path = ''
as $$
declare
  c_window constant integer := 20;
  -- Three different businesses: two in a row happen by chance once in a while.
  c_trips_after constant integer := 3;
  -- Five probes, each after twice the pause of the one before: half an hour with the usual minute.
  c_most constant integer := 8;
  v_rails constant jsonb := p_rails -> 'breaker';
  v_pause constant interval := make_interval(secs => coalesce((v_rails ->> 'pauseSeconds')::double precision, 60));
  v_live integer;
  v_faults integer;
  v_last timestamptz;
begin
  if jsonb_typeof(v_rails) = 'null' then
    return public.go();
  end if;
  select count(*) into v_live
  from public.attempts a
  where a.batch_id = p_attempt.batch_id and a.id <> p_attempt.id and a.status in ('claimed', 'dialing', 'in_progress', 'ended');

  -- In the order of the dials: news of an old call, which settles it again, says nothing of now.
  with latest as (
    select a.provider_id, a.dialing_at, a.settled_at, public.is_our_fault(a) as is_fault,
      row_number() over (order by a.dialing_at desc, a.id) as nth
    from public.attempts a
    where a.batch_id = p_attempt.batch_id and a.dialing_at is not null and a.status = 'settled'
    order by a.dialing_at desc, a.id
    limit c_window
  ),
  streak as (
    select l.* from latest l
    where l.nth < coalesce((select min(good.nth) from latest good where not good.is_fault), c_window + 1)
  ),
  businesses as (
    select min(s.dialing_at) as first_at from streak s group by s.provider_id
  ),
  trip as (
    select b.first_at as at from businesses b order by b.first_at offset c_trips_after - 1 limit 1
  )
  -- Different businesses trip it; each dial after that counts, as a short list is dialed again and again.
  select least((select count(*) from businesses), c_trips_after)
      + (select count(*) from streak s, trip t where s.dialing_at > t.at),
    (select max(s.settled_at) from streak s)
  into v_faults, v_last;

  if v_faults >= c_most then
    return public.stop('faults_ahead');
  elsif v_faults >= c_trips_after then
    -- What is live will tell; then one probe after each pause.
    if v_live > 0 then
      return public.hold_batch('faults_ahead', clock_timestamp() + v_pause);
    end if;
    v_last := v_last + v_pause * power(2, v_faults - c_trips_after);
    return case when v_last > clock_timestamp() then public.hold_batch('faults_ahead', v_last) else public.go() end;
  elsif v_live >= coalesce((v_rails ->> 'trialCalls')::integer, 4)
    -- Not shown to work lately: as many as may be lost are dialed, and the rest as soon as one of them has come out well.
    and not coalesce(
      (
        select not public.is_our_fault(a) and a.dialing_at > clock_timestamp() - interval '1 hour'
        from public.attempts a
        where a.dialing_at is not null and a.status = 'settled'
        order by a.dialing_at desc
        limit 1
      ),
      false
    )
  then
    return public.hold_batch('first_calls', clock_timestamp() + interval '15 seconds');
  end if;
  return public.go();
end;
$$;
comment on function public.check_breaker is
  'Pauses a batch after the same kind of fault on three businesses in a row, lets one probe through after each pause, and stops it after eight. Where no call has come out well within the hour, only so many are tried at once.';
