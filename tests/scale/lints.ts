import type { Sql } from "postgres";

export type Lint = { name: string; about: string; query: string };

/**
 * What Supabase's database advisor (supabase/splinter) warns of and can apply to this schema, asked of the catalog in own
 * words, with the numbers of its lints. Each query names what is wrong; a sound schema has no rows.
 */
export const LINTS: Lint[] = [
  {
    name: "unindexed_foreign_keys (0001)",
    about: "a deletion of the parent would read the whole child",
    query: `
      select format('%s.%s', c.conrelid::regclass, c.conname) as finding from pg_constraint c
      where c.contype = 'f' and c.connamespace = 'public'::regnamespace and not exists (
        select 1 from pg_index i
        where i.indrelid = c.conrelid and i.indpred is null
          and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] = c.conkey)`,
  },
  {
    name: "auth_users_exposed (0002)",
    about: "a view shows people's accounts to everybody",
    query: `
      select v.oid::regclass::text as finding from pg_class v
      join pg_depend d on d.refobjid = 'auth.users'::regclass
      join pg_rewrite r on r.oid = d.objid and r.ev_class = v.oid
      where v.relkind in ('v', 'm') and v.relnamespace = 'public'::regnamespace
        and (has_table_privilege('anon', v.oid, 'select') or has_table_privilege('authenticated', v.oid, 'select'))`,
  },
  {
    name: "auth_rls_initplan (0003)",
    about: "a policy calls a function of the session for every row; write (select auth.uid())",
    query: `
      select format('%s: %s', p.tablename, p.policyname) as finding from pg_policies p,
        lateral (select lower(concat(p.qual, ' ', p.with_check)) as text) rule
      where p.schemaname in ('public', 'realtime')
        and regexp_count(rule.text, '(auth\\.(uid|jwt|role|email)|current_setting|realtime\\.topic)\\(')
          > regexp_count(rule.text, 'select (auth\\.(uid|jwt|role|email)|current_setting|realtime\\.topic)\\(')`,
  },
  {
    name: "no_primary_key (0004)",
    about: "rows cannot be told apart",
    query: `
      select t.oid::regclass::text as finding from pg_class t
      where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace
        and not exists (select 1 from pg_index i where i.indrelid = t.oid and i.indisprimary)`,
  },
  {
    name: "multiple_permissive_policies (0006)",
    about: "every policy of a role and an operation is evaluated; make one of them",
    query: `
      select format('%s: %s for %s', p.tablename, p.cmd, role) as finding
      from pg_policies p, unnest(p.roles) as role
      where p.schemaname = 'public' and p.permissive = 'PERMISSIVE'
      group by p.tablename, p.cmd, role having count(*) > 1`,
  },
  {
    name: "policy_exists_rls_disabled (0007), rls_disabled_in_public (0013)",
    about: "anybody with a grant sees every row",
    query: `
      select t.oid::regclass::text as finding from pg_class t
      where t.relkind in ('r', 'p') and t.relnamespace = 'public'::regnamespace and not t.relrowsecurity`,
  },
  {
    name: "rls_enabled_no_policy (0008)",
    about: "a grant to people that no policy lets through",
    query: `
      select t.oid::regclass::text as finding from pg_class t
      where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace
        and (has_any_column_privilege('anon', t.oid, 'select') or has_any_column_privilege('authenticated', t.oid, 'select'))
        and not exists (select 1 from pg_policy p where p.polrelid = t.oid)`,
  },
  {
    name: "duplicate_index (0009)",
    about: "two indexes alike: each write pays for both",
    query: `
      select format('%s: %s', i.indrelid::regclass, string_agg(i.indexrelid::regclass::text, ', ')) as finding
      from pg_index i join pg_class t on t.oid = i.indrelid
      where t.relnamespace = 'public'::regnamespace
      group by i.indrelid, i.indkey::text, i.indclass::text, i.indoption::text, pg_get_expr(i.indpred, i.indrelid),
        pg_get_expr(i.indexprs, i.indrelid)
      having count(*) > 1`,
  },
  {
    name: "security_definer_view (0010)",
    about: "a view shows rows past the policies of its reader",
    query: `
      select v.oid::regclass::text as finding from pg_class v
      where v.relkind = 'v' and v.relnamespace = 'public'::regnamespace
        and not coalesce('security_invoker=true' = any (v.reloptions) or 'security_invoker=on' = any (v.reloptions), false)`,
  },
  {
    name: "function_search_path_mutable (0011)",
    about: "a caller's search path decides which tables it means",
    query: `
      select f.oid::regprocedure::text as finding from pg_proc f
      where f.pronamespace = 'public'::regnamespace
        and not exists (select 1 from unnest(f.proconfig) as setting where setting like 'search_path=%')`,
  },
  {
    name: "extension_in_public (0014)",
    about: "its functions are offered by the API",
    query: `select e.extname as finding from pg_extension e where e.extnamespace = 'public'::regnamespace`,
  },
  {
    name: "rls_references_user_metadata (0015)",
    about: "a policy trusts what people may change themselves",
    query: `
      select format('%s: %s', p.tablename, p.policyname) as finding from pg_policies p
      where p.schemaname = 'public' and concat(p.qual, p.with_check) ~ 'user_metadata'`,
  },
  {
    name: "materialized_view_in_api (0016), foreign_table_in_api (0017)",
    about: "they know no policies",
    query: `
      select t.oid::regclass::text as finding from pg_class t
      where t.relkind in ('m', 'f') and t.relnamespace = 'public'::regnamespace
        and (has_table_privilege('anon', t.oid, 'select') or has_table_privilege('authenticated', t.oid, 'select'))`,
  },
  {
    name: "rls_policy_always_true (0024)",
    about: "a policy for writing that lets everybody write",
    query: `
      select format('%s: %s', p.tablename, p.policyname) as finding from pg_policies p
      where p.schemaname = 'public' and p.cmd <> 'SELECT' and 'true' in (p.qual, p.with_check)`,
  },
  {
    name: "security_definer_function_executable (0028, 0029)",
    about: "people call a function that acts as the owner of the tables",
    query: `
      select f.oid::regprocedure::text as finding from pg_proc f
      where f.pronamespace = 'public'::regnamespace and f.prosecdef
        and (has_function_privilege('anon', f.oid, 'execute') or has_function_privilege('authenticated', f.oid, 'execute'))`,
  },
];

/** @returns the findings of each lint, in the order above */
export async function runLints(sql: Sql): Promise<{ lint: Lint; findings: string[] }[]> {
  const results = [];
  for (const lint of LINTS) {
    const rows = await sql.unsafe<{ finding: string }[]>(lint.query);
    results.push({ lint, findings: rows.map(({ finding }) => finding) });
  }
  return results;
}
