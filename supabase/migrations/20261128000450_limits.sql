-- Who may order calls, and how many. Counted from the orders themselves, so that no counter can drift; decided under a lock,
-- so that two orders at once cannot both take what is left for one.

create function public.limit_in(p_rails jsonb, variadic p_path text[]) returns numeric
language sql immutable security invoker set search_path = ''
as $$
  -- Null switches a limit off, which only a deployment with simulated calls may do; what is missing forbids.
  select case jsonb_typeof(p_rails #> p_path) when 'number' then (p_rails #>> p_path)::numeric when 'null' then 'Infinity' else 0 end;
$$;
comment on function public.limit_in is 'A number of the rails: infinite where it is null, 0 where it is missing.';

create function public.may_join(p_email text, p_rails jsonb) returns boolean
language sql stable security invoker set search_path = ''
as $$
  select coalesce(
    p_rails #>> '{signUp,mode}' = 'open'
      or p_rails #> '{signUp,allowed}' ?| array[lower(p_email), '@' || split_part(lower(p_email), '@', -1)]
      or (
        p_rails #>> '{signUp,mode}' = 'invited'
        and exists (select 1 from public.invitations i where i.email = lower(p_email))
      ),
    false
  );
$$;
comment on function public.may_join is
  'Whether this address may open an account: anybody where sign-up is open, else an address or domain that is listed, or, where it is by invitation, one that an operator has invited.';

-- Definer: on hosted projects the service role may not read auth.users.
create function public.may_call(p_user_id uuid, p_rails jsonb) returns boolean
language sql stable security definer set search_path = ''
as $$
  -- Asked at each order and not only at sign-up: the Auth server can be reached past our pages by anybody.
  select p_rails #>> '{signUp,mode}' = 'open'
    or exists (
      select 1 from auth.users u
      where u.id = p_user_id and u.email_confirmed_at is not null and public.may_join(u.email, p_rails)
    );
$$;
comment on function public.may_call is 'Whether this person may order calls: their confirmed address may have an account.';

create function public.list_usage(p_user_id uuid, p_rails jsonb)
returns table (scope text, kind text, used numeric, most numeric, resets_at timestamptz)
language sql stable security invoker set search_path = ''
as $$
  with
  clock as (
    select now() as now, date_trunc('day', now(), 'UTC') as day, date_trunc('day', now(), 'UTC') + interval '24 hours' as next_day
  ),
  batches as (
    select b.user_id, b.requested_at from public.batches b, clock c
    where b.requested_at > c.now - interval '1 hour'
  ),
  calls as (
    -- A business that was ordered and is not called after all costs nobody anything. In place of a refused row another waits.
    select a.user_id from public.attempts a, clock c
    where a.created_at >= c.day and a.number = 1 and a.outcome is distinct from 'refused'
      and (a.status <> 'settled' or a.dialing_at is not null)
    union all
    select null from public.deleted_dials d, clock c where d.dialed_at >= c.day and d.number = 1
  ),
  charges as (
    select a.user_id, a.charge_usd from public.attempts a, clock c where coalesce(a.dialing_at, a.claimed_at) >= c.day and a.charge_usd > 0
    union all
    select null, d.charge_usd from public.deleted_dials d, clock c where d.dialed_at >= c.day
  ),
  scopes as (
    select 'person' as scope, p_user_id as user_id, l.batches_per_hour, l.calls_per_day, l.usd_per_day, l.providers_per_batch
    from (select) one left join public.person_limits l on l.user_id = p_user_id
    union all
    select 'deployment', null, null, null, null, null
  )
  select s.scope, u.kind, u.used, coalesce(u.own, public.limit_in(p_rails, 'limits', s.scope, u.name)), u.resets_at
  from scopes s, clock c, lateral (
    select 'batches_per_hour' as kind, 'batchesPerHour' as name, s.batches_per_hour as own, count(*)::numeric as used,
      coalesce(min(b.requested_at), c.now) + interval '1 hour' as resets_at
    from batches b where b.user_id = s.user_id or s.user_id is null
    union all
    select 'calls_per_day', 'callsPerDay', s.calls_per_day, count(*), c.next_day
    from calls k where k.user_id = s.user_id or s.user_id is null
    union all
    select 'usd_per_day', 'usdPerDay', s.usd_per_day, coalesce(sum(x.charge_usd), 0), c.next_day
    from charges x where x.user_id = s.user_id or s.user_id is null
    union all
    select 'providers_per_batch', 'providersPerBatch', s.providers_per_batch, 0, null where s.scope = 'person'
  ) u;
$$;
comment on function public.list_usage is
  'What a person, and the whole deployment, has used of each limit and when it resets. The day is that of UTC. Shown before calling, and checked when a batch is ordered.';

create function public.find_limit(p_user_id uuid, p_rails jsonb, p_providers integer, p_is_stored boolean) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'scope', u.scope, 'kind', u.kind, 'used', u.counted, 'most', u.most, 'asked', p_providers, 'resetsAt', u.resets_at
  )
  from (
    select l.*, l.used + case
      when p_is_stored then 0
      when l.kind = 'batches_per_hour' then 1
      when l.kind = 'calls_per_day' then p_providers
      else 0
    end as counted
    from public.list_usage(p_user_id, p_rails) l
  ) u
  where case u.kind
    when 'providers_per_batch' then p_providers > u.most
    -- Money that is spent to the last cent buys no call.
    when 'usd_per_day' then u.counted >= u.most
    else u.counted > u.most
  end
  -- A list that is too long never fits; of the others the one that lasts longest, as waiting for less would be in vain.
  order by u.resets_at desc nulls first, u.scope desc
  limit 1;
$$;
comment on function public.find_limit is
  'The limit that an order of so many providers exceeds, once it is stored and so counted, or before; null when it fits.';

create function public.describe_allowance(p_user_id uuid, p_rails jsonb, p_providers integer) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'businessesLeft', (
      select nullif(greatest(min(u.most - u.used), 0), 'Infinity')
      from public.list_usage(p_user_id, p_rails) u
      where u.kind in ('calls_per_day', 'providers_per_batch')
    ),
    'limit', public.find_limit(p_user_id, p_rails, p_providers, false)
  );
$$;
comment on function public.describe_allowance is 'What limits leave of an order of so many providers, before it is given.';

create function public.require_caller(p_user_id uuid, p_rails jsonb) returns void
language plpgsql stable security invoker set search_path = ''
as $$
begin
  if public.may_call(p_user_id, p_rails) is not true then
    raise sqlstate 'PT403' using message = 'not_invited',
      detail = 'Calls can be made here by invitation only, and your address is not on the list.',
      hint = 'Ask whoever runs this site to invite you.';
  end if;
end;
$$;
comment on function public.require_caller is 'PT403 for somebody who may not order calls here.';

create function public.check_limits(p_user_id uuid, p_rails jsonb, p_providers integer) returns void
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_limit jsonb;
begin
  -- To the end of the transaction: of two orders at once, the second counts the first.
  perform pg_advisory_xact_lock(7464647);
  v_limit := public.find_limit(p_user_id, p_rails, p_providers, true);
  if v_limit is not null then
    raise sqlstate 'PT429' using message = 'limit_reached', detail = v_limit::text;
  end if;
end;
$$;
comment on function public.check_limits is
  'Called once an order of so many providers is stored, and so counted: PT429 with the limit that it exceeds, as JSON, undoes it.';

-- Definer: on hosted projects the service role may not read auth.users.
create function public.set_person_limits(p_email text, p_limits jsonb) returns boolean
language sql volatile security definer set search_path = ''
as $$
  with stored as (
    insert into public.person_limits (user_id, batches_per_hour, calls_per_day, usd_per_day, providers_per_batch)
    select u.id, l.* from auth.users u,
      jsonb_to_record(p_limits) as l("batchesPerHour" integer, "callsPerDay" integer, "usdPerDay" numeric, "providersPerBatch" integer)
    where lower(u.email) = lower(p_email)
    on conflict (user_id) do update set batches_per_hour = excluded.batches_per_hour, calls_per_day = excluded.calls_per_day,
      usd_per_day = excluded.usd_per_day, providers_per_batch = excluded.providers_per_batch
    returning 1
  )
  select exists (select 1 from stored);
$$;
comment on function public.set_person_limits is
  'Sets all limits of one person; those left out are the deployment''s again. False when nobody has that address.';
