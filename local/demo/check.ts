import { z } from "zod";
import { ask, expectStatus, type Session } from "../launcher/demo-user";
import type { Accepted, Status } from "./api";

const attemptSchema = z.object({
  id: z.string(),
  provider_id: z.string(),
  status: z.string(),
  outcome: z.string().nullable(),
});
const batchSchema = z.object({ status: z.string(), ended_at: z.string().nullable() });

/**
 * Compares the last answer of the API with the tables, read as the signed-in user, and with the phone service.
 * @returns what is wrong, one sentence each; empty when all is well
 */
export async function checkDatabase(
  env: Record<string, string>,
  session: Session,
  accepted: Accepted,
  status: Status,
): Promise<string[]> {
  const read = (path: string) => readRows(env, session, path);
  const [batch] = z
    .array(batchSchema)
    .parse(await read(`batches?id=eq.${accepted.executionId}&select=status,ended_at`));
  const attempts = z
    .array(attemptSchema)
    .parse(
      await read(
        `attempts?batch_id=eq.${accepted.executionId}&select=id,provider_id,status,outcome`,
      ),
    );

  const problems: string[] = [];
  if (batch?.status !== "completed" || batch.ended_at === null) {
    problems.push(`The batch is ${batch?.status ?? "not in the database"}, not completed.`);
  }
  for (const provider of status.providers) {
    const rows = attempts.filter((attempt) => attempt.provider_id === provider.id);
    const [row] = rows;
    if (rows.length !== 1 || !row) {
      problems.push(`${provider.name} has ${rows.length} attempts in the database, not one.`);
    } else if (row.status !== "settled" || row.outcome !== provider.callStatus) {
      problems.push(
        `${provider.name} is ${row.status}/${row.outcome} in the database, and ${provider.callStatus} to the API.`,
      );
    }
  }
  const dialed = await readDialedAttempts(env);
  for (const { id, provider_id } of attempts) {
    const times = dialed.filter((attemptId) => attemptId === id).length;
    const name = status.providers.find((provider) => provider.id === provider_id)?.name;
    if (times !== 1) problems.push(`The phone service dialed ${name} ${times} times, not once.`);
  }
  const extra = attempts.length - status.providers.length;
  if (extra > 0) problems.push(`The database has ${extra} more attempts than there are providers.`);
  return problems;
}

/** The attempt of every call that the simulator was asked for. */
async function readDialedAttempts(env: Record<string, string>): Promise<(string | null)[]> {
  const answer = await ask(`${env.VAPI_BASE_URL}/__simulator/calls`);
  const body = await expectStatus(answer, 200, "Asking the simulator for its calls");
  const { calls } = z
    .object({ calls: z.array(z.object({ externalId: z.string().nullable() })) })
    .parse(body);
  return calls.map(({ externalId }) => externalId);
}

async function readRows(
  env: Record<string, string>,
  session: Session,
  path: string,
): Promise<unknown> {
  const answer = await ask(`${env.NEXT_PUBLIC_SUPABASE_URL}/rest/v1/${path}`, {
    headers: {
      apikey: env.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? "",
      Authorization: `Bearer ${session.access_token}`,
    },
  });
  return expectStatus(answer, 200, "Reading the database");
}
