import type { BehaviorName } from "../behaviors";
import type { CallRecord, CallStatus, Delivery } from "../calls/call-record";
import { type Core, numberOf } from "../core";

/** One dialed number, as tests and the page see it. Times are ISO 8601. */
export type DialView = {
  callId: string;
  number: string;
  externalId: string | null;
  name: string | null;
  behavior: BehaviorName;
  status: CallStatus;
  endedReason: string | null;
  /** When the request came; the call holds a line from here until `endedAt`. */
  dialedAt: string;
  startedAt: string | null;
  endedAt: string | null;
  reportedAt: string | null;
  /** Answered 201 without a line: it never held one. */
  isBlocked: boolean;
  webhooks: Pick<Delivery, "kind" | "state" | "attempts" | "lastAnswer">[];
};

export function dialsOf(core: Core): DialView[] {
  return core.store.calls().map((call) => ({
    callId: call.id,
    number: numberOf(call),
    externalId: call.request.customer.externalId ?? null,
    name: call.request.name ?? null,
    behavior: call.behavior,
    status: call.status,
    endedReason: call.endedReason ?? null,
    dialedAt: new Date(call.createdAt).toISOString(),
    startedAt: iso(call.startedAt),
    endedAt: iso(call.endedAt),
    reportedAt: iso(call.reportedAt),
    isBlocked: call.isBlocked,
    webhooks: core.store
      .deliveries(call.id)
      .map(({ kind, state, attempts, lastAnswer }) => ({ kind, state, attempts, lastAnswer })),
  }));
}

const iso = (at: number | undefined): string | null =>
  at === undefined ? null : new Date(at).toISOString();

/** The most calls that ever held a line at the same moment; a call that ends frees its line for one that begins then. */
export function maxConcurrent(calls: readonly CallRecord[]): number {
  const changes = calls
    .filter((call) => !call.isBlocked)
    .flatMap((call) => [
      { at: call.createdAt, by: 1 },
      { at: call.endedAt ?? Number.POSITIVE_INFINITY, by: -1 },
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by);

  let live = 0;
  let most = 0;
  for (const change of changes) {
    live += change.by;
    most = Math.max(most, live);
  }
  return most;
}
