import { randomUUID } from "node:crypto";
import { createClient } from "@supabase/supabase-js";
import { WebSocket } from "ws";
import { SIGNATURE_HEADER, signAttempt } from "@/lib/calls/webhook-signature";
import { ATTEMPTS_CHANGED, parseAttemptsChanged, requestTopic } from "@/lib/realtime/topics";
import { ordinaryNumbers, type Person, type Product } from "@/tests/support/product";
import { latencyRow, type Row } from "./measure";

// Two webhooks each: ringing, and somebody picks up.
const ATTEMPTS = 60;

/**
 * From the moment a webhook is sent: until its answer, by when its state is committed, and until the page of the
 * request hears of it through its socket. One after another, so that nothing waits in a queue.
 */
export async function measureWebhooks(product: Product): Promise<Row[]> {
  const person = await product.signUp();
  const { serviceRequestId, executionId } = await product.call(
    person,
    ordinaryNumbers(ATTEMPTS, 6000),
  );
  // Waiting for the taken line, so nobody dials them. News is taken of what was dialed, also before its answer is written.
  const rows = await product.sql`
    update public.attempts set status = 'claimed', claimed_at = now()
    where batch_id = ${executionId} and status = 'queued' returning id`;
  await product.sql`
    update public.attempts set status = 'dialing', dialing_at = now() where id = any(${rows.map(({ id }) => id)})`;
  const heard = new Map<string, number>();
  const leave = await listen(product, person, serviceRequestId, heard);
  const stored: number[] = [];
  const shown: number[] = [];
  for (const { id } of rows) {
    const callId = randomUUID();
    for (const status of ["ringing", "in-progress"]) {
      heard.delete(id);
      const begun = performance.now();
      await send(product, id, callId, status);
      stored.push(performance.now() - begun);
      shown.push((await heardAt(heard, id)) - begun);
    }
  }
  await leave();
  return [latencyRow("stored and answered", stored), latencyRow("told to the page", shown, stored)];
}

async function send(product: Product, attemptId: string, callId: string, status: string) {
  const secret = product.stack.env.WEBHOOK_SECRET ?? "";
  const response = await fetch(`${product.stack.urls.app}/api/v1/vapi/webhook/${attemptId}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      [SIGNATURE_HEADER]: signAttempt(secret, attemptId),
    },
    body: JSON.stringify({
      message: { type: "status-update", status, timestamp: Date.now(), call: { id: callId } },
    }),
  });
  if (!response.ok) throw new Error(`The webhook was refused: ${await response.text()}`);
}

/** Notes when the private channel of a request told of each attempt. */
async function listen(
  product: Product,
  person: Person,
  serviceRequestId: string,
  heard: Map<string, number>,
): Promise<() => Promise<unknown>> {
  const { NEXT_PUBLIC_SUPABASE_URL: url = "", NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: key = "" } =
    product.stack.env;
  const client = createClient(url, key, {
    accessToken: async () => person.token,
    realtime: { transport: WebSocket as unknown as typeof globalThis.WebSocket },
  });
  await client.realtime.setAuth();
  await new Promise<void>((resolve, reject) => {
    client
      .channel(requestTopic(serviceRequestId), { config: { private: true } })
      .on("broadcast", { event: ATTEMPTS_CHANGED }, ({ payload }) => {
        const hint = parseAttemptsChanged(payload);
        if (!hint) throw new Error("The hint is of an unknown shape.");
        for (const { attemptId } of hint.attempts) heard.set(attemptId, performance.now());
      })
      .subscribe((status, error) => {
        if (status === "SUBSCRIBED") resolve();
        else reject(new Error(`The channel was not joined: ${status}`, { cause: error }));
      });
  });
  return () => client.removeAllChannels();
}

async function heardAt(heard: Map<string, number>, attemptId: string): Promise<number> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const at = heard.get(attemptId);
    if (at !== undefined) return at;
    if (performance.now() > deadline) throw new Error("The page was not told within 10 s.");
    await new Promise((resolve) => setImmediate(resolve));
  }
}
