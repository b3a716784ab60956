-- A call is not taken back once it was told, in a report that gives a reason, that it ended otherwise than for want of a
-- line; nor where it had been refused, took place all the same and ended: a release that comes twice would forget it, and
-- with it its report. Before, only ringing and talking kept a call, and news of both may be lost.
--
-- release_line is replaced whole, for that alone. Code deployed before this asks the same, and settles what is kept as
-- unknown. So does a call that was refused before is_refusal was recorded and is not taken back yet: safe, and rare.

create or replace function public.release_line(p_attempt_id uuid, p_delay_seconds integer, p_call_id text default null) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_attempt public.attempts;
begin
  perform public.lock_lines();
  -- The one step back in the life of an attempt: the phone service said that it did not dial, in its answer or after it
  -- had accepted the call, so nothing happened. Whatever it says, a phone that rang was dialled.
  update public.attempts a
  set status = 'queued', claimed_at = null, announced_at = null, dialing_at = null, refusals = a.refusals + 1,
    refused_call_ids = a.refused_call_ids || array_remove(array[p_call_id], null),
    call_id = null, called_at = null, ended_at = null, ended_reason = null, report_at = null,
    not_before = clock_timestamp() + make_interval(secs => p_delay_seconds)
  from public.batches b
  where a.id = p_attempt_id
    and (
      -- One that was refused before is of an earlier dial: this is a repetition that comes late, and another may be out.
      (a.status = 'dialing' and a.call_id is null and (p_call_id is null or p_call_id <> all (a.refused_call_ids)))
      or (
        a.status = 'ended' and a.call_id = p_call_id and a.ringing_at is null and a.answered_at is null
        and not exists (
          select 1 from public.call_events e
          where e.attempt_id = a.id and e.call_id = p_call_id and not e.is_refusal
            and (
              (e.kind = 'report' and e.payload ->> 'endedReason' is not null)
              or (e.kind = 'status:ended' and a.refusal_denied_at is not null)
            )
        )
      )
    )
    and b.id = a.batch_id and b.cancel_requested_at is null and b.fault_code is null
  returning a.* into v_attempt;
  if not found then
    return (
      select jsonb_build_object(
        'released', false, 'dueAt', null, 'faultCode', b.fault_code,
        'stopped', b.cancel_requested_at is not null or b.fault_code is not null
      )
      from public.attempts a join public.batches b on b.id = a.batch_id where a.id = p_attempt_id
    );
  end if;
  return jsonb_build_object('released', true, 'dueAt', v_attempt.not_before, 'faultCode', null, 'stopped', false);
end;
$$;
comment on function public.release_line is
  'Gives the line back after a refusal for want of a line; the attempt is tried again after the delay (seconds) and counts as not made. p_call_id: the call that was accepted all the same; it is remembered as refused. Refuses where another call is known, where the phone rang or a report tells of another end, and once the batch was stopped.';

revoke execute on function public.release_line(uuid, integer, text) from public, anon, authenticated;
grant execute on function public.release_line(uuid, integer, text) to service_role;
