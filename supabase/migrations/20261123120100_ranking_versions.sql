-- Rankings compare the sum of the row versions of a request, and no longer the highest. Versions are drawn when a row is
-- written and seen when it is committed, so a change may become visible behind a higher one that was read before: the
-- highest stayed the same, and a ranking without that change was stored as current. Each change raises the sum.
--
-- Code that runs while this is applied may bring a highest version that it read before. It equals no sum of two or more,
-- so the ranking is refused and made again, by the sweep at the latest; for a request of one attempt both are the same.

create or replace function public.list_final_answers(p_batch_id uuid) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'batchId', b.id, 'serviceRequestId', b.service_request_id, 'userId', b.user_id, 'ended', b.ended_at is not null,
    'criteria', to_jsonb(r.criteria),
    -- The sum and not the highest: a lower version may be committed after a higher one was read, and any change raises it.
    'version', (select sum(a.version)::bigint from public.attempts a where a.service_request_id = b.service_request_id),
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
        join public.providers p on p.id = last.provider_id
      ),
      '[]'::jsonb
    )
  )
  from public.batches b
  join public.service_requests r on r.id = b.service_request_id
  where b.id = p_batch_id;
$$;
comment on function public.list_final_answers is 'The attempt that speaks for every provider of the request, also of those an earlier batch reached: what the ranking is made from.';

create or replace function public.finish_batch(p_batch_id uuid, p_result jsonb, p_version bigint) returns boolean
language plpgsql volatile security invoker set search_path = ''
as $$
begin
  -- A correction takes the same lock, so none can come between the comparison and the write.
  perform 1 from public.batches b where b.id = p_batch_id for update;
  update public.batches b set result = p_result, finished_at = clock_timestamp()
  where b.id = p_batch_id and b.ended_at is not null
    and p_version = (select sum(a.version) from public.attempts a where a.service_request_id = b.service_request_id);
  return found;
end;
$$;
comment on function public.finish_batch is 'Stores the ranking of an ended batch. False while the batch is open, and when an attempt has changed since the answers were read (p_version): rank again.';

revoke execute on function public.list_final_answers(uuid), public.finish_batch(uuid, jsonb, bigint)
  from public, anon, authenticated;
grant execute on function public.list_final_answers(uuid), public.finish_batch(uuid, jsonb, bigint) to service_role;
