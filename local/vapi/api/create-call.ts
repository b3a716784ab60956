import type { Context } from "hono";
import { type Core, numberOf } from "../core";
import { type Accepted, readCreateCall } from "../create-call/accept";
import { callPayload } from "../payloads/messages";
import type { OverLimitVariant } from "./over-limit";
import { overLimitAnswer, subscriptionLimits } from "./over-limit";
import { type Env, giveFaultyAnswer, refuse, unsupported } from "./replies";

/** `POST /call`: refused bodies and calls without a line are never placed; a placed call runs whatever the answer is. */
export function createCallRoute(core: Core) {
  return async (c: Context<Env>): Promise<Response> => {
    core.counts.create += 1;
    const refused = (response: Response | Promise<Response>) => {
      core.counts.refused += 1;
      return response;
    };

    const body = await readJson(c);
    if (body === undefined) return refused(refuse(c, 400, "Unexpected token in JSON"));
    const verdict = readCreateCall(body);
    if (verdict.kind === "refused") return refused(refuse(c, 400, verdict.message));
    if (verdict.kind === "unsupported") return refused(unsupported(c, verdict.what));

    const { request } = verdict;
    const where = { number: request.customer.number };
    const before = core.faults.take("fail-before-placing", where);
    if (before) return refused(giveFaultyAnswer(c, before.answer));

    const variant = overLimit(core, request);
    const refusal = variant && overLimitAnswer(variant);
    if (refusal) return refused(c.json(refusal.body, refusal.status, refusal.headers));

    const isBlocked = variant !== null;
    const call = core.exchange.place(request, isBlocked);
    const after = core.faults.take("fail-after-placing", { number: numberOf(call) });
    if (after) return giveFaultyAnswer(c, after.answer);
    const limits = subscriptionLimits(core.lines, core.store.liveCount(), isBlocked);
    return c.json({ ...callPayload(call, core.baseUrl()), subscriptionLimits: limits }, 201);
  };
}

/** How this call is told that there is no line; null when there is one. */
function overLimit(core: Core, request: Accepted): OverLimitVariant | null {
  const isFull = core.store.liveCount() >= core.lines;
  const fault = core.faults.take(
    "over-limit",
    { number: request.customer.number },
    (armed) => isFull || !armed.whenFull,
  );
  return fault?.variant ?? (isFull ? core.overLimit : null);
}

async function readJson(c: Context<Env>): Promise<unknown> {
  try {
    return await c.req.json();
  } catch {
    return undefined;
  }
}
