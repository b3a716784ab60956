import type { AcceptedBatch } from "@/lib/batches/schema";
import { eventually } from "@/tests/support/eventually";
import { type Person, type Product, SERVICE_REQUEST } from "@/tests/support/product";
import type { CancelMoment, Plan } from "./plan";
import { untilDials } from "./simulator";

/**
 * All at once, as people do; each again and again until it is answered, as a client does that got no answer. Those that
 * the limits of the person refuse are left out.
 */
export async function startBatches(
  product: Product,
  person: Person,
  plan: Plan,
  story: string[],
): Promise<AcceptedBatch[]> {
  const answers = await Promise.all(
    plan.batches.map(async (batch, index) => {
      const body = {
        serviceRequest: SERVICE_REQUEST,
        providers: batch.numbers.map((phone, row) => ({ name: `Provider ${row + 1}`, phone })),
        options: {
          maxAttempts: batch.maxAttempts,
          retryDelaySeconds: batch.retryDelaySeconds ?? 0,
          maxCallSeconds: 10,
          capUsd: batch.capUsd,
        },
      };
      const key = { "idempotency-key": `plan-${plan.seed}-${index}` };
      const send = () =>
        untilAnswered(() => product.post(person, body, key), [202, ...refusals(plan)]);
      const sent = await Promise.all(plan.sendTwice ? [send(), send()] : [send()]);
      // What was refused can fit a moment later, when a call has turned out not to be made.
      const [first, ...others] = sent.filter(isAccepted);
      if (others.some((other) => other.executionId !== first?.executionId)) {
        throw new Error(`batch ${index} was stored twice`);
      }
      if (!first) story.push(`batch ${index} was refused: ${sent[0]?.detail}`);
      return first;
    }),
  );
  return answers.filter((answer) => answer !== undefined);
}

/** Limits are too many orders for now, or a list that is too long at any time. */
const refusals = ({ limits }: Plan): number[] =>
  Object.keys(limits).length === 0 ? [] : limits.providersPerBatch === undefined ? [429] : [422];

type Answer = Partial<AcceptedBatch> & { detail?: string };

const isAccepted = (answer: Answer): answer is AcceptedBatch => answer.executionId !== undefined;

/** Twice at the same time and once more, as impatient people do. */
export async function cancelFirst(
  product: Product,
  person: Person,
  plan: Plan,
  starting: Promise<AcceptedBatch[]>,
  story: string[],
): Promise<void> {
  if (plan.cancelFirstAfterDials === null && plan.cancelFirstWhen === null) return;
  const [batch] = await starting;
  if (!batch) return;
  if (plan.cancelFirstAfterDials !== null) await untilDials(product, plan.cancelFirstAfterDials);
  const isReached =
    plan.cancelFirstWhen === null || (await untilMoment(product, batch, plan.cancelFirstWhen));
  const cancel = () =>
    untilAnswered(
      () => product.request(person, "POST", `/api/v1/batches/${batch.executionId}/cancel`),
      [202],
    );
  await Promise.all([cancel(), cancel()]);
  await cancel();
  if (plan.cancelFirstAfterDials !== null)
    story.push(`canceled the first batch after ${plan.cancelFirstAfterDials} dials`);
  if (plan.cancelFirstWhen !== null)
    story.push(
      `canceled the first batch${isReached ? ` while one was ${plan.cancelFirstWhen}` : `, as none was ${plan.cancelFirstWhen}`}`,
    );
}

type Progress = {
  status: string;
  number: number;
  ringing_at: Date | null;
  answered_at: Date | null;
};

const IS_AT: Record<CancelMoment, (attempt: Progress) => boolean> = {
  queued: ({ status, number }) => status === "queued" && number === 1,
  "being dialed": ({ status }) => status === "dialing",
  ringing: ({ status, ringing_at, answered_at }) =>
    status === "in_progress" && ringing_at !== null && answered_at === null,
  talking: ({ status, answered_at }) => status === "in_progress" && answered_at !== null,
  "waiting for its report": ({ status }) => status === "ended",
  "waiting for its second attempt": ({ status, number }) => status === "queued" && number === 2,
};

/**
 * False where no such moment was seen: the batch ended without one, or waits for a sweep, which comes after everything
 * that people do.
 */
async function untilMoment(
  product: Product,
  { executionId }: AcceptedBatch,
  moment: CancelMoment,
): Promise<boolean> {
  return eventually(
    async () => {
      const attempts = await product.sql<Progress[]>`
        select status, number, ringing_at, answered_at from public.attempts where batch_id = ${executionId}`;
      return {
        isReached: attempts.some(IS_AT[moment]),
        isOver: attempts.every(({ status }) => status === "settled"),
      };
    },
    ({ isReached, isOver }) => isReached || isOver,
    // A busy machine dials late.
    { timeoutMs: 30_000, intervalMs: 5 },
  ).then(
    ({ isReached }) => isReached,
    () => false,
  );
}

/** Has those of the first batch called again who were not reached; null where everybody was. */
export async function retryFirst(
  product: Product,
  person: Person,
  plan: Plan,
  batches: readonly AcceptedBatch[],
  story: string[],
): Promise<AcceptedBatch | null> {
  if (!plan.retryUnreached) return null;
  const [batch] = batches;
  if (!batch) return null;
  const route = `/api/v1/batches/${batch.executionId}/retry`;
  const key = { "idempotency-key": `plan-${plan.seed}-again` };
  const again = await untilAnswered(
    () => product.request(person, "POST", route, {}, key),
    // Everybody was reached.
    [202, 409, ...refusals(plan)],
  );
  if (!isAccepted(again)) return null;
  story.push(`called ${again.providers.length} of the first batch again`);
  return again;
}

async function untilAnswered(
  send: () => Promise<Response>,
  statuses: readonly number[],
): Promise<Answer> {
  const answer = await eventually(
    async () => {
      const response = await send();
      return { status: response.status, body: (await response.json()) as Answer };
    },
    ({ status }) => statuses.includes(status),
    // The site may be down meanwhile, and starting it takes a busy machine half a minute.
    { timeoutMs: 120_000, intervalMs: 100 },
  );
  return answer.body;
}
