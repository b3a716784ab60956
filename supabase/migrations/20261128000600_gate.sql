-- The gate: everything that may keep a phone from ringing, as one ordered list of rules. It is asked when lines are given
-- out and again inside begin_dial. A new rule is one more case in check_gate, with its code, its words on the page
-- (lib/results/hold-words.ts) and its test at the edge (tests/database/gate.test.ts); never an "if" anywhere else.
--
-- What differs between deployments comes in as p_rails (lib/rails.ts). What is missing in it forbids.

create function public.go() returns public.gate_answer
language sql immutable security invoker set search_path = ''
as $$ select row('go', null, null)::public.gate_answer; $$;

create function public.hold(p_code text, p_until timestamptz) returns public.gate_answer
language sql immutable security invoker set search_path = ''
as $$ select row('hold', p_code, p_until)::public.gate_answer; $$;

create function public.skip(p_code text) returns public.gate_answer
language sql immutable security invoker set search_path = ''
as $$ select row('skip', p_code, null)::public.gate_answer; $$;

create function public.hold_batch(p_code text, p_until timestamptz) returns public.gate_answer
language sql immutable security invoker set search_path = ''
as $$ select row('hold_batch', p_code, p_until)::public.gate_answer; $$;

create function public.stop(p_code text) returns public.gate_answer
language sql immutable security invoker set search_path = ''
as $$ select row('stop', p_code, null)::public.gate_answer; $$;

create function public.is_calling_time(p_zones text[], p_hours jsonb, p_at timestamptz) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select bool_and(
    p_hours -> 'days' @> to_jsonb(extract(isodow from local.at)::integer)
      and local.at::time >= (p_hours ->> 'from')::time and local.at::time < (p_hours ->> 'until')::time
      and not coalesce(p_hours -> 'holidays' ? local.at::date::text, false)
  )
  from unnest(p_zones) as zone, lateral (select p_at at time zone zone as at) local;
$$;
comment on function public.is_calling_time is
  'Whether it is between the hours, on one of the days (1 = Monday), in every zone that the number may be in.';

create function public.next_calling_time(p_zones text[], p_hours jsonb, p_at timestamptz) returns timestamptz
language sql stable security invoker set search_path = ''
as $$
  -- The next opening anywhere at which it is open everywhere; local dates and times, so a change of the clocks moves nothing.
  select min(opening.at)
  from unnest(p_zones) as zone,
    generate_series(0, 14) as day,
    lateral (
      select (((p_at at time zone zone)::date + day) + (p_hours ->> 'from')::time) at time zone zone as at
    ) opening
  where opening.at > p_at and public.is_calling_time(p_zones, p_hours, opening.at);
$$;
comment on function public.next_calling_time is
  'The next time at which calling hours begin in every zone of the number; null when there is none within two weeks.';

create function public.narrow_hours(p_hours jsonb, p_narrower jsonb) returns jsonb
language sql immutable security invoker set search_path = ''
as $$
  select case
    when p_narrower is null then p_hours
    when jsonb_typeof(p_hours) = 'null' then p_narrower
    else p_hours || jsonb_build_object(
      'days', (
        select coalesce(jsonb_agg(day), '[]') from jsonb_array_elements(p_hours -> 'days') as day
        where p_narrower -> 'days' @> day
      ),
      'from', greatest(p_hours ->> 'from', p_narrower ->> 'from'),
      'until', least(p_hours ->> 'until', p_narrower ->> 'until')
    )
  end;
$$;
comment on function public.narrow_hours is
  'What is within both: a batch can shorten the hours of the deployment and never lengthen them. Hours that are off (JSON null) give way to those of the batch; hours that are missing stay missing, and forbid.';

create function public.preview_hours(p_zones jsonb, p_rails jsonb, p_narrower jsonb) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  with told as (select public.narrow_hours(p_rails -> 'callingHours', p_narrower) as hours, clock_timestamp() as now),
  listed as (
    select zones, count(*) as businesses
    from jsonb_array_elements(p_zones) as entry,
      lateral (select array_agg(zone) as zones from jsonb_array_elements_text(entry) as zone) each
    group by zones
  ),
  closed as (
    select l.businesses, l.zones, t.hours, public.next_calling_time(l.zones, t.hours, t.now) as opens_at
    from listed l, told t
    where jsonb_typeof(t.hours) is distinct from 'null' and public.is_calling_time(l.zones, t.hours, t.now) is not true
  ),
  next as (
    select c.opens_at, (
      select zone from unnest(c.zones) as zone
      order by (c.opens_at at time zone zone)::time = (c.hours ->> 'from')::time desc limit 1
    ) as zone
    from closed c where c.opens_at is not null order by c.opens_at limit 1
  )
  select jsonb_build_object(
    'closedNow', coalesce((select sum(businesses) from closed), 0),
    'firstOpensAt', (select opens_at from next), 'firstTimeZone', (select zone from next)
  );
$$;
comment on function public.preview_hours is
  'How many of these numbers, given by their zones, would wait for calling hours now, when the first of them may be called, and the zone in which hours begin then.';

create function public.may_have_rung(p_attempt public.attempts) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select p_attempt.dialing_at > clock_timestamp() - interval '24 hours' and p_attempt.outcome is distinct from 'refused'
    and (p_attempt.call_id is not null or p_attempt.outcome = 'unknown');
$$;
comment on function public.may_have_rung is 'Whether this dial of the last 24 hours counts as a call of its number.';

create function public.list_rings(p_attempt public.attempts) returns table (dialed_at timestamptz, over_at timestamptz)
language sql stable security invoker set search_path = ''
as $$
  select a.dialing_at, coalesce(a.ended_at, a.settled_at)
  from public.attempts a
  where a.phone = p_attempt.phone and a.id <> p_attempt.id and public.may_have_rung(a)
  union all
  select d.dialed_at, d.over_at from public.deleted_dials d
  where d.phone = p_attempt.phone and d.over_at is not null and d.dialed_at > clock_timestamp() - interval '24 hours';
$$;
comment on function public.list_rings is 'Other calls of this number within 24 hours, whoever ordered them.';

create function public.number_rests(p_attempt public.attempts, p_rails jsonb) returns public.gate_answer
language plpgsql stable security invoker set search_path = ''
as $$
declare
  v_pause constant interval := make_interval(mins => coalesce((p_rails ->> 'minutesBetweenCalls')::integer, 30));
  v_most constant integer := coalesce((p_rails ->> 'callsPerDay')::integer, 3);
  v_now constant timestamptz := clock_timestamp();
  v_rings record;
begin
  -- Claimed counts: that row is about to be dialed, and claims are one at a time.
  if exists (
    select 1 from public.attempts a
    where a.phone = p_attempt.phone and a.id <> p_attempt.id and a.status in ('claimed', 'dialing', 'in_progress')
  ) then
    -- free_number lets it go on as soon as that call is over; this is for the case that nobody does.
    return public.hold('on_phone', v_now + interval '5 minutes');
  end if;
  -- The call that is v_most-th from the end: once it is a day old, another may be made.
  select max(r.over_at) + v_pause as rested_at, (array_agg(r.dialed_at order by r.dialed_at desc))[v_most] + interval '24 hours' as fewer_at
  into v_rings from public.list_rings(p_attempt) r;
  if v_rings.rested_at > v_now then
    return public.hold('called_recently', v_rings.rested_at);
  end if;
  if v_rings.fewer_at > v_now then
    return public.hold('called_often', v_rings.fewer_at);
  end if;
  return public.go();
end;
$$;
comment on function public.number_rests is
  'One number across all batches and people: one call at a time, a pause between two, and so many in 24 hours.';

create function public.free_number(p_phone text) returns void
language sql volatile security invoker set search_path = ''
as $$
  update public.attempts a set not_before = clock_timestamp()
  where a.phone = p_phone and a.status = 'queued' and a.hold_code = 'on_phone' and a.not_before > clock_timestamp();
$$;
comment on function public.free_number is 'The call of a number is over: what waited for that alone is asked again.';

create function public.hours_are_waived(p_attempt public.attempts, p_rails jsonb) returns boolean
language sql stable security invoker set search_path = ''
as $$
  -- By number, as a dial that found no line is followed by another row of the same try.
  select (p_rails ->> 'callAnyway')::boolean is true and exists (
    select 1 from public.attempts a
    join public.call_events e on e.attempt_id = a.id and e.kind = 'call_anyway'
    where a.batch_id = p_attempt.batch_id and a.provider_id = p_attempt.provider_id and a.number = p_attempt.number
  );
$$;
comment on function public.hours_are_waived is
  'Whether the person ordered this try to be called outside of hours, where the operator allows that.';

create function public.check_gate(p_attempt public.attempts, p_rails jsonb) returns public.gate_answer
language plpgsql stable security invoker set search_path = ''
as $$
declare
  v_batch public.batches;
  v_provider public.providers;
  v_hours jsonb;
  v_answer public.gate_answer;
  v_opens_at timestamptz;
begin
  select * into v_batch from public.batches b where b.id = p_attempt.batch_id;
  select * into v_provider from public.providers p where p.id = p_attempt.provider_id;

  if exists (select 1 from public.calling_stop) then
    return public.hold('calling_stopped', clock_timestamp() + interval '30 seconds');
  end if;
  if (p_rails ->> 'callsEnabled')::boolean is not true then
    return public.stop('calls_disabled');
  end if;
  if jsonb_typeof(p_rails -> 'allowlist') is distinct from 'null'
    and not coalesce(p_rails -> 'allowlist' ? v_provider.phone, false)
  then
    return public.skip('preview_only');
  end if;
  if v_batch.cancel_requested_at is not null
    or exists (select 1 from public.account_deletions d where d.user_id = v_batch.user_id)
  then
    return public.skip('canceled');
  end if;
  if v_batch.fault_code is not null then
    return public.skip(v_batch.fault_code);
  end if;
  v_answer := public.check_breaker(p_attempt, p_rails);
  if v_answer.verdict <> 'go' then
    return v_answer;
  end if;
  if jsonb_typeof(p_rails -> 'countries') is distinct from 'null'
    and not coalesce(p_rails -> 'countries' ? v_provider.country, false)
  then
    return public.skip('country_not_allowed');
  end if;
  if exists (select 1 from public.do_not_call d where d.phone = v_provider.phone and d.user_id is null) then
    return public.skip('do_not_call');
  end if;
  if exists (select 1 from public.do_not_call d where d.phone = v_provider.phone and d.user_id = v_batch.user_id) then
    return public.skip('own_do_not_call');
  end if;
  v_answer := public.number_rests(p_attempt, p_rails);
  if v_answer.verdict <> 'go' then
    return v_answer;
  end if;
  -- Hours are off where the deployment says so, which only one with simulated calls may do; not where it says nothing.
  v_hours := public.narrow_hours(p_rails -> 'callingHours', v_batch.calling_hours);
  if jsonb_typeof(v_hours) is distinct from 'null' and not public.hours_are_waived(p_attempt, p_rails) then
    if public.is_calling_time(v_provider.time_zones, v_hours, clock_timestamp()) is not true then
      v_opens_at := public.next_calling_time(v_provider.time_zones, v_hours, clock_timestamp());
      return case when v_opens_at is null then public.skip('never_open') else public.hold('outside_hours', v_opens_at) end;
    end if;
  end if;
  -- Last: only what may be dialed otherwise has money set aside.
  return public.check_caps(p_attempt, v_batch, p_rails);
end;
$$;
comment on function public.check_gate is
  'Whether an attempt may be dialed now: go, hold, skip or stop, with the code of the first rule that forbids it.';

create function public.add_do_not_call(p_user_id uuid, p_source text, p_numbers jsonb) returns integer
language sql volatile security invoker set search_path = ''
as $$
  with added as (
    insert into public.do_not_call (user_id, phone, reason, source)
    select p_user_id, n.phone, n.reason, p_source from jsonb_to_recordset(p_numbers) as n(phone text, reason text)
    on conflict on constraint do_not_call_once do nothing
    returning 1
  )
  select count(*)::integer from added;
$$;
comment on function public.add_do_not_call is
  'Numbers that are not dialed any more: for nobody, or with p_user_id for that person. Answers how many are new; what is known of the others stays.';

create function public.remove_do_not_call(p_user_id uuid, p_phone text) returns boolean
language sql volatile security invoker set search_path = ''
as $$
  with gone as (
    delete from public.do_not_call d where d.phone = p_phone and d.user_id is not distinct from p_user_id returning 1
  )
  select exists (select 1 from gone);
$$;

create function public.list_do_not_call(p_user_id uuid) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select coalesce(jsonb_agg(
    jsonb_build_object('phone', d.phone, 'reason', d.reason, 'source', d.source, 'addedAt', d.added_at)
    order by d.added_at desc, d.phone
  ), '[]')
  from public.do_not_call d where d.user_id is not distinct from p_user_id;
$$;
comment on function public.list_do_not_call is 'The list of everybody (null) or of one person, latest first.';

create function public.stop_calling(p_why text) returns void
language sql volatile security invoker set search_path = ''
as $$
  insert into public.calling_stop (why) values (p_why) on conflict (is_only) do update set why = excluded.why;
$$;
comment on function public.stop_calling is
  'No phone is dialed from here on, by any deployment on this database. Calls that are live go on; batches wait. Pages say why.';

create function public.start_calling() returns void
language sql volatile security invoker set search_path = ''
as $$
  delete from public.calling_stop s where s.is_only;
$$;
comment on function public.start_calling is 'Batches that wait go on with the next claim, within a minute.';
