import type { Sql, TransactionSql } from "postgres";
import type { Identity } from "./tokens";

class Rollback extends Error {}

/**
 * Whether the policies on `realtime.messages` let the identity read the topic.
 *
 * As hosted Realtime asks it: a probe row is written as the owner, looked for as the user and rolled
 * back. The probe has neither event nor payload, so policies see only topic, extension and `auth.*`.
 *
 * @throws the database's error when a policy itself fails
 */
export async function canRead(sql: Sql, topic: string, identity: Identity): Promise<boolean> {
  let visible = false;
  await sql
    .begin(async (tx) => {
      visible = await probe(tx, topic, identity);
      throw new Rollback();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Rollback)) throw error;
    });
  return visible;
}

async function probe(tx: TransactionSql, topic: string, { role, claims }: Identity) {
  const [row] = await tx<{ id: string }[]>`
    insert into realtime.messages (topic, extension) values (${topic}, 'broadcast') returning id`;
  if (!row) throw new Error("The probe row was not written.");
  const subject = typeof claims.sub === "string" ? claims.sub : "";
  await tx`
    select set_config('role', ${role}, true),
           set_config('realtime.topic', ${topic}, true),
           set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
           set_config('request.jwt.claim.sub', ${subject}, true),
           set_config('request.jwt.claim.role', ${role}, true),
           set_config('request.headers', '{}', true)`;
  const found = await tx`select from realtime.messages where id = ${row.id}`;
  return found.length > 0;
}
