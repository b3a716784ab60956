-- Creating a batch: everything or nothing in one transaction, one statement per table whatever the number of
-- providers, and a body sent twice answers the same batch.

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
      where a.batch_id = b.id and a.number = 1
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
  'The batch that an equal earlier request created: by its key for ever, and by an equal body, whatever its key, while that batch is open. PT422 for a key that meant another body.';

create function public.resolve_conflict(p_user_id uuid, p_idempotency_key text, p_fingerprint text, p_constraint text)
returns uuid
language plpgsql stable security invoker set search_path = ''
as $$
declare
  v_batch_id uuid;
begin
  -- Whichever constraint spoke first: an equal order that was taken meanwhile is this one.
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

create function public.start_batch(
  p_user_id uuid,
  p_idempotency_key text,
  p_fingerprint text,
  p_service_request_id uuid,
  p_service_request jsonb,
  p_providers jsonb,
  p_options jsonb
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
      time_zone
    )
    select v_request_id, p_user_id, p_idempotency_key, p_fingerprint, o.max_attempts, o.retry_delay_seconds,
      o.max_call_seconds, o.time_zone
    from jsonb_to_record(p_options) as o(
      max_attempts smallint, retry_delay_seconds integer, max_call_seconds integer, time_zone text
    )
    returning id into v_batch_id;

    with listed as (
      select l.position - 1 as position, p.*
      from jsonb_array_elements(p_providers) with ordinality as l(value, position),
        jsonb_to_record(l.value) as p(
          id uuid, name text, also_known_as text[], phone text, phone_extension text, phone_as_written text
        )
    ),
    stored as (
      insert into public.providers as existing (
        id, service_request_id, user_id, position, name, also_known_as, phone, phone_extension, phone_as_written
      )
      select coalesce(l.id, gen_random_uuid()), v_request_id, p_user_id, l.position, l.name,
        coalesce(l.also_known_as, '{}'), l.phone, l.phone_extension, l.phone_as_written
      from listed l
      on conflict on constraint providers_phone_once do update
        set name = excluded.name, also_known_as = excluded.also_known_as, phone_extension = excluded.phone_extension,
          phone_as_written = excluded.phone_as_written
      returning existing.id, existing.phone
    )
    insert into public.attempts (batch_id, provider_id, service_request_id, user_id, number, position)
    select v_batch_id, s.id, v_request_id, p_user_id, 1, l.position
    from stored s
    join listed l on l.phone = s.phone;
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
  'Creates or replays a batch; its providers are queued when this returns. Errors: PT404 foreign or missing request, PT409 request still being called, PT422 key reused or provider id taken.';

revoke execute on function
  public.describe_batch(uuid, boolean), public.find_replay(uuid, text, text), public.resolve_conflict(uuid, text, text, text),
  public.start_batch(uuid, text, text, uuid, jsonb, jsonb, jsonb)
  from public, anon, authenticated;
grant execute on function
  public.describe_batch(uuid, boolean), public.find_replay(uuid, text, text), public.resolve_conflict(uuid, text, text, text),
  public.start_batch(uuid, text, text, uuid, jsonb, jsonb, jsonb)
  to service_role;
