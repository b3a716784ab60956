import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AcceptedBatch } from "@/lib/batches/schema";
import {
  ordinaryNumbers,
  type Person,
  type Product,
  SERVICE_REQUEST,
  startProduct,
} from "@/tests/support/product";

/** People who try to read, spend or break what is not theirs. */

let product: Product;
let owner: Person;
let stranger: Person;
let owned: AcceptedBatch;

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05, env: { PATIENCE: "0.02" } });
  owner = await product.signUp();
  stranger = await product.signUp();
  owned = await product.call(owner, ["+18645550103", ...ordinaryNumbers(2)]);
  await product.finished(owner, owned.serviceRequestId);
}, 120_000);
afterAll(() => product?.stop());

const attemptOf = async ({ executionId }: AcceptedBatch): Promise<string> => {
  const [row] = await product.sql`select id from public.attempts where batch_id = ${executionId}`;
  return row?.id;
};

const body = (more: Record<string, unknown> = {}) => ({
  serviceRequest: SERVICE_REQUEST,
  providers: [{ name: "Acme", phone: ordinaryNumbers(1, 900)[0] }],
  ...more,
});

describe("somebody else's ids, in every position", () => {
  const attempts: [string, () => Promise<Response>, number][] = [
    ["status", () => product.request(stranger, "GET", owned.statusUrl), 404],
    [
      "cancel",
      () => product.request(stranger, "POST", `/api/v1/batches/${owned.executionId}/cancel`),
      404,
    ],
    [
      "retry",
      () => product.request(stranger, "POST", `/api/v1/batches/${owned.executionId}/retry`, {}),
      404,
    ],
    [
      "retry, by the names of the owner's providers",
      () =>
        product.request(stranger, "POST", `/api/v1/batches/${owned.executionId}/retry`, {
          providerIds: owned.providers.map(({ id }) => id),
        }),
      404,
    ],
    [
      "the story of a call",
      async () =>
        product.request(stranger, "GET", `/api/v1/attempts/${await attemptOf(owned)}/story`),
      404,
    ],
    [
      "a check of a call",
      async () =>
        product.request(stranger, "POST", `/api/v1/attempts/${await attemptOf(owned)}/check`),
      404,
    ],
    [
      "a batch id where a call's id belongs",
      () => product.request(owner, "POST", `/api/v1/attempts/${owned.executionId}/check`),
      404,
    ],
    [
      "a service request to call again",
      () =>
        product.post(stranger, {
          providers: body().providers,
          serviceRequestId: owned.serviceRequestId,
        }),
      404,
    ],
    [
      "a provider id",
      () =>
        product.post(
          stranger,
          body({
            providers: [
              { id: owned.providers[0]?.id, name: "Acme", phone: ordinaryNumbers(1, 901)[0] },
            ],
          }),
        ),
      422,
    ],
    [
      "a batch id where a request id belongs",
      () => product.request(owner, "GET", `/api/v1/providers/batch-status/${owned.executionId}`),
      404,
    ],
    [
      "an id with SQL in it",
      () =>
        product.request(
          owner,
          "GET",
          `/api/v1/providers/batch-status/${encodeURIComponent("' or true --")}`,
        ),
      404,
    ],
  ];

  test.each(attempts)("%s", async (_, attempt, status) => {
    const response = await attempt();

    expect(response.status).toBe(status);
    expect(await response.text()).not.toMatch(/postgres|supabase|select |relation|violates/i);
  });

  test("change nothing and store nothing", async () => {
    const [count] =
      await product.sql`select count(*)::int as batches from public.batches where user_id = ${stranger.userId}`;
    expect(count?.batches).toBe(0);
    expect((await product.status(owner, owned.serviceRequestId)).status).toBe("completed");
  });
});

describe("bodies made to hurt", () => {
  const send = (text: string, headers: Record<string, string> = {}) =>
    fetch(`${product.stack.urls.app}/api/v1/providers/batch-call-async`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${owner.token}`,
        ...headers,
      },
      body: text,
    });

  test("fields that are ours to set are refused by name", async () => {
    const response = await product.post(owner, {
      ...body(),
      status: "completed",
      userId: stranger.userId,
      providers: [
        { name: "Acme", phone: ordinaryNumbers(1, 902)[0], callStatus: "completed", costUsd: 0 },
      ],
      options: { lines: 1000 },
    });

    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual([
      "/options/lines",
      "/providers/0/callStatus",
      "/providers/0/costUsd",
      "/status",
      "/userId",
    ]);
  });

  test.each([
    ["two megabytes", JSON.stringify({ x: "y".repeat(2_000_000) }), 413],
    ["a hundred thousand levels deep", "[".repeat(100_000) + "]".repeat(100_000), 422],
    ["cut short", '{"serviceRequest":', 400],
    ["nothing", "", 400],
    ["null", "null", 422],
    ["a number", "7", 422],
    ["__proto__", '{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}', 422],
  ])("%s", async (_, text, status) => {
    const response = await send(text);

    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
  });

  test("text with controls, direction marks and another alphabet is stored as text and calls once", async () => {
    const name = "Acme\u0000\u202e <script>alert(1)</script> 水道屋";
    const response = await product.post(
      owner,
      body({
        providers: [{ name, phone: ordinaryNumbers(1, 903)[0] }],
        options: { maxAttempts: 1 },
      }),
    );

    expect(response.status).toBe(202);
    const accepted = (await response.json()) as AcceptedBatch;
    expect(accepted.providers[0]?.name).toBe("Acme  <script>alert(1)</script> 水道屋");
  });

  test("keys with line breaks never reach a header", async () => {
    const response = await send(JSON.stringify(body()), { "idempotency-key": "a\tb" });
    expect(response.status).toBe(400);
  });
});

describe("what must never leave the server", () => {
  test("no answer of the API holds a control URL, a secret or a signature", async () => {
    const answers = await Promise.all([
      product.request(owner, "GET", owned.statusUrl),
      product.post(owner, body(), { "idempotency-key": randomUUID() }),
    ]).then((responses) => Promise.all(responses.map((response) => response.text())));

    const {
      SUPABASE_SECRET_KEY = "?",
      WEBHOOK_SECRET = "?",
      VAPI_API_KEY = "?",
    } = product.stack.env;
    for (const answer of answers) {
      for (const secret of [
        "control",
        "listenUrl",
        SUPABASE_SECRET_KEY,
        WEBHOOK_SECRET,
        `"${VAPI_API_KEY}"`,
      ]) {
        expect(answer).not.toContain(secret);
      }
    }
  });

  test("no stored event and no broadcast holds a control URL", async () => {
    const events =
      await product.sql`select payload::text from public.call_events where payload is not null`;
    const told = await product.sql`select payload::text from realtime.messages`;

    expect(events.length).toBeGreaterThan(0);
    expect(JSON.stringify([...events, ...told])).not.toMatch(/control|listenUrl/i);
  });

  test("no log line does", () => {
    const { SUPABASE_SECRET_KEY = "?", WEBHOOK_SECRET = "?" } = product.stack.env;
    const log = product.output.filter((line) => line.startsWith("[web]")).join("\n");
    expect(log).not.toContain(SUPABASE_SECRET_KEY);
    expect(log).not.toContain(WEBHOOK_SECRET);
    expect(log).not.toMatch(/\/control/);
  });
});

describe("webhooks", () => {
  const webhook = (attemptId: string, text: string, signature = "") =>
    fetch(`${product.stack.urls.app}/api/v1/vapi/webhook/${attemptId}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-ringround-signature": signature },
      body: text,
    });

  test("forged, for no attempt, or with the signature of another attempt, are refused and not stored", async () => {
    const rows =
      await product.sql`select id from public.attempts where batch_id = ${owned.executionId}`;
    const [one] = rows;
    const events = () =>
      product.sql`select 1 from public.call_events where attempt_id = ${one?.id}`;
    const before = (await events()).length;

    const statuses = await Promise.all([
      webhook(one?.id, "{}"),
      webhook(randomUUID(), "{}", "AAAA"),
      webhook("not-a-uuid", "{}", "AAAA"),
      webhook(one?.id, "{}", "A".repeat(10_000)),
    ]).then((responses) => responses.map(({ status }) => status));

    expect(statuses).toEqual([401, 401, 401, 401]);
    expect(await events()).toHaveLength(before);
  });

  test("five megabytes are refused before they are read", async () => {
    const response = await webhook(randomUUID(), "x".repeat(5_000_000)).catch(() => null);
    // Whether the refusal or the closed connection arrives first is the network's affair.
    if (response) expect(response.status).toBe(413);
  });
});
