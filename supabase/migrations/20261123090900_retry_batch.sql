-- Calling again, because a person asked: a new batch over the providers of an ended one whose calls came out as chosen.

create function public.retry_batch(
  p_user_id uuid,
  p_batch_id uuid,
  p_idempotency_key text,
  p_fingerprint text,
  p_outcomes public.attempt_outcome[]
) returns jsonb
language plpgsql security invoker set search_path = ''
as $$
declare
  v_old public.batches;
  v_batch_id uuid;
  v_constraint text;
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
      service_request_id, user_id, idempotency_key, fingerprint, max_attempts, retry_delay_seconds, max_call_seconds
    ) values (
      v_old.service_request_id, p_user_id, p_idempotency_key, p_fingerprint, v_old.max_attempts, v_old.retry_delay_seconds,
      v_old.max_call_seconds
    ) returning id into v_batch_id;

    -- Only those whose latest call is of this batch: whoever a later batch reached is not phoned again by mistake.
    insert into public.attempts (batch_id, provider_id, service_request_id, user_id, number, position)
    select v_batch_id, last.provider_id, v_old.service_request_id, p_user_id, 1, last.position
    from (
      select distinct on (a.provider_id) a.provider_id, a.batch_id, a.outcome, a.position
      from public.attempts a where a.service_request_id = v_old.service_request_id
      order by a.provider_id, a.created_at desc, a.number desc
    ) last
    where last.batch_id = p_batch_id and last.outcome = any (p_outcomes);
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
  'A new batch over the providers of an ended batch with the chosen outcomes. Errors: PT404 foreign or missing batch, PT409 still open or nobody to call, PT422 key reused.';

revoke execute on function public.retry_batch(uuid, uuid, text, text, public.attempt_outcome[]) from public, anon, authenticated;
grant execute on function public.retry_batch(uuid, uuid, text, text, public.attempt_outcome[]) to service_role;
