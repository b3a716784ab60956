import type { Context } from "hono";
import type { CallRecord } from "../calls/call-record";
import { type Core, numberOf } from "../core";
import { callPayload } from "../payloads/messages";
import { queryComplaints, selectCalls } from "./list-query";
import { type Env, giveFaultyAnswer, refuse, untilClosed } from "./replies";

type Lag = { number?: string; delayMs?: number; hiddenForMs?: number };

/** `GET /call`. A lag hides young calls, of one number where it names one. */
export function listCallsRoute(core: Core) {
  return async (c: Context<Env>): Promise<Response> => {
    core.counts.list += 1;
    const fault = core.faults.take("list-fails", {});
    if (fault) return giveFaultyAnswer(c, fault.answer);

    const query = c.req.query();
    const complaints = queryComplaints(query);
    if (complaints.length > 0) return refuse(c, 400, complaints);

    const lag = core.faults.take("list-lags", {});
    if (lag?.delayMs) await untilClosed(c, lag.delayMs);
    const visible = core.store.calls().filter((call) => !isHidden(call, lag));
    return c.json(selectCalls(visible, query).map((call) => callPayload(call, core.baseUrl())));
  };
}

/** `GET /call/:id`. */
export function getCallRoute(core: Core) {
  return async (c: Context<Env>): Promise<Response> => {
    core.counts.get += 1;
    const call = core.store.call(c.req.param("id") ?? "");
    const where = { number: call && numberOf(call) };
    const fault = core.faults.take("get-fails", where);
    if (fault) return giveFaultyAnswer(c, fault.answer);

    const lag = core.faults.take("get-lags", where);
    if (lag?.delayMs) await untilClosed(c, lag.delayMs);
    if (!call || isHidden(call, lag)) return refuse(c, 404, "Call Not Found.");
    return c.json(callPayload(call, core.baseUrl()));
  };
}

function isHidden(call: CallRecord, lag: Lag | undefined): boolean {
  if (lag?.hiddenForMs === undefined) return false;
  if (lag.number !== undefined && lag.number !== numberOf(call)) return false;
  return Date.now() - call.createdAt < lag.hiddenForMs;
}
