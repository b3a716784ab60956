import { settingsOf } from "../create-call/settings";
import { type CallRecord, type Delivery, isLive, type Step } from "./call-record";
import { cutPlan } from "./plan-call";

/** Everything that ever changes the simulator's memory; the journal is a list of these. */
export type Entry =
  | { entry: "call"; call: CallRecord; deliveries: Delivery[] }
  | { entry: "step"; id: string }
  | { entry: "cut"; id: string; at: number; reason: string }
  | { entry: "revise"; id: string; at: number; usd: number }
  | { entry: "delivery"; delivery: Delivery }
  | { entry: "reset" };

export type Store = {
  apply: (entry: Entry) => void;
  /** Oldest first. */
  calls: () => CallRecord[];
  call: (id: string) => CallRecord | undefined;
  liveCount: () => number;
  deliveries: (callId: string) => Delivery[];
  pendingDeliveries: () => Delivery[];
  /** What a journal needs to hold to rebuild the newest `calls` calls and every unfinished one. */
  snapshot: (calls: number) => Entry[];
};

/** The calls and webhooks in memory. Only `apply` changes them, so that a replayed journal ends in the same state. */
export function createStore(): Store {
  const calls = new Map<string, CallRecord>();
  const deliveries = new Map<string, Map<Delivery["kind"], Delivery>>();

  const callOrThrow = (id: string): CallRecord => {
    const call = calls.get(id);
    if (!call) throw new Error(`the journal names a call that it does not hold: ${id}`);
    return call;
  };
  const keep = (delivery: Delivery) => {
    const ofCall = deliveries.get(delivery.callId) ?? new Map<Delivery["kind"], Delivery>();
    deliveries.set(delivery.callId, ofCall.set(delivery.kind, delivery));
  };
  const deliveriesOf = (callId: string) => [...(deliveries.get(callId)?.values() ?? [])];
  const isFinished = (call: CallRecord) =>
    call.done === call.plan.length &&
    deliveriesOf(call.id).every((item) => item.state !== "pending");

  return {
    apply: (entry) => {
      switch (entry.entry) {
        case "call":
          calls.set(entry.call.id, entry.call);
          entry.deliveries.forEach(keep);
          return;
        case "step": {
          const delivery = takeStep(callOrThrow(entry.id));
          if (delivery) keep(delivery);
          return;
        }
        case "cut": {
          const call = callOrThrow(entry.id);
          call.plan = cutPlan(call, entry.at);
          call.plannedReason = entry.reason;
          return;
        }
        case "revise": {
          const call = callOrThrow(entry.id);
          call.updatedAt = entry.at;
          call.revisedUsd = entry.usd;
          const delivery = deliveryOf(call, { name: "report", at: entry.at });
          if (delivery) keep(delivery);
          return;
        }
        case "delivery":
          keep(entry.delivery);
          return;
        case "reset":
          calls.clear();
          deliveries.clear();
      }
    },
    calls: () => [...calls.values()],
    call: (id) => calls.get(id),
    liveCount: () => [...calls.values()].filter(isLive).length,
    deliveries: deliveriesOf,
    pendingDeliveries: () =>
      [...deliveries.keys()].flatMap(deliveriesOf).filter((item) => item.state === "pending"),
    snapshot: (newest) => {
      const all = [...calls.values()];
      return all
        .filter((call, index) => index >= all.length - newest || !isFinished(call))
        .map((call) => ({ entry: "call", call, deliveries: deliveriesOf(call.id) }));
    },
  };
}

/** Moves a call to its next step and gives the webhook that is due for it, if the request wants one. */
function takeStep(call: CallRecord): Delivery | undefined {
  const step = call.plan[call.done];
  if (!step) throw new Error(`the journal moves call ${call.id} past its end`);
  call.done += 1;
  call.updatedAt = step.at;

  switch (step.name) {
    case "queued":
    case "ringing":
      call.status = step.name;
      break;
    case "in-progress":
      call.status = step.name;
      call.startedAt = step.at;
      break;
    case "ended":
      call.status = step.name;
      call.endedAt = step.at;
      call.endedReason = call.plannedReason;
      break;
    case "report":
      call.reportedAt = step.at;
  }

  return deliveryOf(call, step);
}

function deliveryOf(call: CallRecord, step: Step): Delivery | undefined {
  const { server, serverMessages } = settingsOf(call.request);
  const type = step.name === "report" ? "end-of-call-report" : "status-update";
  if (!server?.url || !serverMessages.includes(type)) return undefined;
  return { callId: call.id, kind: step.name, state: "pending", attempts: 0, nextAt: step.at };
}
