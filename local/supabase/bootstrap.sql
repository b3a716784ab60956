-- Stands for what a hosted Supabase project brings along: roles, schemas, grants, helper functions and the
-- Realtime tables. Runs as the superuser after @supabase/lite has made the auth tables; running it again is safe.

-- Roles belong to the whole server, databases are cloned: each role is made once.
do $roles$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('anon', 'nologin noinherit'),
      ('authenticated', 'nologin noinherit'),
      ('service_role', 'nologin noinherit bypassrls'),
      ('authenticator', 'login noinherit'),
      ('supabase_auth_admin', 'nologin noinherit createrole'),
      ('supabase_realtime_admin', 'nologin noinherit'),
      ('dashboard_user', 'nologin createrole createdb replication'),
      -- Migrations run as postgres. As on hosted projects it is no superuser, so a migration that
      -- needs one fails here too.
      ('postgres', 'login createrole createdb replication bypassrls')
    ) as role (name, attributes)
  loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted.name) then
      execute format('create role %I %s', wanted.name, wanted.attributes);
    end if;
  end loop;
  execute format('alter database %I owner to postgres', current_database());
end
$roles$;

grant anon, authenticated, service_role to authenticator;
grant anon, authenticated, service_role, authenticator to postgres with admin option;
-- Membership in the owner of realtime.messages is what lets postgres write policies for it.
grant supabase_realtime_admin to postgres;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;
alter role postgres set search_path to "$user", public, extensions;

create schema if not exists extensions;
create extension if not exists pgcrypto with schema extensions;
grant usage on schema extensions to postgres, anon, authenticated, service_role;
grant create on schema extensions to postgres;

-- New tables in public get no grants by default: hosted projects stopped that in 2026, so each migration
-- must name who may do what. Functions keep PostgreSQL's own default, EXECUTE for everybody.
grant usage on schema public to anon, authenticated, service_role;

grant usage on schema auth to postgres, anon, authenticated, service_role;
grant all on all tables in schema auth to postgres;
grant usage on schema supabase_migrations to postgres;
grant all on all tables in schema supabase_migrations to postgres;

create or replace function auth.uid() returns uuid
language sql stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;

create or replace function auth.role() returns text
language sql stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )
$$;

create or replace function auth.email() returns text
language sql stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
  )
$$;

create or replace function auth.jwt() returns jsonb
language sql stable
as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

do $publication$
begin
  if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
  end if;
  alter publication supabase_realtime owner to postgres;
end
$publication$;

create schema if not exists realtime;
grant usage on schema realtime to postgres, anon, authenticated, service_role, supabase_realtime_admin;

-- Hosted keeps this table in daily partitions for three days; here it is one table, pruned at start.
create table if not exists realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp not null default now(),
  inserted_at timestamp not null default now(),
  id uuid not null default gen_random_uuid(),
  binary_payload bytea,
  primary key (id, inserted_at),
  check (payload is null or binary_payload is null)
);
alter table realtime.messages owner to supabase_realtime_admin;
alter table realtime.messages enable row level security;
grant select, insert, update on realtime.messages to postgres, anon, authenticated, service_role;

create or replace function realtime.topic() returns text
language sql stable
as $$ select nullif(current_setting('realtime.topic', true), '') $$;

-- As on hosted, an error never reaches the caller: a broadcast must not undo the change it reports.
create or replace function realtime.send(
  payload jsonb, event text, topic text, private boolean default true
) returns void
language plpgsql
as $$
declare
  message_id uuid := gen_random_uuid();
begin
  perform set_config('realtime.topic', topic, true);
  insert into realtime.messages (id, topic, extension, event, private, payload)
  values (
    message_id, topic, 'broadcast', event, private,
    case when payload ? 'id' then payload else payload || jsonb_build_object('id', message_id) end
  );
exception when others then
  raise warning 'ErrorSendingBroadcastMessage: %', sqlerrm;
end
$$;

create or replace function realtime.broadcast_changes(
  topic_name text, event_name text, operation text, table_name text, table_schema text,
  new record, old record, level text default 'ROW'
) returns void
language plpgsql
as $$
begin
  if level = 'STATEMENT' then
    raise exception 'function can only be triggered for each row, not for each statement';
  end if;
  if operation not in ('INSERT', 'UPDATE', 'DELETE') then
    raise exception 'Unexpected operation type: %', operation;
  end if;
  perform realtime.send(
    jsonb_build_object(
      'operation', operation, 'table', table_name, 'schema', table_schema,
      'record', case when operation <> 'DELETE' then to_jsonb(new) end,
      'old_record', case when operation <> 'INSERT' then to_jsonb(old) end
    ),
    event_name, topic_name
  );
exception when others then
  raise exception 'Failed to process the row: %', sqlerrm;
end
$$;

-- Wakes the Realtime stand-in; hosted Realtime reads the write-ahead log instead. Only the id travels,
-- because a notification holds less than 8,000 bytes.
create or replace function realtime.notify_message() returns trigger
language plpgsql
as $$
begin
  perform pg_notify('realtime_messages', new.id::text);
  return null;
end
$$;

create or replace trigger notify_message
after insert on realtime.messages
for each row
when (new.extension = 'broadcast' and new.event is not null)
execute function realtime.notify_message();

-- Hosted projects let a migration change nothing in schema realtime except policies. Here postgres owns
-- the table through its membership, so the refusal needs a guard of its own.
create or replace function realtime.refuse_changes() returns event_trigger
language plpgsql
as $$
declare
  change text;
begin
  if (select rolsuper from pg_catalog.pg_roles where rolname = session_user) then
    return;
  end if;
  if tg_event = 'sql_drop' then
    select format('DROP of %s', object_identity) into change
    from pg_event_trigger_dropped_objects()
    where schema_name = 'realtime' and object_type <> 'policy';
  else
    -- A trigger has no schema of its own; its identity names the table.
    select format('%s of %s', command_tag, object_identity) into change
    from pg_event_trigger_ddl_commands()
    where (schema_name = 'realtime' or object_identity like '% on realtime.%')
      and object_type <> 'policy';
  end if;
  if change is not null then
    raise exception '%: schema realtime is locked, as on hosted Supabase', change
      using errcode = '42501', hint = 'Only policies on realtime.messages may be created.';
  end if;
end
$$;

-- PostgREST on hosted projects learns of new tables and functions this way; the local API listens too.
create or replace function extensions.pgrst_ddl_watch() returns event_trigger
language plpgsql
as $$ begin perform pg_notify('pgrst', 'reload schema'); end $$;

do $guard$
declare
  watch record;
begin
  for watch in
    select * from (values
      ('realtime_is_locked', 'ddl_command_end', 'realtime.refuse_changes'),
      ('realtime_is_kept', 'sql_drop', 'realtime.refuse_changes'),
      ('pgrst_ddl_watch', 'ddl_command_end', 'extensions.pgrst_ddl_watch'),
      ('pgrst_drop_watch', 'sql_drop', 'extensions.pgrst_ddl_watch')
    ) as trigger_list (name, event, handler)
  loop
    if not exists (select from pg_catalog.pg_event_trigger where evtname = watch.name) then
      execute format('create event trigger %I on %s execute function %s()',
        watch.name, watch.event, watch.handler);
    end if;
  end loop;
end
$guard$;
