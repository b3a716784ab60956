import {
  ROOT_CONTEXT,
  SamplingDecision,
  SpanStatusCode,
  TraceFlags,
  trace,
} from "@opentelemetry/api";
import { registerOTel } from "@vercel/otel";
import { type Span, type Tracer, traceWith } from "./trace";

/**
 * Spans for an OpenTelemetry collector. Loaded only where one is set (`instrumentation.ts`).
 *
 * The id of a batch is that of its trace, and the ids of its span and its attempts' are theirs: both are random, of the
 * sizes that the standard asks for. So every request, run and webhook knows its trace from what it is about, and no context
 * has to travel with events or in addresses, where it could be lost.
 */
const BATCH = "batch.id";

const hexOf = (id: string) => id.replaceAll("-", "");
/** The last 64 of the 128 bits: 62 of them are random. */
const spanIdOf = (id: string) => hexOf(id).slice(16);

const chosen = new WeakMap<Span, string>();

/** Chosen when it is first asked for, by the span itself or by one within it. */
function ownSpanId(span: Span): string {
  const known = chosen.get(span);
  if (known) return known;
  const id = span.is && span.ids[`${span.is}Id`];
  const spanId = spanIdOf(id || crypto.randomUUID());
  chosen.set(span, spanId);
  return spanId;
}

function parentSpanId({ is, under, ids, parent }: Span): string | undefined {
  // A sweep is of no batch, and no span.
  if (parent?.ids.batchId) return ownSpanId(parent);
  if (is === "batch") return undefined;
  const id = ids[`${under ?? "batch"}Id`];
  return id && spanIdOf(id);
}

/** Ids of spans are made where a span begins, and nowhere else can be told. */
let next = { traceId: "", spanId: "" };

/** Reports each span when it is over, as only then it is known whose it is; without a batch it is nobody's. */
const report: Tracer = (span) => {
  const startTime = Date.now();
  return (error) => {
    const { batchId, attemptId, callId, runId } = span.ids;
    if (!batchId) return;
    const traceId = hexOf(batchId);
    next = { traceId, spanId: ownSpanId(span) };
    const spanId = parentSpanId(span);
    const parent = spanId
      ? trace.setSpanContext(ROOT_CONTEXT, {
          traceId,
          spanId,
          traceFlags: TraceFlags.SAMPLED,
          isRemote: true,
        })
      : ROOT_CONTEXT;
    const attributes = {
      [BATCH]: batchId,
      "attempt.id": attemptId,
      "call.id": callId,
      "run.id": runId,
    };
    const reported = trace
      .getTracer("ringround")
      .startSpan(span.name, { startTime, attributes }, parent);
    // Its class alone: a message may quote what somebody has typed.
    if (error instanceof Error)
      reported.setStatus({ code: SpanStatusCode.ERROR, message: error.name });
    reported.end();
  };
};

/** Exports spans to where OTEL_EXPORTER_OTLP_ENDPOINT and its like say; once per process. */
export function startTracing(): void {
  registerOTel({
    serviceName: "ringround",
    // No requests of ours: the address of one hangs up a call.
    instrumentations: [],
    propagators: [],
    idGenerator: { generateTraceId: () => next.traceId, generateSpanId: () => next.spanId },
    // No spans of Next: the addresses of pages may hold what signs somebody in.
    traceSampler: {
      shouldSample: (_context, _traceId, _name, _kind, attributes) => ({
        decision:
          BATCH in attributes ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD,
      }),
      toString: () => "spans of batches",
    },
  });
  traceWith(report);
}
