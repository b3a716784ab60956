import { newId } from "./ids";
import { isRecord } from "./json";
import type { Run } from "./run";
import type { EventPayload, RunError } from "./types";

/** Runs that such an event started tell nobody when they end: it would never stop. */
const UNANNOUNCED_TRIGGERS = new Set(["inngest/function.failed", "inngest/function.finished"]);

/** What the engine announces when a run has ended: always `finished`, then what it came to. */
export function lifecycleEvents(run: Run, nowMs: number): EventPayload[] {
  const event = run.trigger.payload;
  if (UNANNOUNCED_TRIGGERS.has(event.name)) return [];

  const data: Record<string, unknown> = {
    function_id: run.fn.id,
    run_id: run.id,
    _inngest: { status: run.status },
    event,
    events: [event],
  };
  if (run.error) data.error = announcedError(run.error);
  if (run.status === "Completed") data.result = run.output ?? null;
  if (run.status === "Failed") data.result = { ...run.error, __serialized: true };
  const correlationId = correlationOf(event);
  if (correlationId) data.correlation_id = correlationId;

  const announce = (name: string, id: string) => ({ name, id, data, ts: nowMs, user: {} });
  const events = [announce("inngest/function.finished", newId())];
  // The run id as event id: however often it is announced, a handler runs once.
  if (run.status === "Failed") events.push(announce("inngest/function.failed", run.id));
  if (run.status === "Cancelled") events.push(announce("inngest/function.cancelled", run.id));
  return events;
}

/** The event that starts a run of `step.invoke` or of `POST /invoke/:function`. */
export function invocationEvent(
  functionId: string,
  data: unknown,
  nowMs: number,
  caller: { correlationId?: string; stepName?: string } = {},
): EventPayload {
  const { correlationId, stepName = "" } = caller;
  return {
    name: "inngest/function.invoked",
    id: newId(),
    data: {
      ...(isRecord(data) ? data : {}),
      _inngest: {
        fn_id: functionId,
        ...(correlationId ? { correlation_id: correlationId } : {}),
        name: stepName,
      },
    },
    ts: nowMs,
    user: {},
  };
}

/**
 * What `step.invoke` gets from a run that has ended, as the step's memo. A canceled run has neither
 * a result nor an error, and the real engine then hands over the whole announcement.
 */
export function invocationResult(run: Run, nowMs: number): unknown {
  if (run.error) return { error: announcedError(run.error) };
  if (run.status === "Completed") return { data: run.output ?? null };
  return lifecycleEvents(run, nowMs)[0] ?? null;
}

/** The real engine labels every final failure so, whatever was thrown. */
function announcedError(error: RunError): RunError {
  return { error: "NonRetriableError", ...error };
}

function correlationOf(event: EventPayload): string | undefined {
  const meta = event.data?._inngest;
  return isRecord(meta) && typeof meta.correlation_id === "string"
    ? meta.correlation_id
    : undefined;
}
