import type { Sql } from "postgres";

/** Empties every table that the product or a person's sign-up writes to. The superuser skips triggers: nothing is broadcast. */
export async function deleteRows(superuser: Sql): Promise<void> {
  await superuser.unsafe(`
    set session_replication_role = replica;
    set lock_timeout = '1s';
    do $$
    declare v_table regclass;
    begin
      for v_table in
        select oid from pg_class
        where relkind = 'r'
          and relnamespace in ('public'::regnamespace, 'auth'::regnamespace, 'realtime'::regnamespace)
      loop
        execute format('delete from %s', v_table);
      end loop;
    end $$`);
}

/** Differs after any change of a function, trigger, column, constraint or policy. */
export async function schemaOf(superuser: Sql): Promise<string> {
  const rows = await superuser`
    select count(*), max(xmin::text::bigint) from pg_proc union all
    select count(*), max(xmin::text::bigint) from pg_trigger union all
    select count(*), max(xmin::text::bigint) from pg_attribute union all
    select count(*), max(xmin::text::bigint) from pg_constraint union all
    select count(*), max(xmin::text::bigint) from pg_policy union all
    select count(*), sum(hashtext(relname)) from pg_class
    where relnamespace::regnamespace::text in ('public', 'realtime', 'auth')`;
  return JSON.stringify(rows);
}
