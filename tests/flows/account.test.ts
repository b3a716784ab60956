import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SIGNATURE_HEADER, signAttempt } from "@/lib/calls/webhook-signature";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, type Person, type Product, startProduct } from "@/tests/support/product";
import { holdCalls, untilLive } from "./held-calls";

let product: Product;
beforeAll(async () => {
  product = await startProduct({ lines: 4, timeScale: 0.05 });
});
afterAll(() => product.stop());

const remove = (person: Person, email: string) =>
  product.request(person, "DELETE", "/api/v1/account", { email });

async function emailOf({ userId }: Person): Promise<string> {
  const [row] = await product.sql`select email from auth.users where id = ${userId}`;
  return row?.email;
}

/** Rows of a person in every table that has some of people. */
async function rowsOf({ userId }: Person): Promise<number> {
  const [row] = await product.sql`
    select (select count(*) from auth.users where id = ${userId})
      + (select count(*) from public.service_requests where user_id = ${userId})
      + (select count(*) from public.providers where user_id = ${userId})
      + (select count(*) from public.batches where user_id = ${userId})
      + (select count(*) from public.attempts where user_id = ${userId})
      + (select count(*) from public.account_deletions where user_id = ${userId}) as rows`;
  return Number(row?.rows);
}

test("an account in the middle of a batch is hung up, deleted and forgotten; nobody else notices", async () => {
  const leaving = await product.signUp();
  const staying = await product.signUp();
  const numbers = ordinaryNumbers(6);
  await holdCalls(product, numbers);
  const { serviceRequestId } = await product.call(leaving, numbers);
  const live = await untilLive(product, 4);
  const email = await emailOf(leaving);

  // Not by a slip, and not by somebody else.
  const slip = await remove(leaving, "somebody@example.test");
  expect([slip.status, await slip.json()]).toMatchObject([
    422,
    { code: "invalid_body", errors: [{ pointer: "/email", code: "not_confirmed" }] },
  ]);
  expect((await remove(staying, email)).status).toBe(422);
  expect((await product.status(leaving, serviceRequestId)).status).toBe("running");

  const accepted = await remove(leaving, ` ${email.toUpperCase()} `);
  expect([accepted.status, await accepted.json()]).toEqual([
    202,
    { status: "deleting", liveCalls: 4 },
  ]);
  const order = await product.post(leaving, {
    serviceRequestId,
    providers: [{ name: "One more", phone: "+18642329999" }],
  });
  expect([order.status, await order.json()]).toMatchObject([409, { code: "account_closing" }]);
  expect((await remove(leaving, email)).status).toBe(202);

  // The lines that it leaves are somebody else's at once.
  const other = await product.call(staying, ordinaryNumbers(3, 100));
  expect((await product.finished(staying, other.serviceRequestId)).stats.completed).toBe(3);

  await eventually(
    () => rowsOf(leaving),
    (rows) => rows === 0,
    { timeoutMs: 60_000 },
  );
  const dialed = (await product.simulator()).calls.filter(({ number }) => numbers.includes(number));
  expect(dialed).toHaveLength(4);
  expect(dialed.every(({ endedAt }) => endedAt !== null)).toBe(true);
  for (const again of [
    await remove(leaving, email),
    await product.request(leaving, "GET", `/api/v1/providers/batch-status/${serviceRequestId}`),
  ])
    expect(again.status).toBe(401);
  expect(await rowsOf(staying)).toBeGreaterThan(4);

  // What the phone service says of its calls from here on finds nobody, and harms nobody.
  const attemptId = live[0]?.externalId ?? "";
  const late = await fetch(`${product.stack.urls.app}/api/v1/vapi/webhook/${attemptId}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      [SIGNATURE_HEADER]: signAttempt(product.stack.env.WEBHOOK_SECRET ?? "", attemptId),
    },
    body: JSON.stringify({
      message: { type: "status-update", status: "ended", call: { id: live[0]?.callId } },
    }),
  });
  expect([late.status, await late.json()]).toEqual([
    200,
    { received: true, note: "unknown attempt" },
  ]);
  expect(
    await product.sql`select 1 from public.call_events where attempt_id = ${attemptId}`,
  ).toEqual([]);
  const next = await product.call(staying, ordinaryNumbers(3, 200));
  expect((await product.finished(staying, next.serviceRequestId)).stats.completed).toBe(3);
});

test("an export is one archive with everything of the person, and of nobody else", async () => {
  const person = await product.signUp();
  const other = await product.signUp();
  const [mine, theirs] = await Promise.all([
    product.call(person, ordinaryNumbers(3, 300)),
    product.call(other, ordinaryNumbers(2, 400)),
  ]);
  for (const [who, { serviceRequestId }] of [
    [person, mine],
    [other, theirs],
  ] as const)
    await product.finished(who, serviceRequestId);

  const response = await product.request(person, "GET", "/api/v1/account/export");
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/zip");
  expect(response.headers.get("content-disposition")).toMatch(
    /^attachment; filename="ringround-data-\d{4}-\d\d-\d\d\.zip"$/,
  );
  const bytes = new Uint8Array(await response.arrayBuffer());
  const files = Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, file]) => [name, JSON.parse(strFromU8(file))]),
  );

  expect(files["account.json"]).toMatchObject({
    userId: person.userId,
    email: await emailOf(person),
  });
  expect(files["service_requests.json"]).toMatchObject([{ id: mine.serviceRequestId }]);
  expect(files["batches.json"]).toMatchObject([{ id: mine.executionId }]);
  expect(files["providers.json"]).toHaveLength(3);
  expect(files["attempts.json"]).toHaveLength(3);
  for (const attempt of files["attempts.json"]) {
    expect(attempt.messages.length).toBeGreaterThan(2);
    expect(attempt.events.length).toBeGreaterThan(1);
  }
  expect(JSON.stringify(files)).not.toContain("/control");
  expect((await product.request(null, "GET", "/api/v1/account/export")).status).toBe(401);
});
