import { type AttemptStory, listRequestSummaries } from "@/lib/batches/read-status";
import { createBearerClient } from "@/lib/supabase/clients";
import type { Person, Product } from "@/tests/support/product";
import type { Row, ShownRequest } from "./history";

/** What the owner of a request sees of it, by the ways that the pages go. */
export async function readPage(
  product: Product,
  person: Person,
  requestId: string,
): Promise<ShownRequest> {
  const { sql } = product;
  const [request] =
    await sql`select to_jsonb(r) as row from public.service_requests r where r.id = ${requestId}`;
  const providers = await sql`
    select to_jsonb(p) as row from public.providers p where p.service_request_id = ${requestId}
    order by p.position, p.created_at, p.id`;
  const attempts =
    await sql`select a.id from public.attempts a where a.service_request_id = ${requestId}`;
  const hints = await sql`
    select m.event, m.payload from realtime.messages m where m.topic = ${`request:${requestId}`}
    order by (m.payload ->> 'version')::bigint`;
  return {
    requestId,
    row: request?.row as Row,
    providerRows: providers.map(({ row }) => row as Row),
    answer: await product.status(person, requestId),
    summary: await readSummary(product, person, requestId),
    stories: await Promise.all(attempts.map(({ id }) => readStory(product, person, id))),
    hints: hints.map(({ event, payload }) => ({ event, payload })),
  };
}

async function readSummary(product: Product, person: Person, requestId: string) {
  const { NEXT_PUBLIC_SUPABASE_URL: url = "", NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: key = "" } =
    product.stack.env;
  const db = createBearerClient({ url, publishableKey: key, accessToken: person.token });
  // As many as a person can be shown.
  const list = await listRequestSummaries(db, { limit: 200 });
  return list.find(({ id }) => id === requestId) ?? null;
}

async function readStory(product: Product, person: Person, attemptId: string) {
  const route = `/api/v1/attempts/${attemptId}/story`;
  const response = await product.request(person, "GET", route);
  if (response.status !== 200)
    throw new Error(`No story: ${response.status} ${await response.text()}`);
  const story = (await response.json()) as AttemptStory;
  return {
    attemptId,
    summary: story.summary,
    messages: story.messages,
    kinds: story.events.map(({ kind }) => kind),
    others: story.others.map(({ id }) => id),
  };
}
