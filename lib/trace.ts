import { AsyncLocalStorage } from "node:async_hooks";
import { perProcess } from "./per-process";

/**
 * What is being done, and for whom: every log line that is written meanwhile carries these ids, and where traces are
 * exported (lib/otel.ts) the work is a span. Ids alone: never a number, a name, an address or a word of a call.
 */
export type Ids = { batchId?: string; attemptId?: string; callId?: string; runId?: string };

type Place = {
  /** The span that this work is: that of the batch or of the attempt, of which each has one. */
  is?: "batch" | "attempt";
  /** The span that it belongs to where no other is around it; that of its batch by default. */
  under?: "attempt";
};

export type Span = Place & { name: string; ids: Ids; parent: Span | null };

/** Told when the work of a span begins; returns what is told when it is over. */
export type Tracer = (span: Span) => (error: unknown) => void;

const spans = new AsyncLocalStorage<Span>();
const tracer = perProcess<Tracer>("tracer");

/** From here on every span is reported. */
export function traceWith(next: Tracer): void {
  tracer.value = next;
}

/** The ids of the work that is being done here; empty outside of any. */
export const currentIds = (): Ids => spans.getStore()?.ids ?? {};

/** Adds what has become known meanwhile to the work that is being done here. */
export function noteIds(ids: Ids): void {
  Object.assign(spans.getStore()?.ids ?? {}, ids);
}

/** Does work under a name, with the ids of what is around it and these. */
export function traced<T>(
  name: string,
  ids: Ids,
  work: () => Promise<T>,
  place: Place = {},
): Promise<T> {
  const parent = spans.getStore() ?? null;
  const span: Span = { ...place, name, ids: { ...parent?.ids, ...ids }, parent };
  return spans.run(span, async () => {
    const end = tracer.value?.(span);
    try {
      const result = await work();
      end?.(null);
      return result;
    } catch (error) {
      end?.(error);
      throw error;
    }
  });
}
