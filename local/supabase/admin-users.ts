import type { Sql } from "postgres";
import type { Keys } from "./lite";

const PATH = /^\/auth\/v1\/admin\/users\/([0-9a-f-]{36})$/i;

const refuse = (status: number, error_code: string, msg: string) =>
  Response.json({ code: status, error_code, msg }, { status });

/**
 * `GET` and `DELETE /auth/v1/admin/users/:id`, which @supabase/lite lacks. With a user go all rows that hang on it. Answers
 * as the Auth server does.
 * @returns null for any other request
 */
export async function answerAdmin(
  request: Request,
  { sql, keys }: { sql: Sql; keys: Keys },
): Promise<Response | null> {
  const userId = PATH.exec(new URL(request.url).pathname)?.[1];
  if (userId === undefined || !["GET", "DELETE"].includes(request.method)) return null;
  if (request.headers.get("authorization") !== `Bearer ${keys.secretKey}`)
    return refuse(403, "not_admin", "User not allowed");
  const [user] =
    request.method === "GET"
      ? await sql`select id, aud, role, email from auth.users where id = ${userId}`
      : await sql`delete from auth.users where id = ${userId} returning id`;
  if (!user) return refuse(404, "user_not_found", "User not found");
  return Response.json(request.method === "GET" ? user : {});
}
