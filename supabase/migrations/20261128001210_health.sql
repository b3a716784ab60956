-- What monitors and the doctor ask.

-- Definer: the service role may not read which migrations were applied.
create function public.deployment_state() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_migration text;
begin
  -- A database that was made by hand has no record.
  if to_regclass('supabase_migrations.schema_migrations') is not null then
    execute 'select max(version) from supabase_migrations.schema_migrations' into v_migration;
  end if;
  return jsonb_build_object(
    'migration', v_migration,
    'sweptSecondsAgo', (select extract(epoch from clock_timestamp() - h.swept_at) from public.heartbeat h),
    'deployment', (select h.deployment from public.heartbeat h),
    'isBusy', exists (select from public.batches b where b.ended_at is null),
    'isStopped', exists (select from public.calling_stop)
  );
end;
$$;
comment on function public.deployment_state is
  'The newest migration applied, the age of the last sweep and whose it was, whether a batch is open, whether calling is stopped.';

create function public.list_access_faults() returns jsonb
language sql stable security invoker set search_path = ''
as $$
  with tables as (
    select c.oid, c.relname as name, c.relrowsecurity as is_guarded
    from pg_catalog.pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  ),
  functions as (
    select p.oid, p.proname as name from pg_catalog.pg_proc p
    where p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_catalog.pg_depend d where d.objid = p.oid and d.deptype = 'e')
  ),
  policies as (
    -- Roles: 0 is everybody.
    select p.polcmd as command from pg_catalog.pg_policy p
    where p.polrelid = to_regclass('realtime.messages')
      and p.polroles && array[0, 'anon'::regrole::oid, 'authenticated'::regrole::oid]
  ),
  faults (words) as (
    select 'Row level security is off on ' || t.name from tables t where not t.is_guarded
    union all
    select r.role || ' may ' || o.operation || ' ' || t.name
    from tables t, unnest(array['anon', 'authenticated']) r (role),
      unnest(array['select', 'insert', 'update', 'delete']) o (operation)
    where (r.role = 'anon' or o.operation <> 'select') and has_table_privilege(r.role, t.oid, o.operation)
    union all
    select 'service_role may not read ' || t.name from tables t where not has_table_privilege('service_role', t.oid, 'select')
    union all
    select 'No policy lets people read ' || t.name from tables t
    where has_any_column_privilege('authenticated', t.oid, 'select')
      and not exists (select from pg_catalog.pg_policy p where p.polrelid = t.oid)
    union all
    select 'anon may run ' || f.name from functions f where has_function_privilege('anon', f.oid, 'execute')
    union all
    select 'service_role may not run ' || f.name from functions f where not has_function_privilege('service_role', f.oid, 'execute')
    union all
    select 'Row level security is off on realtime.messages' from pg_catalog.pg_class c
    where c.oid = to_regclass('realtime.messages') and not c.relrowsecurity
    union all
    select 'No policy lets people listen to their requests' where not exists (select from policies p where p.command in ('r', '*'))
    union all
    select 'A policy lets people send on channels' where exists (select from policies p where p.command in ('a', '*'))
  )
  select coalesce(jsonb_agg(words order by words), '[]'::jsonb) from faults;
$$;
comment on function public.list_access_faults is
  'What of access is not as the migrations left it, in words: row level security, grants, and the policies of live channels.';

-- Definer: realtime.send turns the error of a caller who may not insert there into a warning.
create function public.send_probe(p_user_id uuid) returns void
language sql volatile security definer set search_path = ''
as $$
  select realtime.send('{}'::jsonb, 'probe', 'probe:' || p_user_id::text, true);
$$;
comment on function public.send_probe is 'Says "probe" on the private channel of one person, for the doctor who listens as them.';
