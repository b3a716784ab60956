-- Stray calls carry an attempt's id and are not its call: the phone service had denied them, or one dial came to two.
-- Nobody waits for them, so they are hung up, and listed here until somebody has seen that they are over. Adds an index
-- and a function; the release before it uses neither.

create index call_events_stray on public.call_events (received_at) where kind = 'stray';

create function public.list_stray_calls() returns jsonb
language sql stable security invoker set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('attemptId', stray.attempt_id, 'callId', stray.call_id)), '[]'::jsonb)
  from (
    select e.attempt_id, e.call_id from public.call_events e
    join public.attempts a on a.id = e.attempt_id
    where e.kind = 'stray'
      -- Whatever waits for the call of an open attempt ends it as well.
      and (a.call_id is distinct from e.call_id or a.status = 'settled')
      -- 600 s of talk after 60 s of ringing at the most, and half as much again for what is late.
      and e.received_at > clock_timestamp() - interval '1000 seconds'
      and not exists (
        select 1 from public.call_events later
        where later.attempt_id = e.attempt_id and later.call_id = e.call_id
          and later.kind in ('status:ended', 'report', 'stray:over')
          -- Its end may have been told before, and denied since.
          and later.id > e.id
      )
    -- As many as the sweep takes of a kind, any of them.
    order by random()
    limit 200
  ) stray;
$$;
comment on function public.list_stray_calls is
  'Calls that carry the id of an attempt and for whose end nobody waits, until it is known that they are over.';

revoke execute on function public.list_stray_calls() from public, anon, authenticated;
grant execute on function public.list_stray_calls() to service_role;
