import type { Expression } from "./expressions";
import type { EventPayload, StoredEvent } from "./types";

/** Something that one coming event sets off: a wait that resumes, or a run that is canceled. */
export type Listener = {
  eventName: string;
  /** Sees the run's own trigger as `event`, the candidate as `async`. None: any by that name. */
  expression?: Expression;
  trigger: EventPayload;
  onMatch: (event: EventPayload) => void;
};

/** Listeners by event name. There is no look-back: an event only meets who listens already. */
export type Listeners = {
  /** Returns what takes the listener away again. */
  add: (listener: Listener) => () => void;
  /** Hands the event to every listener that it matches; each is called once and then gone. */
  deliver: (event: StoredEvent) => void;
};

export function createListeners(): Listeners {
  const byName = new Map<string, Set<Listener>>();

  const remove = (listener: Listener) => {
    const listening = byName.get(listener.eventName);
    if (!listening?.delete(listener)) return;
    if (listening.size === 0) byName.delete(listener.eventName);
  };

  return {
    add(listener) {
      const listening = byName.get(listener.eventName) ?? new Set();
      byName.set(listener.eventName, listening.add(listener));
      return () => remove(listener);
    },
    deliver({ payload }) {
      // A copy: what a match sets off may add listeners, and those must not see this event.
      for (const listener of [...(byName.get(payload.name) ?? [])]) {
        const scope = { event: listener.trigger, async: payload };
        if (listener.expression && !listener.expression.matches(scope)) continue;
        // A match of an earlier listener may have ended this one's run meanwhile.
        if (!byName.get(payload.name)?.has(listener)) continue;
        remove(listener);
        listener.onMatch(payload);
      }
    },
  };
}
