-- A dial whose answer was lost, and whose call is listed as ended for want of a line, reached nobody: it can be taken back like
-- any other refusal. Only where that call is provably of this dial: one request makes at most one call, and every call of
-- an earlier one is known by its id. New, so code deployed before this settles such a dial as unknown, as it did.

create function public.release_lost_dial(
  p_attempt_id uuid, p_delay_seconds integer, p_call_id text, p_dialing_at timestamptz
) returns jsonb
language plpgsql volatile security invoker set search_path = ''
as $$
begin
  perform public.lock_lines();
  -- The dial that was looked for, still: another one may be out since, whose call this is not.
  perform 1 from public.attempts a
  where a.id = p_attempt_id and a.dialing_at = p_dialing_at and a.refusals = cardinality(a.refused_call_ids)
  for update;
  if not found then
    return jsonb_build_object('released', false, 'dueAt', null, 'faultCode', null, 'stopped', false);
  end if;
  return public.release_line(p_attempt_id, p_delay_seconds, p_call_id);
end;
$$;
comment on function public.release_lost_dial is
  'Gives the line back after a dial, begun at p_dialing_at, whose answer was lost and whose call turned out refused for want of a line. Refuses where another dial is out, where an earlier refusal named no call, and wherever release_line does.';

revoke execute on function public.release_lost_dial(uuid, integer, text, timestamptz) from public, anon, authenticated;
grant execute on function public.release_lost_dial(uuid, integer, text, timestamptz) to service_role;
