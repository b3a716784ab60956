import { scriptCalls } from "@/tests/faults/simulator";
import { eventually } from "@/tests/support/eventually";
import type { Dial, Product } from "@/tests/support/product";

/** Calls that ring until the test lets them go, so that what it says of them holds on a slow machine as well. */

// A day, before the time scale: no test waits for the end of it.
const HELD = { behavior: "flat-quote", ringSeconds: 86_400 };

export const holdCalls = (product: Product, numbers: readonly string[]): Promise<void> =>
  scriptCalls(
    product,
    numbers.map((number) => ({ number, next: [HELD] })),
  );

/** Calls that are out just now, the oldest first. */
export const liveCalls = async (product: Product): Promise<Dial[]> =>
  (await product.simulator()).calls
    .filter((call) => call.endedAt === null)
    .sort((a, b) => a.dialedAt.localeCompare(b.dialedAt));

/** Waits until so many are out, and gives them. */
export const untilLive = (product: Product, count: number): Promise<Dial[]> =>
  eventually(
    () => liveCalls(product),
    (calls) => calls.length === count,
  );

/** Ends calls as a hang-up does, and waits until they are over. */
export async function letGo(product: Product, calls: readonly Dial[]): Promise<void> {
  for (const { callId } of calls)
    await fetch(`${product.stack.env.VAPI_BASE_URL}/${callId}/control`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ type: "end-call" }),
    });
  const ids = calls.map(({ callId }) => callId);
  await eventually(
    () => liveCalls(product),
    (live) => !live.some(({ callId }) => ids.includes(callId)),
  );
}

/** Lets go whatever is out until the request is final. */
export async function letAllGo(product: Product, serviceRequestId: string): Promise<void> {
  await eventually(
    async () => {
      await letGo(product, await liveCalls(product));
      return product.sql`
        select 1 from public.batches where service_request_id = ${serviceRequestId} and ended_at is null`;
    },
    (open) => open.length === 0,
    { timeoutMs: 100_000, intervalMs: 50 },
  );
}
