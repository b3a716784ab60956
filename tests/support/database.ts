import { randomUUID } from "node:crypto";
import postgres, { type Sql, type TransactionSql } from "postgres";
import { inject } from "vitest";
import { adminUrl, ownerUrl } from "@/local/supabase/database";
import { deleteRows, schemaOf } from "./empty-database";

export type ApiRole = "anon" | "authenticated" | "service_role";

export type TestDatabase = {
  /** Connects as `postgres`, the owner that runs migrations: no superuser, but past every policy. */
  url: string;
  sql: Sql;
  /** Runs the callback in one transaction as an API role, signed in as the user or as nobody. */
  asRole: <Result>(
    role: ApiRole,
    userId: string | null,
    run: (tx: TransactionSql) => Promise<Result>,
  ) => Promise<Result>;
  /** Inserts a confirmed user who has no password. */
  insertUser: (email?: string) => Promise<string>;
  close: () => Promise<void>;
};

type DatabaseOptions = {
  /** Size of the owner's pool; suites about parallel work want more than the default 10. */
  connections?: number;
};

/** Clones that earlier tests of this worker have left, emptied: which takes a twentieth of the time of another clone. */
const kept: { database: TestDatabase; drop: () => Promise<void>; empty: () => Promise<boolean> }[] =
  [];

/** A clone of the run's template: system schemas and all migrations, no rows. */
export async function createDatabase({
  connections = 10,
}: DatabaseOptions = {}): Promise<TestDatabase> {
  const clone = (connections === 10 && kept.pop()) || (await cloneTemplate(connections));
  return {
    ...clone.database,
    close: async () => {
      if (connections === 10 && (await clone.empty())) kept.push(clone);
      else await clone.drop();
    },
  };
}

async function cloneTemplate(connections: number): Promise<(typeof kept)[number]> {
  const source = inject("database");
  if ("error" in source) throw new Error(`There is no template database. ${source.error}`);

  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const server = postgres(source.serverUrl, { max: 1, onnotice: () => undefined });
  await server`create database ${server(name)} template ${server(source.template)} owner postgres`;

  const url = new URL(ownerUrl(source.serverUrl));
  url.pathname = name;
  const database = connectDatabase(url.href, connections);
  const admin = postgres(adminUrl(url.href), { max: 1, onnotice: () => undefined });
  const schema = await schemaOf(admin);
  return {
    database,
    empty: async () => {
      try {
        await deleteRows(admin);
        return (await schemaOf(admin)) === schema;
      } catch {
        // A server under test may still hold locks while its own close is on the way.
        return false;
      }
    },
    drop: async () => {
      await Promise.all([database.close(), admin.end()]);
      // Forced: a server under test may still hold connections while its own close is on the way.
      await server`drop database ${server(name)} with (force)`;
      await server.end();
    },
  };
}

/** The same helpers over any prepared database, as the contract suites need for a hosted project. */
export function connectDatabase(url: string, connections: number): TestDatabase {
  const sql = postgres(url, { max: connections, onnotice: () => undefined });
  return {
    url,
    sql,
    asRole: (role, userId, run) =>
      sql.begin(async (tx) => {
        await actAs(tx, role, userId);
        return run(tx);
      }) as ReturnType<typeof run>,
    insertUser: (email) => insertUser(sql, email),
    close: () => sql.end({ timeout: 5 }),
  };
}

/** Takes a role and its claims for the rest of the transaction, as PostgREST does for each request. */
async function actAs(tx: TransactionSql, role: ApiRole, userId: string | null) {
  const claims = { role, ...(userId && { sub: userId, aud: role }) };
  await tx`
    select set_config('role', ${role}, true),
           set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;
}

async function insertUser(sql: Sql, email = `${randomUUID()}@example.test`): Promise<string> {
  const id = randomUUID();
  await sql`
    insert into auth.users (id, aud, role, email, email_confirmed_at)
    values (${id}, 'authenticated', 'authenticated', ${email}, now())`;
  return id;
}
