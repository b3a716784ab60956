-- What pages and API clients read. Each function names the owner: by default the person whose access token it is called
-- with, to whom row level security shows nothing else in any case. A program with an API key has no such token; for it the
-- product asks, and says in whose name.

create function public.describe_attempt(p_attempt public.attempts, p_version bigint) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'id', p_attempt.id, 'executionId', p_attempt.batch_id, 'number', p_attempt.number, 'status', p_attempt.status,
    'outcome', p_attempt.outcome, 'notBefore', p_attempt.not_before, 'holdCode', p_attempt.hold_code,
    'refusals', p_attempt.refusals,
    'dialingAt', p_attempt.dialing_at, 'calledAt', p_attempt.called_at, 'ringingAt', p_attempt.ringing_at,
    'answeredAt', p_attempt.answered_at, 'endedAt', p_attempt.ended_at, 'settledAt', p_attempt.settled_at,
    'endedReason', p_attempt.ended_reason, 'detail', p_attempt.detail, 'failureMessage', p_attempt.failure_message,
    'humanHeard', p_attempt.human_heard, 'talkSeconds', p_attempt.talk_seconds, 'costUsd', p_attempt.cost_usd,
    'result', p_attempt.result, 'summary', p_attempt.summary, 'version', p_version
  );
$$;
comment on function public.describe_attempt is
  'An attempt as pages and API clients read it: without the conversation. The version is the reader''s to choose, as the attempt that speaks for a provider carries the highest of all its attempts.';

create function public.get_request_snapshot(p_service_request_id uuid, p_user_id uuid default auth.uid()) returns jsonb
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
        'faultMessage', b.fault_message,
        -- A hold whose time has come is asked about with the next claim; until then it is none.
        'holdCode', case when b.hold_until > clock_timestamp() and b.ended_at is null then b.hold_code end,
        'holdUntil', case when b.hold_until > clock_timestamp() and b.ended_at is null then b.hold_until end,
        'capUsd', b.cap_usd, 'spentUsd', spending.spent, 'reservedUsd', spending.set_aside, 'maxAttempts', b.max_attempts, 'retryDelaySeconds', b.retry_delay_seconds,
        'result', b.result, 'callingHours', b.calling_hours, 'consentBasis', b.consent_basis,
        'isRetry', exists (
          select 1 from public.batches before
          where before.service_request_id = r.id and before.requested_at < b.requested_at
        )
      )
      from public.batches b cross join lateral public.sum_charges(b.id, null) spending
      where b.service_request_id = r.id order by b.requested_at desc limit 1
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
        -- By request as well: by id alone, all providers of the person are read.
        join public.providers p on p.id = (s.attempt).provider_id and p.service_request_id = r.id
        -- While somebody who answered is called again, the answer stands beside the call that goes on.
        left join (
          select distinct on (a.provider_id) a.provider_id, a as attempt
          from public.attempts a
          where a.service_request_id = r.id and a.outcome = 'completed' and a.result is not null
          order by a.provider_id, a.created_at desc, a.number desc
        ) said on said.provider_id = p.id and (s.attempt).status <> 'settled'
        -- Why a further try waits: the one before it.
        left join lateral (
          select a.* from public.attempts a
          where a.batch_id = (s.attempt).batch_id and a.provider_id = p.id and a.number = (s.attempt).number - 1
            and a.outcome is distinct from 'refused' and (s.attempt).status in ('queued', 'claimed')
          order by a.refusals desc
          limit 1
        ) missed on true
      ),
      '[]'::jsonb
    ),
    'version', greatest(
      (
        select max(a.version) from public.attempts a
        where a.service_request_id = r.id and a.outcome is distinct from 'refused'
      ),
      (select max(b.version) from public.batches b where b.service_request_id = r.id)
    )
  )
  from public.service_requests r
  where r.id = p_service_request_id and r.user_id = p_user_id;
$$;
comment on function public.get_request_snapshot is
  'One request with its latest batch and, per provider, the attempt that speaks for it; while that one goes on, also the latest that brought an answer, and while a further try waits what became of the one before. Null when it is not that person''s. Transcripts are read one at a time: get_attempt_story.';

create function public.list_request_summaries(p_limit integer, p_query text default null) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(s) order by s."createdAt" desc), '[]'::jsonb)
  from (
    select r.id, r.title, r.service_needed as "serviceNeeded", r.location, r.created_at as "createdAt",
      b.id as "executionId", b.status, b.ended_at as "endedAt", b.fault_code as "faultCode",
      exists (
        select 1 from public.batches before
        where before.service_request_id = r.id and before.requested_at < b.requested_at
      ) as "isRetry",
      coalesce(c.total, 0) as total, coalesce(c.settled, 0) as settled, coalesce(c.reached, 0) as reached,
      coalesce(c.on_phone, 0) as "onPhone",
      (
        select p.name
        from jsonb_array_elements(b.result -> 'ranked') as entry
        join public.providers p on p.id = (entry ->> 'providerId')::uuid
        where (entry ->> 'rank')::integer = 1
          -- Everybody who answered has a rank; only an offer is worth a name in a list.
          and exists (
            select 1 from public.attempts a
            where a.provider_id = p.id and a.outcome = 'completed' and a.result ->> 'availability' = 'available'
              and (a.result #>> '{confirmed,availability}')::boolean
          )
        limit 1
      ) as "bestName"
    from public.service_requests r
    left join lateral (
      select * from public.batches b where b.service_request_id = r.id order by b.requested_at desc limit 1
    ) b on true
    left join lateral (
      select count(*) as total, count(*) filter (where last.status = 'settled') as settled,
        count(*) filter (where last.outcome = 'completed') as reached,
        count(*) filter (where last.status in ('dialing', 'in_progress')) as on_phone
      from (select (s.attempt).status, (s.attempt).outcome from public.shown_attempts(r.id) s) last
    ) c on true
    -- Named, so that the index serves: row level security compares the same column.
    where r.user_id = (select auth.uid())
      -- position() knows no wildcards, so that a query with % or _ means just that. No query has no words.
      and not exists (
        select 1 from regexp_split_to_table(lower(btrim(p_query)), '\s+') as word
        where position(word in lower(r.title || ' ' || r.service_needed || ' ' || r.location)) = 0
      )
    order by r.created_at desc
    limit least(p_limit, 200)
  ) s;
$$;
comment on function public.list_request_summaries is
  'The reader''s own requests, newest first, with the counts of their providers; 200 at most. With a query, those that have each of its words in title, service or location.';

create function public.get_attempt_story(p_attempt_id uuid, p_user_id uuid default auth.uid()) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select jsonb_build_object(
    'attemptId', a.id, 'messages', coalesce(a.messages, '[]'::jsonb), 'summary', a.summary,
    'transcriptRemovedAt', a.transcript_removed_at,
    'events', coalesce(
      (
        select jsonb_agg(jsonb_build_object('kind', e.kind, 'source', e.source, 'occurredAt', e.occurred_at) order by e.occurred_at, e.id)
        from public.call_events e where e.attempt_id = a.id
      ),
      '[]'::jsonb
    ),
    'others', coalesce(
      (
        select jsonb_agg(public.describe_attempt(o.attempt, (o.attempt).version) order by (o.attempt).created_at desc, (o.attempt).number desc)
        from (
          select other as attempt from public.attempts other
          where other.provider_id = a.provider_id and other.id <> a.id and other.outcome is distinct from 'refused'
          -- Three calls an order; nobody reads on after the last ten orders or so.
          order by other.created_at desc, other.number desc limit 30
        ) o
      ),
      '[]'::jsonb
    )
  )
  from public.attempts a
  where a.id = p_attempt_id and a.user_id = p_user_id;
$$;
comment on function public.get_attempt_story is 'Transcript and timeline of one attempt, and the other attempts of its provider, latest first. Null when it is not that person''s.';

-- Pages and API clients with an access token read through these as the person who asks.
grant execute on function
  public.shown_attempts(uuid), public.sum_charges(uuid, uuid), public.describe_attempt(public.attempts, bigint),
  public.get_request_snapshot(uuid, uuid), public.list_request_summaries(integer, text), public.get_attempt_story(uuid, uuid)
  to authenticated;

create function public.trace_batch(p_batch_id uuid) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select coalesce(
    jsonb_agg(jsonb_build_object('attemptId', moment.attempt_id, 'at', moment.at, 'what', moment.what) order by moment.at),
    '[]'::jsonb
  )
  from (
    select null::uuid as attempt_id, m.at, m.what
    from public.batches b
    cross join lateral (
      values (b.requested_at, 'requested'), (b.started_at, 'started'), (b.cancel_requested_at, 'cancel requested'),
        (b.ended_at, b.status::text), (b.finished_at, 'ranked')
    ) m (at, what)
    where b.id = p_batch_id
    union all
    select a.id, m.at, m.what
    from public.attempts a
    cross join lateral (
      values (a.claimed_at, 'claimed'), (a.dialing_at, 'dialing'), (a.called_at, 'call ' || coalesce(a.call_id, 'unknown')),
        (a.settled_at, concat_ws(' ', 'settled', a.outcome, a.detail))
    ) m (at, what)
    where a.batch_id = p_batch_id
    union all
    select e.attempt_id, e.received_at, e.source || ' ' || e.kind
    from public.call_events e
    join public.attempts a on a.id = e.attempt_id
    where a.batch_id = p_batch_id
  ) moment
  where moment.at is not null;
$$;
comment on function public.trace_batch is
  'What happened to a batch and its attempts, in the order of time, for an operator: ids and states, no number and no word of a call.';
