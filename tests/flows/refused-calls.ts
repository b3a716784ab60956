import { SIGNATURE_HEADER, signAttempt } from "@/lib/calls/webhook-signature";
import { eventually } from "@/tests/support/eventually";
import type { Person, Product } from "@/tests/support/product";

export type RefusedCalls = ReturnType<typeof refusedCalls>;

/** What tests of calls for which the phone service has no line work with. */
export function refusedCalls(product: Product, person: Person) {
  const dialsOf = async (number: string) =>
    (await product.simulator()).calls.filter((call) => call.number === number);

  /** The rows of a batch with one provider, in the order in which they were dialed. */
  const rowsOf = async (executionId: string) => [
    ...(await product.sql`
        select * from public.attempts where batch_id = ${executionId} order by number, refusals`),
  ];

  async function attemptOf(executionId: string) {
    const row = (await rowsOf(executionId)).at(-1);
    if (!row) throw new Error("The batch has no attempt.");
    return row;
  }

  /** What waits in the queue stays there until the database is whole again; the first claim belongs to begin_batch. */
  function holdQueue() {
    for (const only of ["claim_attempts", "sweep"])
      product.database.arm({ how: "unavailable", only, count: 10_000 });
  }

  /** Gives free lines away as the cron does, until the batch has ended. */
  async function finish(serviceRequestId: string) {
    return eventually(
      async () => {
        await fetch(`${product.stack.urls.app}/test/sweep`, { method: "POST" });
        return product.status(person, serviceRequestId);
      },
      ({ isFinal }) => isFinal,
      { timeoutMs: 60_000, intervalMs: 100 },
    );
  }

  function deliver(attemptId: string, message: Record<string, unknown>): Promise<Response> {
    return product.request(
      null,
      "POST",
      `/api/v1/vapi/webhook/${attemptId}`,
      { message: { timestamp: Date.now(), ...message } },
      { [SIGNATURE_HEADER]: signAttempt(product.stack.env.WEBHOOK_SECRET ?? "", attemptId) },
    );
  }

  return { dialsOf, rowsOf, attemptOf, holdQueue, finish, deliver };
}
