import { randomUUID } from "node:crypto";
import { behaviorOf } from "../behaviors";
import type { Accepted } from "../create-call/accept";
import type { Scripts } from "../inspector/script";
import { type CallRecord, type Delivery, isLive, type StepName } from "./call-record";
import { planCall } from "./plan-call";
import type { Entry, Store } from "./store";

export type ExchangeOptions = {
  store: Store;
  commit: (entry: Entry) => void;
  scripts: Scripts;
  timeScale: number;
  /** Told of every webhook that has become due. */
  onDelivery: (delivery: Delivery) => void;
};

export type Exchange = {
  place: (request: Accepted, isBlocked: boolean) => CallRecord;
  /** Hangs up; false when the call has ended already. */
  hangUp: (call: CallRecord) => boolean;
  /** Says that a call has cost another sum, and reports it once more. */
  revise: (call: CallRecord, usd: number) => void;
  /** Takes up the calls of an earlier run: what is overdue happens at once, in the order in which it was due. */
  resume: () => void;
  stop: () => void;
};

/** Places calls and moves them along their plans, by the clock on the wall. */
export function createExchange(options: ExchangeOptions): Exchange {
  const { store, commit } = options;
  const timers = new Map<string, NodeJS.Timeout>();

  const deliver = (call: CallRecord, kind: StepName | undefined) => {
    const delivery = store.deliveries(call.id).find((item) => item.kind === kind);
    if (delivery) options.onDelivery(delivery);
  };
  const takeStep = (call: CallRecord) => {
    const kind = call.plan[call.done]?.name;
    commit({ entry: "step", id: call.id });
    deliver(call, kind);
  };

  const arm = (call: CallRecord) => {
    clearTimeout(timers.get(call.id));
    const next = call.plan[call.done];
    if (!next) {
      timers.delete(call.id);
      return;
    }
    const due = () => {
      takeStep(call);
      arm(call);
    };
    timers.set(call.id, setTimeout(due, Math.max(0, next.at - Date.now())));
  };

  return {
    place: (request, isBlocked) => {
      const { number } = request.customer;
      const script = isBlocked ? undefined : options.scripts.take(number);
      const call = planCall({
        id: randomUUID(),
        request,
        now: Date.now(),
        timeScale: options.timeScale,
        behavior: script?.behavior ?? behaviorOf(number),
        script,
        isBlocked,
      });
      commit({ entry: "call", call, deliveries: [] });
      arm(call);
      return call;
    },

    hangUp: (call) => {
      if (!isLive(call)) return false;
      commit({ entry: "cut", id: call.id, at: Date.now(), reason: "manually-canceled" });
      while (isLive(call)) takeStep(call);
      arm(call);
      return true;
    },

    revise: (call, usd) => {
      commit({ entry: "revise", id: call.id, at: Date.now(), usd });
      deliver(call, "report");
    },

    resume: () => {
      const now = Date.now();
      store
        .calls()
        .flatMap((call) => call.plan.slice(call.done).map(({ at }) => ({ call, at })))
        .filter(({ at }) => at <= now)
        .sort((a, b) => a.at - b.at)
        .forEach(({ call }) => {
          takeStep(call);
        });
      store.calls().forEach(arm);
    },

    stop: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
