-- Creating a batch: everything or nothing in one transaction, one statement per table however many providers there are,
-- and a body sent twice answers the same batch. Calling again is a new batch over providers of an ended one.

create function public.describe_batch(p_batch_id uuid, p_replayed boolean) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'executionId', b.id,
    'serviceRequestId', b.service_request_id,
    'replayed', p_replayed,
    'providers', (
      select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'phone', p.phone) order by a.position)
      from public.attempts a
      join public.providers p on p.id = a.provider_id
      where a.batch_id = b.id and a.number = 1 and a.refusals = 0
    )
  )
  from public.batches b
  where b.id = p_batch_id;
$$;
comment on function public.describe_batch is 'The answer to the request that created the batch; a replay of its key gets the same.';

create function public.find_replay(p_user_id uuid, p_idempotency_key text, p_fingerprint text) returns uuid
language plpgsql stable security invoker set search_path = ''
as $$
declare
  v_batch record;
begin
  if p_idempotency_key is not null then
    select b.id, b.fingerprint into v_batch from public.batches b
    where b.user_id = p_user_id and b.idempotency_key = p_idempotency_key;
    if v_batch.fingerprint <> p_fingerprint then
      raise sqlstate 'PT422' using message = 'idempotency_key_reused',
        detail = 'This Idempotency-Key was used before with another body.',
        hint = 'Send the first body again, or use a new key for a new batch.';
    end if;
    if v_batch.id is not null then
      return v_batch.id;
    end if;
  end if;
  select b.id into v_batch from public.batches b
  where b.user_id = p_user_id and b.fingerprint = p_fingerprint and b.ended_at is null;
  return v_batch.id;
end;
$$;
comment on function public.find_replay is
  'The batch that an equal earlier request created: by its key forever, and by an equal body, under any key, while that batch is open. PT422 for a key that meant another body.';

create function public.resolve_conflict(p_user_id uuid, p_idempotency_key text, p_fingerprint text, p_constraint text)
returns uuid
language plpgsql stable security invoker set search_path = ''
as $$
declare
  v_batch_id uuid;
begin
  -- An equal order that was taken meanwhile is this one, no matter which constraint spoke first.
  v_batch_id := public.find_replay(p_user_id, p_idempotency_key, p_fingerprint);
  if v_batch_id is null
    and p_constraint in ('batches_one_open_per_request', 'batches_one_open_per_body', 'attempts_one_open_per_provider')
  then
    raise sqlstate 'PT409' using message = 'batch_open',
      detail = 'Calls for this service request are still being made.',
      hint = 'Wait until they end or cancel them, then call again.';
  end if;
  return v_batch_id;
end;
$$;
comment on function public.resolve_conflict is
  'What a unique constraint means that a new batch ran into: the batch of an equal order, PT409 while the request is being called, or null for a constraint of something else.';

create function public.is_known_time_zone(p_zone text) returns boolean
language plpgsql stable security invoker set search_path = ''
as $$
begin
  perform now() at time zone p_zone;
  return true;
exception when invalid_parameter_value then
  return false;
end;
$$;

create function public.list_unknown_time_zones(p_zones text[]) returns text[]
language sql stable security invoker set search_path = ''
as $$
  select coalesce(array_agg(distinct zone order by zone), '{}') from unnest(p_zones) as zone where not public.is_known_time_zone(zone);
$$;
comment on function public.list_unknown_time_zones is
  'Those of these zones that this server has no rules for: calling hours cannot be read in them.';

create function public.require_time_zones(p_providers jsonb) returns void
language plpgsql stable security invoker set search_path = ''
as $$
declare
  v_unknown constant text[] := public.list_unknown_time_zones(array(
    select distinct zone from jsonb_array_elements(p_providers) as p, jsonb_array_elements_text(p -> 'time_zones') as zone
  ));
begin
  if v_unknown <> '{}' then
    raise sqlstate 'PT422' using message = 'invalid_body',
      detail = format('The database has no rules for the time zone %s.', array_to_string(v_unknown, ', ')),
      hint = 'State the zone by its current name, such as America/New_York.';
  end if;
end;
$$;
comment on function public.require_time_zones is
  'PT422 for a list with a zone that this server does not know: a claim that met it would fail for everybody.';

create function public.start_batch(
  p_user_id uuid,
  p_idempotency_key text,
  p_fingerprint text,
  p_service_request_id uuid,
  p_service_request jsonb,
  p_providers jsonb,
  p_options jsonb,
  p_rails jsonb
) returns jsonb
language plpgsql security invoker set search_path = ''
as $$
declare
  v_batch_id uuid;
  v_request_id uuid := p_service_request_id;
  v_constraint text;
begin
  v_batch_id := public.find_replay(p_user_id, p_idempotency_key, p_fingerprint);
  if v_batch_id is not null then
    return public.describe_batch(v_batch_id, true);
  end if;

  perform public.require_caller(p_user_id, p_rails);
  perform public.require_time_zones(p_providers);

  -- The sub-transaction undoes the request row too when two equal bodies arrive at once and this one loses.
  begin
    if v_request_id is null then
      insert into public.service_requests (
        user_id, title, service_needed, description, location, criteria, urgency, client_name, client_address
      )
      select p_user_id, r.title, r.service_needed, r.description, r.location, coalesce(r.criteria, '{}'), r.urgency,
        r.client_name, r.client_address
      from jsonb_to_record(p_service_request) as r(
        title text, service_needed text, description text, location text, criteria text[], urgency public.urgency,
        client_name text, client_address text
      )
      returning id into v_request_id;
    else
      perform 1 from public.service_requests r where r.id = v_request_id and r.user_id = p_user_id;
      if not found then
        raise sqlstate 'PT404' using message = 'service_request_not_found';
      end if;
    end if;

    insert into public.batches (
      service_request_id, user_id, idempotency_key, fingerprint, max_attempts, retry_delay_seconds, max_call_seconds,
      time_zone, calling_hours, consent_basis, cap_usd
    )
    select v_request_id, p_user_id, p_idempotency_key, p_fingerprint, o.max_attempts, o.retry_delay_seconds,
      o.max_call_seconds, o.time_zone, o.calling_hours, coalesce(o.consent_basis, 'listed_publicly'), o.cap_usd
    from jsonb_to_record(p_options) as o(
      max_attempts smallint, retry_delay_seconds integer, max_call_seconds integer, time_zone text, calling_hours jsonb,
      consent_basis public.consent_basis, cap_usd numeric
    )
    returning id into v_batch_id;

    with listed as (
      select l.position - 1 as position, p.*
      from jsonb_array_elements(p_providers) with ordinality as l(value, position),
        jsonb_to_record(l.value) as p(
          id uuid, name text, also_known_as text[], phone text, phone_extension text, phone_as_written text, country text,
          time_zones text[]
        )
    ),
    stored as (
      insert into public.providers as existing (
        id, service_request_id, user_id, position, name, also_known_as, phone, phone_extension, phone_as_written,
        country, time_zones
      )
      select coalesce(l.id, gen_random_uuid()), v_request_id, p_user_id, l.position, l.name,
        coalesce(l.also_known_as, '{}'), l.phone, l.phone_extension, l.phone_as_written, l.country, l.time_zones
      from listed l
      on conflict on constraint providers_phone_once do update
        set name = excluded.name, also_known_as = excluded.also_known_as, phone_extension = excluded.phone_extension,
          phone_as_written = excluded.phone_as_written, country = excluded.country, time_zones = excluded.time_zones
      returning existing.id, existing.phone
    )
    insert into public.attempts (batch_id, provider_id, service_request_id, user_id, phone, number, position)
    select v_batch_id, s.id, v_request_id, p_user_id, s.phone, 1, l.position
    from stored s
    join listed l on l.phone = s.phone;
    perform public.require_cap(v_batch_id, p_rails);
    perform public.check_limits(p_user_id, p_rails, jsonb_array_length(p_providers));
  exception when unique_violation then
    get stacked diagnostics v_constraint = constraint_name;
    v_batch_id := public.resolve_conflict(p_user_id, p_idempotency_key, p_fingerprint, v_constraint);
    if v_batch_id is not null then
      return public.describe_batch(v_batch_id, true);
    elsif v_constraint = 'providers_pkey' then
      raise sqlstate 'PT422' using message = 'provider_id_taken',
        detail = 'A provider id in the list already belongs to another provider.',
        hint = 'Leave the ids out, or use new UUIDs.';
    end if;
    raise;
  end;

  return public.describe_batch(v_batch_id, false);
end;
$$;
comment on function public.start_batch is
  'Creates or replays a batch; its providers are queued when this returns. Errors: PT404 foreign or missing request, PT409 request still being called, PT422 key reused, provider id taken, or a time zone unknown here.';

create function public.list_last_calls(p_batch_id uuid)
returns table (provider_id uuid, "position" integer, outcome public.attempt_outcome, obstacle text)
language sql stable security invoker set search_path = ''
as $$
  select shown.provider_id, shown.position, shown.outcome, case
    when shown.batch_id <> p_batch_id and shown.created_at < b.requested_at then 'Answered before'
    when shown.batch_id <> p_batch_id then 'Called again since'
    -- Found alive after it was given up as unknown; it may go on for its own limit and the ringing before.
    when shown.outcome = 'unknown' and shown.call_id is not null and shown.ended_at is null
      and shown.called_at > clock_timestamp() - make_interval(secs => b.max_call_seconds + 120) then 'Still on the phone'
  end
  from public.batches b
  cross join lateral (select (s.attempt).* from public.shown_attempts(b.service_request_id) s) shown
  where b.id = p_batch_id
    and exists (select 1 from public.attempts a where a.batch_id = b.id and a.provider_id = shown.provider_id);
$$;
comment on function public.list_last_calls is
  'The providers of a batch as pages show them, and why one of them cannot be called again from this batch, if so.';

create function public.describe_unretryable(p_batch_id uuid, p_outcomes public.attempt_outcome[], p_provider_ids uuid[])
returns text
language sql stable security invoker set search_path = ''
as $$
  with wanted as (
    select w.id, p.name, row_number() over (partition by p.problem order by p.name, w.id) as nth, p.problem
    from unnest(p_provider_ids) as w(id)
    -- An id of somebody else's provider and one that never was read alike.
    left join public.list_last_calls(p_batch_id) l on l.provider_id = w.id
    left join public.providers known on known.id = l.provider_id
    cross join lateral (
      select known.name, case
        when l.provider_id is null then 'Not of this batch'
        when l.obstacle is not null then l.obstacle
        when p_outcomes is not null and l.outcome <> all (p_outcomes) then 'Came out otherwise'
      end as problem
    ) p
    where p.problem is not null
  ),
  -- Three names of each kind tell which list is meant; a thousand would fill the answer.
  told as (
    select w.problem, count(*) as total, string_agg(left(coalesce(w.name, w.id::text), 60), ', ' order by w.nth)
      filter (where w.nth <= 3) as names
    from wanted w group by w.problem
  )
  select string_agg(
    format('%s: %s%s.', t.problem, t.names,
      case when t.total > 3 then format(' and %s more', t.total - 3) else '' end),
    ' ' order by t.problem
  )
  from told t;
$$;
comment on function public.describe_unretryable is
  'Which of the chosen providers cannot be called again from this batch, and why, in words. Null when all of them can.';

create function public.retry_batch(
  p_user_id uuid,
  p_batch_id uuid,
  p_idempotency_key text,
  p_fingerprint text,
  p_outcomes public.attempt_outcome[],
  p_provider_ids uuid[],
  p_cap_usd numeric,
  p_rails jsonb
) returns jsonb
language plpgsql security invoker set search_path = ''
as $$
declare
  v_old public.batches;
  v_batch_id uuid;
  v_constraint text;
  v_unretryable text;
  v_providers integer;
begin
  v_batch_id := public.find_replay(p_user_id, p_idempotency_key, p_fingerprint);
  if v_batch_id is not null then
    return public.describe_batch(v_batch_id, true);
  end if;
  perform public.require_caller(p_user_id, p_rails);
  select * into v_old from public.batches b where b.id = p_batch_id and b.user_id = p_user_id;
  if not found then
    raise sqlstate 'PT404' using message = 'batch_not_found';
  end if;
  if v_old.ended_at is null then
    raise sqlstate 'PT409' using message = 'batch_open',
      detail = 'Calls of this batch are still being made.',
      hint = 'Wait until they end or cancel them, then call again.';
  end if;

  begin
    insert into public.batches (
      service_request_id, user_id, idempotency_key, fingerprint, max_attempts, retry_delay_seconds, max_call_seconds,
      time_zone, calling_hours, consent_basis, cap_usd
    ) values (
      v_old.service_request_id, p_user_id, p_idempotency_key, p_fingerprint, v_old.max_attempts, v_old.retry_delay_seconds,
      v_old.max_call_seconds, v_old.time_zone, v_old.calling_hours, v_old.consent_basis,
      coalesce(p_cap_usd, v_old.cap_usd)
    ) returning id into v_batch_id;

    -- A provider chosen by name is called or the whole order is refused: a part of it would be a surprise.
    v_unretryable := public.describe_unretryable(p_batch_id, p_outcomes, p_provider_ids);
    if v_unretryable is not null then
      raise sqlstate 'PT409' using message = 'provider_not_retryable',
        detail = 'Nobody is called. ' || v_unretryable,
        hint = 'Name the batch of their latest call, or leave them out.';
    end if;

    -- A provider that a later batch has phoned is not phoned again by mistake.
    insert into public.attempts (batch_id, provider_id, service_request_id, user_id, phone, number, position)
    select v_batch_id, last.provider_id, v_old.service_request_id, p_user_id, p.phone, 1, last.position
    from public.list_last_calls(p_batch_id) last
    join public.providers p on p.id = last.provider_id
    where last.obstacle is null
      and (p_outcomes is null or last.outcome = any (p_outcomes))
      and (p_provider_ids is null or last.provider_id = any (p_provider_ids));
    if not found then
      raise sqlstate 'PT409' using message = 'nothing_to_retry',
        detail = 'No provider of this batch came out like that, or all of them have been called again since.';
    end if;
    get diagnostics v_providers = row_count;
    perform public.require_cap(v_batch_id, p_rails);
    perform public.check_limits(p_user_id, p_rails, v_providers);
  exception when unique_violation then
    get stacked diagnostics v_constraint = constraint_name;
    v_batch_id := public.resolve_conflict(p_user_id, p_idempotency_key, p_fingerprint, v_constraint);
    if v_batch_id is not null then
      return public.describe_batch(v_batch_id, true);
    end if;
    raise;
  end;

  return public.describe_batch(v_batch_id, false);
end;
$$;
comment on function public.retry_batch is
  'A new batch over the providers of an ended batch: those with the chosen outcomes (null: any), of the chosen providers (null: all). Errors: PT404 foreign or missing batch, PT409 still open, nobody to call, or a chosen provider that cannot be called, PT422 key reused.';
