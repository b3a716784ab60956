-- Which state may follow which, enforced by the tables themselves against every writer, and which attempt
-- speaks for a provider. lib/states has the words; a test compares every pair.

create function public.is_attempt_transition(p_from public.attempt_status, p_to public.attempt_status) returns boolean
language sql immutable security invoker set search_path = ''
as $$
  -- Forward only. A dial is committed before the phone service hears of it, so no call is older than "dialing".
  select p_to = any (
    case p_from
      when 'queued' then array['claimed', 'settled']
      when 'claimed' then array['dialing', 'settled']
      when 'dialing' then array['in_progress', 'ended', 'settled']
      when 'in_progress' then array['ended', 'settled']
      when 'ended' then array['settled']
      else '{}'
    end::public.attempt_status[]
  );
$$;

create function public.is_batch_transition(p_from public.batch_status, p_to public.batch_status) returns boolean
language sql immutable security invoker set search_path = ''
as $$
  select p_to = any (
    case p_from
      when 'queued' then array['running', 'canceling']
      when 'running' then array['canceling', 'completed']
      when 'canceling' then array['canceled']
      else '{}'
    end::public.batch_status[]
  );
$$;

create function public.takes_late_report(p_attempt public.attempts) returns boolean
language sql immutable security invoker set search_path = ''
as $$
  select p_attempt.status = 'settled'
    and (p_attempt.outcome = 'unknown' or (p_attempt.outcome not in ('skipped', 'refused') and p_attempt.result is null));
$$;
comment on function public.takes_late_report is
  'Whether a report that comes after the attempt was settled may still add to it: an answer that is known is never replaced.';

create function public.guard_attempt() returns trigger
language plpgsql security invoker set search_path = ''
as $$
begin
  if new.status <> old.status and not public.is_attempt_transition(old.status, new.status) then
    raise sqlstate '23514' using message = format('attempt %s cannot go from %s to %s', old.id, old.status, new.status);
  end if;
  -- An outcome stands, with three exceptions: "unknown" may become known, a refused call may turn out to be alive, and a
  -- call without an answer may turn out to have been a conversation.
  if new.outcome is distinct from old.outcome and old.outcome is not null and old.outcome <> 'unknown'
    and not (old.outcome = 'refused' and new.outcome = 'unknown')
    and not (new.outcome = 'completed' and public.takes_late_report(old))
  then
    raise sqlstate '23514' using message = format('attempt %s has the outcome %s for good', old.id, old.outcome);
  end if;
  if old.call_id is not null and new.call_id is distinct from old.call_id then
    raise sqlstate '23514' using message = format('attempt %s is bound to call %s', old.id, old.call_id);
  end if;
  return new;
end;
$$;

create function public.guard_batch() returns trigger
language plpgsql security invoker set search_path = ''
as $$
begin
  if new.status <> old.status and not public.is_batch_transition(old.status, new.status) then
    raise sqlstate '23514' using message = format('batch %s cannot go from %s to %s', old.id, old.status, new.status);
  end if;
  return new;
end;
$$;

create trigger guard before update on public.attempts for each row execute function public.guard_attempt();
create trigger guard before update on public.batches for each row execute function public.guard_batch();

create function public.shown_attempts(p_service_request_id uuid)
returns table (attempt public.attempts, shown_version bigint)
language sql stable security invoker set search_path = ''
as $$
  select distinct on (a.provider_id) a,
    -- Of all that may be shown, so that a hint about another one never looks newer than this.
    max(a.version) over (partition by a.provider_id)
  from public.attempts a
  where a.service_request_id = p_service_request_id and a.outcome is distinct from 'refused'
  order by a.provider_id,
    -- What goes on now; then what was said, which a later call that brought nothing does not unsay; an attempt that was
    -- never dialed hides no other.
    case
      when a.status <> 'settled' then 0
      when a.outcome = 'completed' and a.result is not null then 1
      when a.outcome in ('canceled', 'skipped') and a.called_at is null then 3
      else 2
    end,
    a.created_at desc, a.number desc, a.refusals desc;
$$;
comment on function public.shown_attempts is
  'Per provider of a request the attempt that speaks for it on pages, in the API, in rankings and when it is called again: the open one, else the latest that brought an answer, else the latest that was made.';
