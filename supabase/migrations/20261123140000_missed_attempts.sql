-- A further try that waits says why it does: each provider of a snapshot also has "missed", the outcome, detail and time of
-- the attempt before the one that waits, null otherwise. Before, a page that was opened in between knew only that one
-- follows. The rest of the function is as it was released, and a reader that does not know the new key is not disturbed.

create or replace function public.get_request_snapshot(p_service_request_id uuid) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'serviceRequest', jsonb_build_object(
      'id', r.id, 'title', r.title, 'serviceNeeded', r.service_needed, 'description', r.description,
      'location', r.location, 'criteria', to_jsonb(r.criteria), 'urgency', r.urgency, 'clientName', r.client_name,
      'clientAddress', r.client_address, 'createdAt', r.created_at
    ),
    'batch', (
      select jsonb_build_object(
        'executionId', b.id, 'status', b.status, 'requestedAt', b.requested_at, 'startedAt', b.started_at,
        'cancelRequestedAt', b.cancel_requested_at, 'endedAt', b.ended_at, 'faultCode', b.fault_code,
        'faultMessage', b.fault_message, 'maxAttempts', b.max_attempts, 'retryDelaySeconds', b.retry_delay_seconds,
        'result', b.result,
        'isRetry', exists (
          select 1 from public.batches before
          where before.service_request_id = r.id and before.requested_at < b.requested_at
        )
      )
      from public.batches b where b.service_request_id = r.id order by b.requested_at desc limit 1
    ),
    'providers', coalesce(
      (
        select jsonb_agg(
          jsonb_build_object(
            'id', p.id, 'name', p.name, 'phone', p.phone, 'phoneExtension', p.phone_extension, 'alsoKnownAs', to_jsonb(p.also_known_as),
            'attempt', public.describe_attempt(s.attempt, s.shown_version),
            'earlier', case when said.provider_id is not null then public.describe_attempt(said.attempt, (said.attempt).version) end,
            'missed', case when missed.id is not null then jsonb_build_object(
              'outcome', missed.outcome, 'detail', missed.detail, 'endedAt', coalesce(missed.ended_at, missed.settled_at)
            ) end
          )
          order by p.position, p.created_at, p.id
        )
        from public.shown_attempts(r.id) s
        join public.providers p on p.id = (s.attempt).provider_id
        -- While somebody who answered is called again, the answer stands beside the call that goes on.
        left join (
          select distinct on (a.provider_id) a.provider_id, a as attempt
          from public.attempts a
          where a.service_request_id = r.id and a.outcome = 'completed' and a.result is not null
          order by a.provider_id, a.created_at desc, a.number desc
        ) said on said.provider_id = p.id and (s.attempt).status <> 'settled'
        -- Why a further try waits: the one before it, found by its unique key.
        left join public.attempts missed on (s.attempt).status in ('queued', 'claimed')
          and missed.batch_id = (s.attempt).batch_id and missed.provider_id = p.id
          and missed.number = (s.attempt).number - 1
      ),
      '[]'::jsonb
    ),
    'version', greatest(
      (select max(a.version) from public.attempts a where a.service_request_id = r.id),
      (select max(b.version) from public.batches b where b.service_request_id = r.id)
    )
  )
  from public.service_requests r
  where r.id = p_service_request_id;
$$;
comment on function public.get_request_snapshot is
  'One request with its latest batch and, per provider, the attempt that speaks for it; while that one goes on, also the latest that brought an answer, and while a further try waits what became of the one before. Null when the reader may not see it. Transcripts are read one at a time: get_attempt_story.';

revoke execute on function public.get_request_snapshot(uuid) from public, anon;
grant execute on function public.get_request_snapshot(uuid) to authenticated, service_role;
