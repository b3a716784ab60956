import type { Context } from "hono";
import { z } from "zod";
import { type Core, numberOf } from "../core";
import { settingsOf } from "../create-call/settings";
import { type Env, giveFaultyAnswer, refuse, unsupported } from "./replies";

const message = z.object({ type: z.string() });

/** `POST` to a call's control URL. Like the real one it needs no token unless the call's monitor plan asks for it. */
export function controlRoute(core: Core) {
  return async (c: Context<Env>): Promise<Response> => {
    core.counts.control += 1;
    const call = core.store.call(c.req.param("id") ?? "");
    if (!call) return refuse(c, 404, "Call Not Found.");
    const fault = core.faults.take("control-fails", { number: numberOf(call) });
    if (fault) return giveFaultyAnswer(c, fault.answer);

    const { monitorPlan } = settingsOf(call.request);
    if (monitorPlan.controlEnabled === false) return refuse(c, 404, "Control Is Not Enabled.");
    if (monitorPlan.controlAuthenticationEnabled && !c.req.header("Authorization"))
      return refuse(c, 401);

    const body = message.safeParse(await c.req.json().catch(() => null));
    if (!body.success) return refuse(c, 400, "the body must be a JSON object with a type");
    if (body.data.type !== "end-call")
      return unsupported(c, `the control message "${body.data.type}"`);
    return core.exchange.hangUp(call)
      ? c.json({ success: true })
      : refuse(c, 400, "Call Has Ended.");
  };
}
