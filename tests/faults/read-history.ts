import type { AcceptedBatch } from "@/lib/batches/schema";
import type { Person, Product } from "@/tests/support/product";
import type { History } from "./checker";
import { dialCount } from "./simulator";

/** What is known of these batches, from every side that knows something. */
export async function readHistory(
  product: Product,
  person: Person,
  batches: AcceptedBatch[],
  { dialsBefore, lines }: { dialsBefore: number; lines: number },
): Promise<History> {
  const { sql } = product;
  const ids = batches.map((batch) => batch.executionId);
  const { calls, maxConcurrent } = await product.simulator();
  const attempts = await sql`
    select a.id, a.batch_id, p.phone, a.number, a.status, a.outcome, a.call_id, a.ended_reason, a.called_at,
      a.refusals, a.refused_call_ids
    from public.attempts a join public.providers p on p.id = a.provider_id where a.batch_id = any(${ids})
    order by a.created_at, a.number`;
  const stored =
    await sql`select id, service_request_id, status, finished_at, max_attempts from public.batches where id = any(${ids})`;
  const told = await sql`
    select c ->> 'attemptId' as id, c ->> 'status' as status, (c ->> 'version')::bigint as version
    from realtime.messages m cross join jsonb_array_elements(m.payload -> 'attempts') c
    where m.event = 'attempts_changed' and m.topic = any(${batches.map((batch) => `request:${batch.serviceRequestId}`)})
    order by version`;
  const events = await sql`
    select e.attempt_id, e.dedupe_key from public.call_events e
    join public.attempts a on a.id = e.attempt_id where a.batch_id = any(${ids})`;
  const requests = [...new Set(batches.map((batch) => batch.serviceRequestId))];
  const snapshots = await Promise.all(
    requests.map(async (requestId) => {
      const status = await product.status(person, requestId);
      return {
        requestId,
        stats: status.stats as Record<string, number>,
        outcomes: Object.fromEntries(
          status.providers.map((provider) => [provider.phone, provider.callStatus]),
        ),
      };
    }),
  );
  return {
    lines,
    dials: calls,
    maxConcurrent,
    attempts: attempts.map((row) => ({
      id: row.id,
      batchId: row.batch_id,
      phone: row.phone,
      number: row.number,
      status: row.status,
      outcome: row.outcome,
      callId: row.call_id,
      endedReason: row.ended_reason,
      refusals: row.refusals,
      refusedCallIds: row.refused_call_ids,
      wasCalled: row.called_at !== null,
    })),
    batches: stored.map((row) => ({
      id: row.id,
      requestId: row.service_request_id,
      status: row.status,
      finished: row.finished_at !== null,
      maxAttempts: row.max_attempts,
      numbers:
        batches
          .find((batch) => batch.executionId === row.id)
          ?.providers.map((provider) => provider.phone) ?? [],
    })),
    told: told.map((row) => ({
      attemptId: row.id,
      status: row.status,
      version: Number(row.version),
    })),
    snapshots,
    events: events.map((row) => ({ attemptId: row.attempt_id, dedupeKey: row.dedupe_key })),
    dialsAfterRerun: (await dialCount(product)) - dialsBefore,
  };
}
