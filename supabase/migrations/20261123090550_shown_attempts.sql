-- Which of a provider's attempts speaks for it: on pages, in the API, in rankings, and when it is called again.

create function public.shown_attempts(p_service_request_id uuid)
returns table (attempt public.attempts, shown_version bigint)
language sql stable security invoker set search_path = ''
as $$
  select distinct on (a.provider_id) a,
    -- Of all its attempts, so that a hint about one that is not shown never looks newer than this.
    max(a.version) over (partition by a.provider_id)
  from public.attempts a
  where a.service_request_id = p_service_request_id
  order by a.provider_id,
    -- What goes on now; then what was said, which a later call that brought nothing does not unsay; an attempt that was
    -- never dialled hides no other.
    case
      when a.status <> 'settled' then 0
      when a.outcome = 'completed' and a.result is not null then 1
      when a.outcome in ('canceled', 'skipped') and a.called_at is null then 3
      else 2
    end,
    a.created_at desc, a.number desc;
$$;
comment on function public.shown_attempts is
  'Per provider of a request the attempt that speaks for it: the open one, else the latest that brought an answer, else the latest that was made.';

revoke execute on function public.shown_attempts(uuid) from public, anon;
grant execute on function public.shown_attempts(uuid) to authenticated, service_role;
