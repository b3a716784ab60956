-- Which state may follow which, enforced by the tables themselves whatever function or person writes.
-- lib/states/attempt.ts and lib/states/batch.ts hold the same lists; a test compares every pair.

create function public.is_attempt_transition(p_from public.attempt_status, p_to public.attempt_status) returns boolean
language sql immutable security invoker set search_path = ''
as $$
  select p_to = any (
    case p_from
      -- in_progress and ended without a dial of ours on record: a call that the phone service denied turned up.
      when 'queued' then array['claimed', 'in_progress', 'ended', 'settled']
      when 'claimed' then array['dialing', 'in_progress', 'ended', 'settled']
      -- Back to queued only when the phone service said that it did not dial; from ended, that it had no line for the
      -- call it had accepted. The guard below looks at the rest of the row.
      when 'dialing' then array['queued', 'in_progress', 'ended', 'settled']
      when 'in_progress' then array['ended', 'settled']
      when 'ended' then array['queued', 'settled']
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
    and (p_attempt.outcome = 'unknown' or (p_attempt.outcome <> 'skipped' and p_attempt.result is null));
$$;
comment on function public.takes_late_report is
  'Whether a report that comes after the attempt was settled may still add to it: an answer that is known is never replaced.';

create function public.guard_attempt() returns trigger
language plpgsql security invoker set search_path = ''
as $$
declare
  v_is_release boolean;
begin
  if new.status <> old.status and not public.is_attempt_transition(old.status, new.status) then
    raise sqlstate '23514' using message = format('attempt %s cannot go from %s to %s', old.id, old.status, new.status);
  end if;
  -- An outcome stands, except that "unknown" may become known, and that a call without an answer may turn out to have
  -- been a conversation.
  if old.outcome is distinct from new.outcome and old.outcome is not null and old.outcome <> 'unknown'
    and not (new.outcome = 'completed' and public.takes_late_report(old))
  then
    raise sqlstate '23514' using message = format('attempt %s has the outcome %s for good', old.id, old.outcome);
  end if;
  -- Nothing rang, it counts as not made, and its call is remembered as refused: one that rang never goes back.
  v_is_release := new.status = 'queued' and old.status in ('dialing', 'ended') and new.refusals = old.refusals + 1
    and old.ringing_at is null and old.answered_at is null and new.call_id is null
    and (old.call_id is null or old.call_id = any (new.refused_call_ids));
  if new.status = 'queued' and old.status <> 'queued' and not v_is_release then
    raise sqlstate '23514' using message = format('attempt %s goes back from %s for no refusal', old.id, old.status);
  end if;
  if not new.refused_call_ids @> old.refused_call_ids then
    raise sqlstate '23514' using message = format('attempt %s forgets a refused call', old.id);
  end if;
  if old.call_id is not null and new.call_id is distinct from old.call_id and not v_is_release then
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

revoke execute on function
  public.is_attempt_transition(public.attempt_status, public.attempt_status),
  public.is_batch_transition(public.batch_status, public.batch_status),
  public.takes_late_report(public.attempts), public.guard_attempt(), public.guard_batch()
  from public, anon, authenticated;
grant execute on function
  public.is_attempt_transition(public.attempt_status, public.attempt_status),
  public.is_batch_transition(public.batch_status, public.batch_status), public.takes_late_report(public.attempts)
  to service_role;
