import { randomUUID } from "node:crypto";
import { z } from "zod";
import { ask, expectStatus, type Session } from "../launcher/demo-user";
import type { DEMO_BATCH } from "./request";

/** The little of the public API that a client needs; everything it does not read is left out. */

const acceptedSchema = z.object({
  executionId: z.string(),
  serviceRequestId: z.string(),
  statusUrl: z.string(),
  pageUrl: z.string(),
  providers: z.array(z.object({ id: z.string() })),
});
export type Accepted = z.infer<typeof acceptedSchema>;

const resultSchema = z.object({
  availability: z.string(),
  earliestText: z.string().nullable(),
  price: z.object({
    kind: z.string(),
    low: z.number().nullable(),
    high: z.number().nullable(),
    currency: z.string().nullable(),
  }),
});
export type DemoResult = z.infer<typeof resultSchema>;

const statusSchema = z.object({
  isFinal: z.boolean(),
  fault: z.object({ message: z.string() }).nullable(),
  providers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      phone: z.string(),
      callStatus: z.string(),
      attempt: z.object({ answeredAt: z.string().nullable(), result: resultSchema.nullable() }),
    }),
  ),
  ranking: z
    .array(
      z.object({
        providerId: z.string(),
        rank: z.number().nullable(),
        reasons: z.array(z.string()),
      }),
    )
    .nullable(),
});
export type Status = z.infer<typeof statusSchema>;
export type ProviderStatus = Status["providers"][number];

/** Posts the batch. The key makes a repeat of the same request the same batch. */
export async function postBatch(
  app: string,
  session: Session,
  batch: typeof DEMO_BATCH,
): Promise<Accepted> {
  const answer = await ask(`${app}/api/v1/providers/batch-call-async`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${session.access_token}`,
      "Content-Type": "application/json",
      "Idempotency-Key": randomUUID(),
    },
    body: JSON.stringify(batch),
  });
  return acceptedSchema.parse(await expectStatus(answer, 202, "Posting the batch"));
}

/** Reads the state of the calls; null while nothing changed since the state with this ETag. */
export async function readStatus(
  url: string,
  session: Session,
  etag: string | null,
): Promise<{ status: Status; etag: string | null } | null> {
  const answer = await ask(url, {
    headers: {
      Authorization: `Bearer ${session.access_token}`,
      ...(etag !== null && { "If-None-Match": etag }),
    },
  });
  if (answer.status === 304) return null;
  const body = await expectStatus(answer, 200, "Reading the status");
  return { status: statusSchema.parse(body), etag: answer.headers.get("etag") };
}
