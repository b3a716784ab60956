-- What is kept about people, and how long: transcripts leave by age, and an account with everything in it when its person
-- says so. The two functions that remove rows are definers, as no role may delete or change what they touch.

create table public.account_deletions (
  user_id uuid primary key references auth.users (id) on delete cascade,
  requested_at timestamptz not null default clock_timestamp()
);
comment on table public.account_deletions is
  'Accounts that are being deleted: their calls are hung up and their rows removed, in pieces. The row goes with the account.';

alter table public.account_deletions enable row level security;
revoke all on public.account_deletions from anon, authenticated, service_role;
grant select on public.account_deletions to authenticated;
grant select, insert on public.account_deletions to service_role;
create policy "People read whether their own account is being deleted" on public.account_deletions
  for select to authenticated using ((select auth.uid()) = user_id);

create function public.remove_transcripts(p_days integer, p_most integer) returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_before constant timestamptz := clock_timestamp() - make_interval(days => p_days);
  v_transcripts integer;
  v_reports integer;
begin
  -- Whoever calls: what is fresh stays, as outcomes are still decided from it.
  if p_days is null or p_days < 1 then
    raise sqlstate '22023' using message = 'transcripts are kept for at least a day';
  end if;
  update public.attempts a set messages = null, transcript_removed_at = clock_timestamp()
  where a.id = any (array(
    select old.id from public.attempts old
    where old.messages is not null and old.status = 'settled' and old.settled_at < v_before
    order by old.settled_at limit p_most for update skip locked
  ));
  get diagnostics v_transcripts = row_count;
  update public.call_events e set payload = null
  where e.id = any (array(
    select old.id from public.call_events old
    join public.attempts a on a.id = old.attempt_id
    where old.payload is not null and old.received_at < v_before and a.status = 'settled' and a.settled_at < v_before
    order by old.received_at limit p_most for update of old skip locked
  ));
  get diagnostics v_reports = row_count;
  -- Nothing looks back further than a day.
  delete from public.deleted_dials d where d.dialed_at < clock_timestamp() - interval '2 days';
  return jsonb_build_object('transcripts', v_transcripts, 'reports', v_reports);
end;
$$;
comment on function public.remove_transcripts is
  'Removes transcripts, and what the phone service reported, of calls that became final more than p_days ago; p_most of each, oldest first. Also what deleted accounts have dialed, once no rule looks back that far. Outcome, price, summary and the words quoted for them stay. Returns how many; 0 and 0 when nothing is left. Definer: call_events is append-only for every role.';

create function public.refuse_closing_account() returns trigger
language plpgsql security invoker set search_path = ''
as $$
begin
  if exists (select 1 from public.account_deletions d where d.user_id = new.user_id) then
    raise sqlstate 'PT409' using message = 'account_closing',
      detail = 'Nobody is called for it any more.', hint = 'Sign up again once it is gone.';
  end if;
  return new;
end;
$$;

create trigger refuse_closing_account before insert on public.batches
  for each row execute function public.refuse_closing_account();

create function public.close_account(p_user_id uuid) returns void
language sql volatile security invoker set search_path = ''
as $$
  insert into public.account_deletions (user_id) values (p_user_id) on conflict do nothing;
$$;
comment on function public.close_account is 'From here on the account starts no batch, and its deletion is due until it is gone. Idempotent.';

create function public.list_account_calls(p_user_id uuid) returns jsonb
language sql stable security invoker set search_path = ''
as $$
  with live as (
    select a.batch_id from public.attempts a
    where a.user_id = p_user_id and a.status in ('claimed', 'dialing', 'in_progress')
    union all
    -- Given up on, and nobody has heard that it is over; its own limit ends it, 60 s of ringing before and as much slack.
    select a.batch_id from public.attempts a
    join public.batches b on b.id = a.batch_id
    where a.user_id = p_user_id and a.status = 'settled' and a.outcome = 'unknown' and a.call_id is not null
      and a.report_at is null and a.ended_at is null
      and a.called_at > clock_timestamp() - make_interval(secs => b.max_call_seconds + 120)
  )
  select jsonb_build_object(
    'open', (
      select coalesce(jsonb_agg(b.id), '[]'::jsonb) from public.batches b
      where b.user_id = p_user_id and b.ended_at is null and b.cancel_requested_at is null
    ),
    'batches', (select coalesce(jsonb_agg(distinct l.batch_id), '[]'::jsonb) from live l),
    'live', (select count(*) from live)
  );
$$;
comment on function public.list_account_calls is
  'What an account that is to be deleted still has going on: batches to cancel, and those with calls that may ring or talk.';

create function public.delete_account_rows(p_user_id uuid, p_most integer) returns integer
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_calls constant jsonb := public.list_account_calls(p_user_id);
  v_deleted integer;
begin
  if not exists (select 1 from public.account_deletions d where d.user_id = p_user_id)
    or v_calls -> 'open' <> '[]' or (v_calls ->> 'live')::integer > 0
  then
    raise sqlstate 'PT409' using message = 'account_in_use', detail = 'Calls of this account may still be live.';
  end if;
  -- From the leaves up, so that no deletion drags more than its own events along.
  with deleted as (
    delete from public.attempts a where a.id = any (array(
      select o.id from public.attempts o where o.user_id = p_user_id order by o.id limit p_most
    ))
    returning a.phone, a.number, coalesce(a.dialing_at, a.claimed_at) as dialed_at, a.charge_usd,
      case when public.may_have_rung(a) then coalesce(a.ended_at, a.settled_at) end as over_at
  ),
  kept as (
    insert into public.deleted_dials (phone, number, dialed_at, over_at, charge_usd)
    select g.phone, g.number, g.dialed_at, g.over_at, g.charge_usd from deleted g
    where g.dialed_at > clock_timestamp() - interval '24 hours'
  )
  select count(*) into v_deleted from deleted;
  if v_deleted > 0 then
    return v_deleted;
  end if;
  delete from public.providers p where p.id = any (array(
    select o.id from public.providers o where o.user_id = p_user_id order by o.id limit p_most
  ));
  get diagnostics v_deleted = row_count;
  if v_deleted > 0 then
    return v_deleted;
  end if;
  -- With their batches.
  delete from public.service_requests r where r.id = any (array(
    select o.id from public.service_requests o where o.user_id = p_user_id limit p_most
  ));
  get diagnostics v_deleted = row_count;
  return v_deleted;
end;
$$;
comment on function public.delete_account_rows is
  'Deletes at most p_most rows of one table, with what hangs on them, of an account whose deletion was asked for; 0 when nothing is left but the account. Numbers on do_not_call stay: they name nobody. PT409 while a batch of it is open or a call may be live, and for any other account. Definer: no role may delete calls.';

create function public.export_account_rows(p_kind text, p_after uuid, p_most integer) returns json
language sql stable security invoker set search_path = ''
as $$
  select coalesce(json_agg(page.data order by page.id), '[]'::json)
  from (
    (
      select r.id, row_to_json(r) as data from public.service_requests r
      where p_kind = 'service_requests' and r.user_id = (select auth.uid()) and r.id > p_after order by r.id limit p_most
    )
    union all
    (
      select p.id, row_to_json(p) from public.providers p
      where p_kind = 'providers' and p.user_id = (select auth.uid()) and p.id > p_after order by p.id limit p_most
    )
    union all
    (
      select b.id, row_to_json(b) from public.batches b
      where p_kind = 'batches' and b.user_id = (select auth.uid()) and b.id > p_after order by b.id limit p_most
    )
    union all
    (
      select a.id, row_to_json(told) from public.attempts a,
        lateral (
          select a.*, (
            select coalesce(json_agg(happened order by happened.id), '[]'::json)
            from (select e.id, e.source, e.kind, e.occurred_at, e.received_at from public.call_events e where e.attempt_id = a.id)
              happened
          ) as events
        ) told
      where p_kind = 'attempts' and a.user_id = (select auth.uid()) and a.id > p_after order by a.id limit p_most
    )
    union all
    (
      select k.id, row_to_json(told) from public.api_keys k,
        lateral (select k.id, k.name, k.prefix, k.scopes, k.created_at, k.last_used_at, k.revoked_at) told
      where p_kind = 'api_keys' and k.user_id = (select auth.uid()) and k.id > p_after order by k.id limit p_most
    )
    union all
    (
      select d.id, row_to_json(d) from public.do_not_call d
      where p_kind = 'do_not_call' and d.user_id = (select auth.uid()) and d.id > p_after order by d.id limit p_most
    )
    union all
    (
      select l.user_id, row_to_json(told) from public.person_limits l, lateral (select l.user_id as id, l.*) told
      where p_kind = 'person_limits' and l.user_id = (select auth.uid()) and l.user_id > p_after
    )
  ) page;
$$;
comment on function public.export_account_rows is
  'A page of all that is kept about the reader: rows of service_requests, providers, batches, api_keys, do_not_call, person_limits, or attempts with their transcripts and events, in the order of their ids after p_after. Without what hangs up a call, and without the phone service''s own words, whose content the attempts hold.';
grant execute on function public.export_account_rows(text, uuid, integer) to authenticated;
