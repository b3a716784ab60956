import { eventually } from "@/tests/support/eventually";
import type { Product } from "@/tests/support/product";

/** Steers the simulator of the phone service. */
export function simulate(
  product: Product,
  route: string,
  method: string,
  body?: unknown,
): Promise<Response> {
  return fetch(`${product.stack.env.VAPI_BASE_URL}/__simulator/${route}`, {
    method,
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

/** Arms faults; the documented ones are in local/vapi/README.md. */
export async function armPhoneFaults(
  product: Product,
  faults: readonly Record<string, unknown>[],
): Promise<void> {
  for (const fault of faults) {
    const armed = await simulate(product, "faults", "POST", fault);
    if (armed.status !== 201)
      throw new Error(`The simulator refuses ${JSON.stringify(fault)}: ${await armed.text()}`);
  }
}

/** Says what the next calls of numbers come to. */
export async function scriptCalls(
  product: Product,
  scripts: readonly { number: string; next: readonly Record<string, unknown>[] }[],
): Promise<void> {
  for (const script of scripts) {
    const answer = await simulate(product, "script", "POST", script);
    if (!answer.ok)
      throw new Error(`The simulator refuses ${JSON.stringify(script)}: ${await answer.text()}`);
  }
}

export const dialCount = async (product: Product): Promise<number> =>
  (await product.simulator()).calls.filter((call) => !call.isBlocked).length;

// A busy machine dials late, and a part that was killed is back sooner.
const NO_MORE_DIALS_MS = 4000;

/** Waits until so many calls were dialed, but not for ever: a broken plan, or one whose rails forbid it, never gets there. */
export async function untilDials(product: Product, dials: number): Promise<void> {
  let last = { count: -1, at: Date.now() };
  await eventually(
    async () => {
      const count = await dialCount(product).catch(() => last.count);
      if (count > last.count) last = { count, at: Date.now() };
      return last;
    },
    ({ count, at }) => count >= dials || Date.now() > at + NO_MORE_DIALS_MS,
    { timeoutMs: 10_000, intervalMs: 10 },
  ).catch(() => undefined);
}

/** Resolves when nothing is under way any more, so that a dial that should not be has been made. */
export async function settleDown(product: Product): Promise<number> {
  await eventually(
    async () => {
      const { work } = (await (await fetch(`${product.stack.urls.inngest}/dev`)).json()) as {
        work: number;
      };
      const { live } = (await product.simulator()) as unknown as { live: number };
      return { work, live };
    },
    ({ work, live }) => work === 0 && live === 0,
    // Runs started again by the hundred take a busy machine a minute or two.
    { timeoutMs: 180_000, intervalMs: 50 },
  );
  return dialCount(product);
}
