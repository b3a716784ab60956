-- Money. What a call can cost at the most is set aside when its line is given out and replaced by what it did cost, so that
-- the calls of a batch, a person's day and the deployment's day never cost more than their caps. Prices and caps of the
-- deployment come with the rails.

create function public.worst_case_usd(p_country text, p_max_call_seconds integer, p_rails jsonb) returns numeric
language sql immutable security invoker set search_path = ''
as $$
  -- Phone companies bill minutes that have begun. A destination without a price cannot be paid for.
  select coalesce(
    ceil(p_max_call_seconds / 60.0)
      * coalesce(p_rails #>> array['usdPerMinute', p_country], p_rails #>> '{usdPerMinute,*}')::numeric
      + (p_rails ->> 'usdPerCall')::numeric,
    'Infinity'
  );
$$;
comment on function public.worst_case_usd is 'US dollars: the longest call at the price of its destination, and what each call costs besides.';

create function public.usd_per_day(p_user_id uuid, p_rails jsonb) returns numeric
language sql stable security invoker set search_path = ''
as $$
  select coalesce(
    (select l.usd_per_day from public.person_limits l where l.user_id = p_user_id),
    public.limit_in(p_rails, 'limits', 'person', 'usdPerDay')
  );
$$;
comment on function public.usd_per_day is 'What this person may spend on calls on one day (UTC), in US dollars.';

create function public.find_short_budget(p_user_id uuid, p_cap_usd numeric, p_call_usd numeric, p_rails jsonb) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object('scope', b.scope, 'kind', b.kind, 'used', b.usd, 'most', p_call_usd, 'asked', 0, 'resetsAt', null)
  from (values
    (1, 'person', 'cap_usd', p_cap_usd),
    (2, 'person', 'day_too_small', public.usd_per_day(p_user_id, p_rails)),
    (3, 'deployment', 'day_too_small', public.limit_in(p_rails, 'limits', 'deployment', 'usdPerDay'))
  ) b (rank, scope, kind, usd)
  where p_call_usd > b.usd
  order by b.rank limit 1;
$$;
comment on function public.find_short_budget is
  'The cap or the day that does not hold one call of that price at any time; null where all do.';

create function public.preview_costs(
  p_user_id uuid, p_cap_usd numeric, p_countries text[], p_max_call_seconds integer, p_rails jsonb
) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'oneCall', w.dearest, 'allCalls', w.total, 'limit', public.find_short_budget(p_user_id, p_cap_usd, w.dearest, p_rails)
  )
  from (
    select nullif(max(worst.usd), 'Infinity') as dearest, nullif(sum(worst.usd), 'Infinity') as total
    from unnest(p_countries) as country, lateral (
      select public.worst_case_usd(country, p_max_call_seconds, p_rails) as usd
    ) worst
  ) w;
$$;
comment on function public.preview_costs is
  'What one call to the dearest of these destinations, and one call to each, can cost at the most, in US dollars (null where there is no price), and the budget that is below one call.';

create function public.require_cap(p_batch_id uuid, p_rails jsonb) returns void
language plpgsql stable security invoker set search_path = ''
as $$
declare
  v_short jsonb;
begin
  select public.find_short_budget(b.user_id, b.cap_usd, max(worst.usd), p_rails) into v_short
  from public.batches b
  cross join lateral (
    select distinct p.country from public.attempts a join public.providers p on p.id = a.provider_id where a.batch_id = b.id
  ) called
  cross join lateral (select public.worst_case_usd(called.country, b.max_call_seconds, p_rails) as usd) worst
  -- Where there is no price no budget would do; the gate stops there.
  where b.id = p_batch_id and worst.usd < 'Infinity'
  group by b.id;
  if v_short is not null then
    raise sqlstate 'PT429' using message = 'limit_reached', detail = v_short::text;
  end if;
end;
$$;
comment on function public.require_cap is
  'Called once an order is stored: PT429, when its cap or a day is below what one of its calls can cost, undoes it.';

create function public.worst_case_of(p_attempt public.attempts, p_rails jsonb) returns numeric
language sql stable security invoker set search_path = ''
as $$
  select public.worst_case_usd(p.country, b.max_call_seconds, p_rails)
  from public.batches b cross join public.providers p
  where b.id = p_attempt.batch_id and p.id = p_attempt.provider_id;
$$;

create function public.fit_cap(
  p_cap numeric, p_worst numeric, p_spent numeric, p_set_aside numeric, p_exhausted public.gate_answer
) returns public.gate_answer
language sql stable security invoker set search_path = ''
as $$
  select case
    when p_spent + p_worst > p_cap then p_exhausted
    -- It may fit once live calls have told what they cost; the batch is asked again when one of its own has.
    when p_spent + p_set_aside + p_worst > p_cap then public.hold_batch('cap_in_use', clock_timestamp() + interval '1 minute')
    else public.go()
  end;
$$;

create function public.sum_charges(p_batch_id uuid, p_without_attempt_id uuid) returns table (spent numeric, set_aside numeric)
language sql stable security invoker set search_path = ''
as $$
  -- Spent: the cost is told, or will not be told any more. Set aside: it may turn out to be less.
  select coalesce(sum(a.charge_usd) filter (where a.status = 'settled' or a.cost_usd is not null), 0),
    coalesce(sum(a.charge_usd) filter (where a.status <> 'settled' and a.cost_usd is null), 0)
  from public.attempts a
  where a.batch_id = p_batch_id and a.charge_usd > 0 and a.id is distinct from p_without_attempt_id;
$$;
comment on function public.sum_charges is 'US dollars that count against the cap of a batch.';

create function public.check_caps(p_attempt public.attempts, p_batch public.batches, p_rails jsonb)
returns public.gate_answer
language plpgsql stable security invoker set search_path = ''
as $$
declare
  v_day constant timestamptz := date_trunc('day', clock_timestamp(), 'UTC');
  v_worst constant numeric := public.worst_case_of(p_attempt, p_rails);
  v_answer public.gate_answer;
  v_batch record;
  v_day_used record;
begin
  select * into v_batch from public.sum_charges(p_batch.id, p_attempt.id);
  v_answer := public.fit_cap(p_batch.cap_usd, v_worst, v_batch.spent, v_batch.set_aside, public.stop('cap_reached'));
  if v_answer.verdict = 'stop' and exists (
    select 1 from (
      select distinct p.country from public.attempts a join public.providers p on p.id = a.provider_id
      where a.batch_id = p_batch.id and a.status = 'queued'
    ) waiting
    where v_batch.spent + public.worst_case_usd(waiting.country, p_batch.max_call_seconds, p_rails) <= p_batch.cap_usd
  ) then
    -- A destination that costs more than is left keeps no cheaper one from it.
    return public.skip('cap_reached');
  elsif v_answer.verdict <> 'go' then
    return v_answer;
  end if;

  select coalesce(sum(c.usd) filter (where c.is_spent), 0) as spent,
    coalesce(sum(c.usd) filter (where not c.is_spent), 0) as set_aside,
    coalesce(sum(c.usd) filter (where c.is_own and c.is_spent), 0) as own_spent,
    coalesce(sum(c.usd) filter (where c.is_own and not c.is_spent), 0) as own_set_aside
  into v_day_used
  from (
    select a.charge_usd as usd, a.user_id = p_batch.user_id as is_own, a.status = 'settled' or a.cost_usd is not null as is_spent
    from public.attempts a
    where coalesce(a.dialing_at, a.claimed_at) >= v_day and a.charge_usd > 0 and a.id <> p_attempt.id
  ) c;
  v_answer := public.fit_cap(
    public.usd_per_day(p_batch.user_id, p_rails),
    v_worst, v_day_used.own_spent, v_day_used.own_set_aside, public.stop('person_limit')
  );
  if v_answer.verdict <> 'go' then
    return v_answer;
  end if;
  if v_worst > public.limit_in(p_rails, 'limits', 'deployment', 'usdPerDay') then
    -- No day would do, and a batch must end.
    return public.stop('day_too_small');
  end if;
  return public.fit_cap(
    public.limit_in(p_rails, 'limits', 'deployment', 'usdPerDay'), v_worst,
    v_day_used.spent + coalesce(
      (select sum(d.charge_usd) from public.deleted_dials d where d.dialed_at >= v_day), 0
    ),
    v_day_used.set_aside,
    public.hold_batch('day_spent', v_day + interval '24 hours')
  );
end;
$$;
comment on function public.check_caps is
  'Whether the worst case of a call fits what is left of its batch, of the person''s day and of the deployment''s day (UTC).';

create function public.reported_cost(p_attempt public.attempts) returns numeric
language sql stable security invoker set search_path = ''
as $$
  select (e.payload ->> 'costUsd')::numeric
  from public.call_events e
  where e.attempt_id = p_attempt.id and e.kind = 'report' and e.payload ->> 'costUsd' is not null
    and (p_attempt.call_id is null or e.call_id is null or e.call_id = p_attempt.call_id)
  order by e.occurred_at desc, e.id desc
  limit 1;
$$;
comment on function public.reported_cost is 'What the latest report says that the call cost, by the phone service''s own clock: costs are revised.';

create function public.release_hold(p_batch_id uuid) returns void
language sql volatile security invoker set search_path = ''
as $$
  update public.batches b set hold_code = null, hold_until = null
  where b.id = p_batch_id and b.hold_code is not null and b.ended_at is null;
$$;
comment on function public.release_hold is 'A call of the batch has told something new: the gate is asked again.';
