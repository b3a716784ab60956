-- A webhook may say that a call ended for want of a line before we have recorded the call. mark_call_in_progress then tells
-- so, and its caller gives the line back at once; before, the attempt waited for the sweep, 45 s and more, as no other
-- webhook need follow. The function is replaced whole, for that answer alone, which code deployed before this passes over.

create or replace function public.mark_call_in_progress(p_attempt_id uuid, p_call_id text, p_control_url text) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
declare
  v_attempt public.attempts;
  v_heard record;
begin
  select * into v_attempt from public.attempts a where a.id = p_attempt_id for update;
  if not found then
    raise sqlstate 'PT404' using message = 'attempt_not_found';
  end if;
  if v_attempt.call_id is distinct from p_call_id and v_attempt.call_id is not null then
    raise sqlstate 'PT409' using message = 'attempt_has_another_call',
      detail = format('Attempt %s is bound to call %s, not %s.', p_attempt_id, v_attempt.call_id, p_call_id);
  end if;
  if p_call_id = any (v_attempt.refused_call_ids) then
    raise sqlstate 'PT409' using message = 'attempt_has_another_call',
      detail = format('Call %s of attempt %s was refused for want of a line.', p_call_id, p_attempt_id);
  end if;

  -- Its end may have been heard before anybody knew which call was this attempt's, and is not told again.
  select min(e.received_at) as ended_at, min(e.received_at) filter (where e.kind = 'report') as report_at,
    coalesce(bool_and(e.is_refusal), false) as is_refusal
  into v_heard
  from public.call_events e
  where e.attempt_id = p_attempt_id and e.call_id = p_call_id and e.kind in ('status:ended', 'report');

  -- greatest: a webhook that came first has already moved the attempt further on.
  update public.attempts a
  set status = greatest(a.status, case when v_heard.ended_at is null then 'in_progress' else 'ended' end::public.attempt_status),
    call_id = p_call_id,
    called_at = coalesce(a.called_at, clock_timestamp()),
    ended_at = coalesce(a.ended_at, v_heard.ended_at),
    report_at = coalesce(a.report_at, v_heard.report_at)
  where a.id = p_attempt_id
  returning * into v_attempt;

  if p_control_url is not null then
    insert into public.call_controls (attempt_id, call_id, control_url) values (p_attempt_id, p_call_id, p_control_url)
    on conflict (attempt_id) do update set call_id = excluded.call_id, control_url = excluded.control_url;
  end if;

  return jsonb_build_object(
    'status', v_attempt.status,
    'wasRefused', v_attempt.status = 'ended' and v_heard.is_refusal and v_attempt.ringing_at is null
      and v_attempt.answered_at is null,
    'cancelRequested', (select b.cancel_requested_at is not null from public.batches b where b.id = v_attempt.batch_id)
  );
end;
$$;
comment on function public.mark_call_in_progress is
  'Records the call that the attempt created, at once and before anybody waits. wasRefused: it was heard before that the call has ended for want of a line, so release_line may take it back at once. PT409 if the attempt already has another call, or this one was refused for want of a line.';

revoke execute on function public.mark_call_in_progress(uuid, text, text) from public, anon, authenticated;
grant execute on function public.mark_call_in_progress(uuid, text, text) to service_role;
