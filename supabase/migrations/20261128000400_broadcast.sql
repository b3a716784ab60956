-- Row versions, and the hints that pages listen to. A hint is sent in the transaction that made the change:
-- rolled back means not sent, and no page can hear of a fact that is not in the tables.

create function public.stamp_version() returns trigger
language plpgsql security invoker set search_path = ''
as $$
begin
  new.version := nextval('public.change_seq');
  return new;
end;
$$;

create trigger stamp_version before insert or update on public.attempts
  for each row execute function public.stamp_version();
create trigger stamp_version before insert or update on public.batches
  for each row execute function public.stamp_version();

-- Definer: realtime.send writes realtime.messages and turns every error into a warning, so a caller without
-- the right to insert there would lose the hint in silence.
create function public.broadcast_attempts() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  -- A patch of more rows than this is told as "read it again": 50 rows are about 10 kB of the 256 kB a message may carry.
  c_most_patches constant integer := 50;
  v_request record;
begin
  for v_request in
    select c.service_request_id as id, count(*) as changes, max(c.version) as version
    from changed c
    -- First attempts appear with the batch itself, before any page listens; later rows are news. A refused dial is not
    -- shown: the row that follows it is.
    where (tg_op = 'UPDATE' or c.number > 1 or c.refusals > 0) and c.outcome is distinct from 'refused'
    group by c.service_request_id
  loop
    perform realtime.send(
      jsonb_build_object(
        'version', v_request.version,
        'complete', v_request.changes <= c_most_patches,
        'attempts', case when v_request.changes <= c_most_patches then (
          select jsonb_agg(
            jsonb_build_object(
              'attemptId', c.id, 'providerId', c.provider_id, 'batchId', c.batch_id, 'number', c.number,
              'status', c.status, 'outcome', c.outcome, 'version', c.version
            ) order by c.version
          ) from changed c where c.service_request_id = v_request.id and c.outcome is distinct from 'refused'
        ) else '[]'::jsonb end
      ),
      'attempts_changed', 'request:' || v_request.id::text, true
    );
  end loop;
  return null;
end;
$$;

create trigger broadcast_changes after update on public.attempts
  referencing new table as changed for each statement execute function public.broadcast_attempts();
create trigger broadcast_inserts after insert on public.attempts
  referencing new table as changed for each statement execute function public.broadcast_attempts();

-- Definer for the same reason. Claims touch last_claimed_at all the time: only what a page shows is told.
create function public.broadcast_batches() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform realtime.send(
    jsonb_build_object('executionId', n.id, 'status', n.status, 'version', n.version, 'finished', n.finished_at is not null),
    'batch_changed', 'request:' || n.service_request_id::text, true
  )
  from changed n
  join before o on o.id = n.id
  where (n.status, n.fault_code, n.hold_code, n.finished_at, n.result)
    is distinct from (o.status, o.fault_code, o.hold_code, o.finished_at, o.result);
  return null;
end;
$$;

create trigger broadcast_changes after update on public.batches
  referencing old table as before new table as changed for each statement execute function public.broadcast_batches();
