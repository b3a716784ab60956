import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres, { type Sql } from "postgres";
import { prepareDatabase } from "./database";
import { startPostgres } from "./postgres";

/**
 * The tables, enums and functions of the migrations as types for supabase-js, and the newest of them: what
 * `supabase gen types` writes, without Docker. `npm run db:types` writes the file; a test holds it equal to the migrations.
 */

export const TYPES_FILE = fileURLToPath(
  new URL("../../lib/supabase/database.types.ts", import.meta.url),
);

const SCALARS: Record<string, string> = {
  bool: "boolean",
  float8: "number",
  int2: "number",
  int4: "number",
  int8: "number",
  json: "Json",
  jsonb: "Json",
  numeric: "number",
  text: "string",
  date: "string",
  timestamptz: "string",
  uuid: "string",
  void: "undefined",
};

type Named = { name: string; type: string };

export async function makeDatabaseTypes(sql: Sql): Promise<string> {
  const enums = await sql<{ name: string; words: string[] }[]>`
    select t.typname as name, array_agg(e.enumlabel::text order by e.enumsortorder) as words
    from pg_type t join pg_enum e on e.enumtypid = t.oid
    where t.typnamespace = 'public'::regnamespace group by t.typname order by t.typname`;
  const tables = await sql<
    { name: string; columns: (Named & { optional: boolean; nullable: boolean })[] }[]
  >`
    select c.relname as name, json_agg(json_build_object(
      'name', a.attname, 'type', t.typname, 'nullable', not a.attnotnull,
      'optional', not a.attnotnull or a.atthasdef or a.attidentity <> ''
    ) order by a.attnum) as columns
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' group by c.relname order by c.relname`;
  // What takes or returns whole rows is a step of another function; nobody calls it from outside.
  const functions = await sql<
    { name: string; returns: string; args: (Named & { optional: boolean })[] }[]
  >`
    select p.proname as name, r.typname as returns, coalesce((
      select json_agg(json_build_object(
        'name', p.proargnames[i.nth], 'type', t.typname, 'optional', i.nth > p.pronargs - p.pronargdefaults
      ) order by p.proargnames[i.nth])
      from unnest(p.proargtypes::oid[]) with ordinality as i(type, nth) join pg_type t on t.oid = i.type
    ), '[]') as args
    from pg_proc p join pg_type r on r.oid = p.prorettype
    where p.pronamespace = 'public'::regnamespace and not p.proretset and r.typtype <> 'c' and r.typname <> 'trigger'
      and not exists (
        select 1 from unnest(p.proargtypes::oid[]) as a(type) join pg_type t on t.oid = a.type where t.typtype = 'c'
      )
    order by p.proname`;

  const [newest] = await sql<{ version: string }[]>`
    select max(version) as version from supabase_migrations.schema_migrations`;

  const enumNames = new Set(enums.map(({ name }) => name));
  const typeOf = (type: string): string => {
    if (type.startsWith("_")) return `${typeOf(type.slice(1))}[]`;
    if (enumNames.has(type)) return `Enums["${type}"]`;
    const scalar = SCALARS[type];
    if (!scalar) throw new Error(`There is no TypeScript type for ${type}: add it to SCALARS.`);
    return scalar;
  };
  const orNull = (isNullable: boolean) => (isNullable ? " | null" : "");
  const fields = <Field extends Named>(list: Field[], write: (field: Field) => string) =>
    `{ ${list.map(write).join("; ")} }`;

  return `// Written by npm run db:types from supabase/migrations.

/** What a database must have for this code to run on it. */
export const NEWEST_MIGRATION = "${newest?.version}";

/** Parsed with zod where it is read. */
type Json = unknown;

type Enums = {
${enums.map(({ name, words }) => `  ${name}: ${words.map((word) => `"${word}"`).join(" | ")};`).join("\n")}
};

export type Database = {
  public: {
    Tables: {
${tables
  .map(({ name, columns }) => {
    const row = fields(columns, (c) => `${c.name}: ${typeOf(c.type)}${orNull(c.nullable)}`);
    const write = (isInsert: boolean) =>
      fields(
        columns,
        (c) =>
          `${c.name}${isInsert && !c.optional ? "" : "?"}: ${typeOf(c.type)}${orNull(c.nullable)}`,
      );
    return `      ${name}: { Row: ${row}; Insert: ${write(true)}; Update: ${write(false)}; Relationships: [] };`;
  })
  .join("\n")}
    };
    Views: Record<never, never>;
    Functions: {
${functions
  .map(({ name, args, returns }) => {
    // A function takes null where its code does; the database cannot say where.
    const taken = fields(
      args,
      (arg) => `${arg.name}${arg.optional ? "?" : ""}: ${typeOf(arg.type)} | null`,
    );
    return `      ${name}: { Args: ${args.length > 0 ? taken : "Record<never, never>"}; Returns: ${typeOf(returns)} };`;
  })
  .join("\n")}
    };
    Enums: Enums;
    CompositeTypes: Record<never, never>;
  };
};
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const dataDir = await mkdtemp(join(tmpdir(), "ringround-types-"));
  const server = await startPostgres({ dataDir, durable: false });
  try {
    const migrationsDir = fileURLToPath(new URL("../../supabase/migrations", import.meta.url));
    await prepareDatabase({ databaseUrl: server.url, migrationsDir });
    const sql = postgres(server.url, { max: 1 });
    await writeFile(TYPES_FILE, await makeDatabaseTypes(sql));
    await sql.end();
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
