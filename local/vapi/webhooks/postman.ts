import type { CallRecord, Delivery, StepName } from "../calls/call-record";
import type { Entry, Store } from "../calls/store";
import { settingsOf } from "../create-call/settings";
import type { Faults } from "../inspector/faults";
import { corrupt, type Letter, letterOf, send } from "./letter";
import { retryDelayMs } from "./retry";

export type PostmanOptions = {
  store: Store;
  commit: (entry: Entry) => void;
  faults: Faults;
  timeScale: number;
  baseUrl: () => string;
  log: (line: string) => void;
  onChange: () => void;
};

export type Postman = {
  post: (delivery: Delivery) => void;
  /** Takes up a webhook of an earlier run where it stood: a retry waits for its time, all else leaves at once. */
  resume: (delivery: Delivery) => void;
  /** Requests on their way and further copies of duplicates; retries that wait are pending deliveries. */
  underWay: () => number;
  /** Gives up what is under way, without a trace: as if the process had ended. It can be used again afterwards. */
  stop: () => Promise<void>;
};

// A receiver that hangs holds up the call's next webhook for so long, not for its whole timeout (20 s by default).
const ORDER_PATIENCE_MS = 5000;

/**
 * Delivers webhooks. Those of one call leave in order: each waits until the one before has been answered for the first
 * time. A retry does not hold up the following ones, so a receiver that fails sees them out of order.
 */
export function createPostman(options: PostmanOptions): Postman {
  const { store, commit, faults } = options;
  let stopped = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<unknown>>();
  const tails = new Map<string, Promise<unknown>>();
  const held = new Map<string, Letter[]>();

  const track = (work: Promise<unknown>) => {
    const tracked = work.finally(() => {
      running.delete(tracked);
      options.onChange();
    });
    running.add(tracked);
  };
  const later = (ms: number, then: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      then();
    }, ms);
    timers.add(timer);
  };
  const note = (delivery: Delivery, change: Partial<Delivery>) =>
    commit({ entry: "delivery", delivery: { ...delivery, ...change } });

  const attempt = async (letter: Letter, attempts: number): Promise<void> => {
    const { delivery, number } = letter;
    const { signal } = stopped;
    const damage = faults.take("webhook-corrupt", { number, kind: delivery.kind });
    const answer = await send(damage ? corrupt(letter, damage.how) : letter, signal);
    if (signal.aborted) return;

    const made = { attempts: attempts + 1, lastAnswer: answer.text };
    if (answer.isOk) return note(delivery, { ...made, state: "delivered" });
    const delayMs = retryDelayMs(letter.server.backoffPlan, made.attempts, answer.status);
    if (delayMs === null) {
      options.log(`webhook ${delivery.kind} of call ${delivery.callId} is lost: ${answer.text}`);
      return note(delivery, { ...made, state: "failed" });
    }
    const waitMs = delayMs * options.timeScale;
    note(delivery, { ...made, nextAt: Date.now() + waitMs });
    later(waitMs, () => track(attempt(letter, made.attempts)));
  };

  const dispatch = (letter: Letter) => {
    const { callId, attempts } = letter.delivery;
    const before = tails.get(callId);
    const { signal } = stopped;
    const inTurn = async () => {
      if (before) await settledWithin(before, ORDER_PATIENCE_MS);
      await attempt(letter, attempts);
      if (tails.get(callId) === first) tails.delete(callId);
      const next = held.get(callId)?.pop();
      if (next && !signal.aborted) dispatch(next);
    };
    const first = inTurn();
    tails.set(callId, first);
    track(first);
  };

  const post = (delivery: Delivery) => {
    const call = store.call(delivery.callId);
    const letter = call && letterOf(call, delivery, options.baseUrl());
    if (!letter) return;
    const where = { number: letter.number, kind: delivery.kind };

    if (faults.take("webhook-drop", where)) {
      note(delivery, { state: "dropped" });
      return options.onChange();
    }
    const duplicate = faults.take("webhook-duplicate", where);
    for (let copy = 1; copy < (duplicate?.copies ?? 1); copy++) track(send(letter, stopped.signal));

    const delay = faults.take("webhook-delay", where);
    if (delay) return later(delay.delayMs, () => track(attempt(letter, delivery.attempts)));
    if (!isLast(call, delivery.kind) && faults.take("webhook-reorder", where)) {
      held.set(call.id, [...(held.get(call.id) ?? []), letter]);
      return;
    }
    dispatch(letter);
  };

  return {
    post,
    resume: (delivery) => {
      const call = store.call(delivery.callId);
      const letter = call && letterOf(call, delivery, options.baseUrl());
      if (!letter) return;
      if (delivery.attempts === 0) return dispatch(letter);
      const waitMs = Math.max(0, delivery.nextAt - Date.now());
      later(waitMs, () => track(attempt(letter, delivery.attempts)));
    },
    underWay: () => running.size,
    stop: async () => {
      stopped.abort();
      for (const timer of timers) clearTimeout(timer);
      await Promise.allSettled(running);
      for (const memory of [timers, tails, held]) memory.clear();
      stopped = new AbortController();
    },
  };
}

/** Nothing follows: a letter held back for the next one would never leave. */
function isLast(call: CallRecord, kind: StepName): boolean {
  const reports = settingsOf(call.request).serverMessages.includes("end-of-call-report");
  return kind === "report" || (kind === "ended" && !reports);
}

async function settledWithin(work: Promise<unknown>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, patience]);
  clearTimeout(timer);
}
