import type { AcceptedBatch } from "@/lib/batches/schema";
import type { Person, Product } from "@/tests/support/product";
import type { History, RailsLog } from "./history";
import { readCalls } from "./read-calls";
import { readPage } from "./read-page";
import { dialCount } from "./simulator";

/** What is known of these batches, from every side that knows something. */
export async function readHistory(
  product: Product,
  person: Person,
  batches: AcceptedBatch[],
  { dialsBefore, lines, rails }: { dialsBefore: number; lines: number; rails: RailsLog },
): Promise<History> {
  const { sql } = product;
  const ids = batches.map((batch) => batch.executionId);
  const { calls: dials, maxConcurrent } = await product.simulator();
  const attempts = await sql`
    select to_jsonb(a) as row, p.phone
    from public.attempts a join public.providers p on p.id = a.provider_id where a.batch_id = any(${ids})
    order by a.created_at, a.number, a.refusals`;
  const stored = await sql`
    select to_jsonb(b) as row,
      -- A cap of its own, or faults that the breaker pauses for.
      b.cap_usd < 1000 or (
        select count(distinct a.provider_id) from public.attempts a
        where a.batch_id = b.id and a.dialing_at is not null and public.is_our_fault(a)
      ) >= 3 as may_hold
    from public.batches b where b.id = any(${ids})`;
  const holdsAll = rails.stops.length > 0 || rails.limits.usdPerDay !== undefined;
  const listed = await sql`select phone, added_at from public.do_not_call`;
  // now() is that of the transaction's beginning, in microseconds: equal for all that it did.
  const told = await sql`
    select c ->> 'attemptId' as id, c ->> 'status' as status, (c ->> 'version')::bigint as version,
      m.inserted_at::text as transaction
    from realtime.messages m cross join jsonb_array_elements(m.payload -> 'attempts') c
    where m.event = 'attempts_changed' and m.topic = any(${batches.map((batch) => `request:${batch.serviceRequestId}`)})
    order by version`;
  const events = await sql`
    select e.attempt_id, e.dedupe_key, e.kind, e.payload, e.received_at from public.call_events e
    join public.attempts a on a.id = e.attempt_id where a.batch_id = any(${ids})`;
  const requests = [...new Set(batches.map((batch) => batch.serviceRequestId))];
  const pages = await Promise.all(
    requests.map((requestId) => readPage(product, person, requestId)),
  );
  return {
    lines,
    dials,
    // Last, so that whatever the tables have of a call is known to the phone service as well.
    calls: await readCalls(product),
    maxConcurrent,
    attempts: attempts.map(({ row, phone }) => ({
      id: row.id,
      batchId: row.batch_id,
      requestId: row.service_request_id,
      phone,
      number: row.number,
      status: row.status,
      outcome: row.outcome,
      callId: row.call_id,
      endedReason: row.ended_reason,
      refusals: row.refusals,
      wasCalled: row.called_at !== null,
      row,
    })),
    batches: stored.map(({ row, may_hold }) => ({
      id: row.id,
      requestId: row.service_request_id,
      status: row.status,
      finished: row.finished_at !== null,
      maxAttempts: row.max_attempts,
      retryDelaySeconds: row.retry_delay_seconds,
      mayHold: holdsAll || may_hold || rails.closings.some(({ batchId }) => batchId === row.id),
      numbers:
        batches
          .find((batch) => batch.executionId === row.id)
          ?.providers.map((provider) => provider.phone) ?? [],
      row,
    })),
    told: told.map((row) => ({
      attemptId: row.id,
      status: row.status,
      version: Number(row.version),
      transaction: row.transaction,
    })),
    pages,
    events: events.map((row) => ({
      attemptId: row.attempt_id,
      dedupeKey: row.dedupe_key,
      kind: row.kind,
      payload: row.payload,
      receivedAt: row.received_at.getTime(),
    })),
    rails: {
      ...rails,
      doNotCall: listed.map(({ phone, added_at }) => ({ phone, addedAt: added_at.getTime() })),
    },
    dialsAfterRerun: (await dialCount(product)) - dialsBefore,
  };
}
