-- Calling again, because a person asked: a new batch over the providers of an ended one, chosen by how their calls came
-- out, by name, or by both.

create function public.list_last_calls(p_batch_id uuid)
returns table (provider_id uuid, "position" integer, outcome public.attempt_outcome, obstacle text)
language sql stable security invoker set search_path = ''
as $$
  select shown.provider_id, shown.position, shown.outcome, case
    when shown.batch_id <> p_batch_id and shown.created_at < b.requested_at then 'Answered before'
    when shown.batch_id <> p_batch_id then 'Called again since'
    -- Found alive after it was given up as unknown; the longest it may go on is its own limit and the ringing before.
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
  p_provider_ids uuid[]
) returns jsonb
language plpgsql security invoker set search_path = ''
as $$
declare
  v_old public.batches;
  v_batch_id uuid;
  v_constraint text;
  v_unretryable text;
begin
  v_batch_id := public.find_replay(p_user_id, p_idempotency_key, p_fingerprint);
  if v_batch_id is not null then
    return public.describe_batch(v_batch_id, true);
  end if;
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
      time_zone
    ) values (
      v_old.service_request_id, p_user_id, p_idempotency_key, p_fingerprint, v_old.max_attempts, v_old.retry_delay_seconds,
      v_old.max_call_seconds, v_old.time_zone
    ) returning id into v_batch_id;

    -- Somebody chosen by name is called or the whole order is refused: a part of it would be a surprise.
    v_unretryable := public.describe_unretryable(p_batch_id, p_outcomes, p_provider_ids);
    if v_unretryable is not null then
      raise sqlstate 'PT409' using message = 'provider_not_retryable',
        detail = 'Nobody is called. ' || v_unretryable,
        hint = 'Name the batch of their latest call, or leave them out.';
    end if;

    -- Whoever a later batch has phoned is not phoned again by mistake.
    insert into public.attempts (batch_id, provider_id, service_request_id, user_id, number, position)
    select v_batch_id, last.provider_id, v_old.service_request_id, p_user_id, 1, last.position
    from public.list_last_calls(p_batch_id) last
    where last.obstacle is null
      and (p_outcomes is null or last.outcome = any (p_outcomes))
      and (p_provider_ids is null or last.provider_id = any (p_provider_ids));
    if not found then
      raise sqlstate 'PT409' using message = 'nothing_to_retry',
        detail = 'No provider of this batch came out like that, or all of them have been called again since.';
    end if;
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

revoke execute on function
  public.list_last_calls(uuid), public.describe_unretryable(uuid, public.attempt_outcome[], uuid[]),
  public.retry_batch(uuid, uuid, text, text, public.attempt_outcome[], uuid[])
  from public, anon, authenticated;
grant execute on function
  public.list_last_calls(uuid), public.describe_unretryable(uuid, public.attempt_outcome[], uuid[]),
  public.retry_batch(uuid, uuid, text, text, public.attempt_outcome[], uuid[])
  to service_role;
