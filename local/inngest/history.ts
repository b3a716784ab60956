import { hasEnded, type Run } from "./run";
import type { EventView, StoredEvent } from "./types";

/** The runs and events the engine remembers, oldest first. */
export type History = {
  addRun: (run: Run) => void;
  run: (runId: string) => Run | undefined;
  /** Newest first. */
  runs: () => Run[];
  addEvent: (event: StoredEvent) => void;
  /** By the id that `POST /e/:key` answered. */
  event: (internalId: string) => EventView | undefined;
  /** Newest first. */
  events: () => EventView[];
};

/**
 * Keeps the last `limit` events and, of the runs that have ended, the last `limit`: a development
 * session may last for days. A run that has not ended is never forgotten.
 */
export function createHistory(limit: number): History {
  const runs = new Map<string, Run>();
  const events = new Map<string, StoredEvent & { runIds: string[] }>();

  const prune = () => {
    if (runs.size <= limit) return;
    for (const [id, run] of runs) {
      if (!hasEnded(run)) continue;
      runs.delete(id);
      if (runs.size <= limit) return;
    }
  };

  const view = ({
    internalId,
    receivedAtMs,
    payload,
    runIds,
  }: StoredEvent & { runIds: string[] }) => ({
    internalId,
    receivedAtMs,
    event: payload,
    runIds: [...runIds],
  });

  return {
    addRun(run) {
      runs.set(run.id, run);
      events.get(run.trigger.internalId)?.runIds.push(run.id);
      prune();
    },
    run: (runId) => runs.get(runId),
    runs: () => [...runs.values()].reverse(),
    addEvent(event) {
      // A repeated request repeats its ids: the first copy knows the runs, so it stays.
      if (events.has(event.internalId)) return;
      events.set(event.internalId, { ...event, runIds: [] });
      for (const oldest of events.keys()) {
        if (events.size <= limit) break;
        events.delete(oldest);
      }
    },
    event(internalId) {
      const found = events.get(internalId);
      return found && view(found);
    },
    events: () => [...events.values()].reverse().map(view),
  };
}
