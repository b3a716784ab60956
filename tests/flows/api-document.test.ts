import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { API_SCOPES, type ApiScope } from "@/lib/auth/api-keys";
import type { AcceptedBatch } from "@/lib/batches/schema";
import { readList } from "@/lib/lists/read-list";
import { withApiKey } from "@/tests/support/api-keys";
import { findUndocumented, OPERATIONS, type Operation } from "@/tests/support/documented";
import {
  ordinaryNumbers,
  type Person,
  type Product,
  SERVICE_REQUEST,
  startProduct,
} from "@/tests/support/product";

/** The OpenAPI document against live answers: every status that it describes is provoked, and each answer held against it. */

let product: Product;
let owner: Person;
let stranger: Person;
let ids: Record<string, string>;
let done: AcceptedBatch;

const seen = new Set<string>();

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05, env: { PATIENCE: "0.02" } });
  const person = await product.signUp();
  owner = await withApiKey(product, person);
  stranger = await withApiKey(product, await product.signUp());
  done = await product.call(owner, ["+18645550103", ...ordinaryNumbers(1)]);
  await product.finished(owner, done.serviceRequestId);
  const [row] =
    await product.sql`select id from public.attempts where batch_id = ${done.executionId}`;
  ids = {
    serviceRequestId: done.serviceRequestId,
    executionId: done.executionId,
    attemptId: row?.id,
  };
}, 120_000);
afterAll(() => product?.stop());

const operation = (operationId: string): Operation => {
  const found = OPERATIONS.find((each) => each.operationId === operationId);
  if (!found) throw new Error(`There is no ${operationId}.`);
  return found;
};

const order = (numbers: readonly string[], more: Record<string, unknown> = {}) => ({
  serviceRequest: SERVICE_REQUEST,
  providers: numbers.map((phone, index) => ({ name: `Provider ${index + 1}`, phone })),
  options: { maxAttempts: 1 },
  ...more,
});

/** Sends to an operation, about the owner's ids unless others are given, and notes what came back. */
async function send(
  each: Operation,
  person: Person | null,
  init: {
    body?: string;
    query?: string;
    type?: string;
    headers?: Record<string, string>;
    ids?: object;
  } = {},
): Promise<Response> {
  const { name, method, path } = each;
  const named: Record<string, string> = { ...ids, ...init.ids };
  const response = await fetch(
    `${product.stack.urls.app}${path.replaceAll(/\{(\w+)\}/g, (_, id) => named[id] ?? "")}${init.query ?? ""}`,
    {
      method,
      body: init.body,
      headers: {
        ...(init.body === undefined ? {} : { "content-type": init.type ?? "application/json" }),
        ...(person ? { authorization: `Bearer ${person.token}` } : {}),
        ...init.headers,
      },
    },
  );
  expect(await findUndocumented(each, response)).toEqual([]);
  seen.add(`${name} ${response.status}`);
  return response;
}

const scopeOf = ({ security }: Operation): ApiScope | null =>
  (security?.flatMap(({ apiKey }) => apiKey ?? [])[0] as ApiScope | undefined) ?? null;

const guarded = OPERATIONS.filter(({ security }) => security?.length !== 0);

describe.each(guarded)("$name", (each) => {
  test("lets nobody in without a key, and with one that is unknown", async () => {
    expect((await send(each, null)).status).toBe(401);
    const unknown = await send(each, { userId: "", token: `rr_${"A".repeat(43)}` });
    expect(unknown.status).toBe(401);
    expect(await unknown.json()).toMatchObject({ code: "api_key_invalid" });
  });

  test("asks an API key for the scope that the document names, and for no other", async () => {
    const scope = scopeOf(each);
    const others = API_SCOPES.filter((other) => other !== scope);
    const response = await send(each, await withApiKey(product, await product.signUp(), others));

    expect(response.status).toBe(403);
    const { code, detail } = (await response.json()) as { code: string; detail: string };
    expect(code).toBe("scope_missing");
    expect(detail).toContain(scope ?? "No API key");
    if (scope) {
      // Nothing is there to be found, so that nobody is called.
      const nothing = {
        serviceRequestId: randomUUID(),
        executionId: randomUUID(),
        attemptId: randomUUID(),
      };
      const right = await send(each, await withApiKey(product, await product.signUp(), [scope]), {
        ids: nothing,
        ...(each.requestBody ? { body: "{}" } : {}),
      });
      expect([200, 204, 404, 422]).toContain(right.status);
    }
  });

  test("finds nothing of somebody else's", async () => {
    if (!each.path.includes("{")) return;
    const response = await send(each, stranger);
    expect(response.status).toBe(404);
  });

  test("says how long to wait when a key sends too much", async () => {
    const key = await withApiKey(product, await product.signUp());
    // The minute that begins next, so that this one does not end meanwhile.
    await product.sql`
      insert into public.api_key_minutes (api_key_id, minute, requests)
      select id, date_trunc('minute', now()) + interval '1 minute', 120 from public.api_keys
      order by created_at desc limit 1`;
    const response = await send(each, key);

    expect(response.status).toBe(429);
    const seconds = Number(response.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  test("is 503 while the database does not answer", async () => {
    product.database.arm({ how: "unavailable", only: "authorize_api_key", count: 1 });
    const response = await send(each, owner);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
  });
});

test.each(["startBatch", "retryBatch", "estimateBatch", "addDoNotCall"])(
  "%s refuses what it cannot read",
  async (name) => {
    const about = (init: Parameters<typeof send>[2]) => send(operation(name), owner, init);

    expect((await about({ body: "{" })).status).toBe(400);
    if (name === "startBatch" || name === "retryBatch")
      expect((await about({ body: "{}", headers: { "idempotency-key": "" } })).status).toBe(400);
    expect((await about({ body: "{}", type: "text/plain" })).status).toBe(415);
    expect((await about({ body: `"${"x".repeat(2_000_000)}"` })).status).toBe(413);
    expect((await about({ body: '{"unknown":1}' })).status).toBe(422);
  },
);

test("a list is read as the page reads it, as text or as a file, and refused where it is none", async () => {
  const text =
    "Record ID,Company,Phone (Work)\n5512345678,Acme,864-555-0100\n7,Best,864-555-0100\n8,Co,12";
  const read = async (init: Parameters<typeof send>[2]) => {
    const response = await send(operation("readList"), owner, init);
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const asText = await read({ body: JSON.stringify({ text }) });
  expect(asText).toMatchObject({
    status: 200,
    body: {
      counts: { called: 1, merged: 1, refused: 1, ignored: 1, lines: 4 },
      columns: { phone: [2], name: [1], titles: ["Record ID", "Company", "Phone (Work)"] },
      asks: null,
    },
  });
  expect(asText.body).toEqual({ ...(await readList(text)) });
  const asFile = await read({ body: text, type: "text/csv; charset=utf-8" });
  expect(asFile).toEqual({ status: 200, body: { ...asText.body, encoding: "utf-8" } });
  const chosen = await read({ body: text, type: "text/csv", query: "?phone=0&name=2&country=US" });
  expect(chosen.body.columns).toMatchObject({ phone: [0], name: [2] });
  const options = { country: "GB", columns: { phone: [1], name: [0] } };
  const other = await read({ body: JSON.stringify({ text: "Acme;020 7946 0018", ...options }) });
  expect(other.body.counts).toMatchObject({ called: 1 });
  const newArea = { text: "Acme, 621-234-5678" };
  expect((await read({ body: JSON.stringify(newArea) })).body).toMatchObject({
    rows: [{ verdict: "refused", needsConfirmation: true, phone: "+16212345678" }],
  });
  const query = "?confirmed=%2B16212345678";
  expect((await read({ body: newArea.text, type: "text/plain", query })).body).toMatchObject({
    rows: [{ verdict: "call", isConfirmed: true }],
  });

  expect(await read({ body: "%PDF-1.7", type: "application/octet-stream" })).toMatchObject({
    status: 422,
    body: { code: "list_unreadable", detail: expect.stringContaining("PDF") },
  });
  expect((await read({ body: text, type: "text/csv", query: "?phone=C" })).status).toBe(422);
  expect((await read({ body: '{"text":1}' })).status).toBe(422);
  expect((await read({ body: "{" })).status).toBe(400);
  expect((await read({ body: text, type: "image/png" })).status).toBe(415);
  expect((await read({ body: "x".repeat(4_000_001), type: "text/plain" })).status).toBe(413);
});

test("a number of an area that no plan knows is called once a person has confirmed it", async () => {
  const estimate = async (more: object) => {
    const providers = [{ name: "Acme", phone: "621-234-5678", ...more }];
    const body = JSON.stringify({ ...order([]), providers });
    return (await send(operation("estimateBatch"), owner, { body })).json();
  };
  expect(await estimate({})).toMatchObject({ errors: [{ code: "unknown_area" }] });
  expect(await estimate({ phoneConfirmed: true })).toMatchObject({ businesses: 1 });
});

test("an order is accepted, refused while it is called, and canceled", async () => {
  const body = order(ordinaryNumbers(2, 20));
  const start = (text: unknown) =>
    send(operation("startBatch"), owner, { body: JSON.stringify(text) });
  const accepted = await start(body);
  expect(accepted.status).toBe(202);
  const { serviceRequestId, executionId } = (await accepted.json()) as AcceptedBatch;

  const busy = await start({
    ...order(ordinaryNumbers(1, 30)),
    serviceRequest: undefined,
    serviceRequestId,
  });
  expect(busy.status).toBe(409);
  const foreign = { serviceRequest: undefined, serviceRequestId: randomUUID() };
  expect((await start(order(ordinaryNumbers(1, 31), foreign))).status).toBe(404);
  const early = await send(operation("retryBatch"), owner, { ids: { executionId } });
  expect(early.status).toBe(409);
  expect((await send(operation("cancelBatch"), owner, { ids: { executionId } })).status).toBe(202);
});

test("an order is estimated, and a number put on the own list and taken off again", async () => {
  const estimate = JSON.stringify(order(ordinaryNumbers(2, 40)));
  expect((await send(operation("estimateBatch"), owner, { body: estimate })).status).toBe(200);

  const body = JSON.stringify({ numbers: [{ phone: "+18645550199" }] });
  expect((await send(operation("addDoNotCall"), owner, { body })).status).toBe(200);
  expect((await send(operation("listDoNotCall"), owner)).status).toBe(200);
  const removal = { query: "?phone=%2B18645550199" };
  expect((await send(operation("removeDoNotCall"), owner, removal)).status).toBe(204);
  expect((await send(operation("removeDoNotCall"), owner, removal)).status).toBe(404);
});

test("a call that waits for calling hours is made anyway; one that does not is not", async () => {
  await product.sql`select public.stop_calling('Nobody is to be called here.')`;
  const response = await send(operation("startBatch"), owner, {
    body: JSON.stringify(order(ordinaryNumbers(1, 50))),
  });
  const { executionId } = (await response.json()) as AcceptedBatch;
  const [attempt] = await product.sql`
    update public.attempts set hold_code = 'outside_hours', not_before = now() + interval '1 hour'
    where batch_id = ${executionId} returning id`;
  const about = { ids: { attemptId: attempt?.id } };

  expect((await send(operation("callAnyway"), owner, about)).status).toBe(202);
  expect((await send(operation("callAnyway"), owner)).status).toBe(409);
  await send(operation("cancelBatch"), owner, { ids: { executionId } });
  await product.sql`select public.start_calling()`;
});

test("what is over is read, as JSON, as a file and in words, checked, and called again", async () => {
  const status = await send(operation("getBatchStatus"), owner);
  expect(status.status).toBe(200);
  const etag = status.headers.get("etag") ?? "";
  const again = { headers: { "if-none-match": etag } };
  expect((await send(operation("getBatchStatus"), owner, again)).status).toBe(304);

  const file = await send(operation("getResults"), owner);
  expect(file.headers.get("content-disposition")).toContain("ringround-leaking-toilet.csv");
  const lines = (await file.text()).split("\r\n");
  expect(lines[0]).toContain('"Business","Phone","Call"');
  // The one that answered first, though it was listed second.
  expect(lines[1]).toContain("Provider 2");
  expect(lines[2]).toContain("Provider 1");

  expect((await send(operation("getAttemptStory"), owner)).status).toBe(200);
  expect((await send(operation("checkAttempt"), owner)).status).toBe(200);
  expect((await send(operation("retryBatch"), owner)).status).toBe(202);
});

test("a session reads its token, which no key can; the health of the site is told to anybody", async () => {
  expect((await send(operation("getRealtimeToken"), await product.signUp())).status).toBe(200);
  expect((await send(operation("getHealth"), null)).status).toBe(200);
  // The next sweep says so by itself; that takes up to five minutes.
  await product.sql`insert into public.heartbeat (swept_at) values (now()) on conflict do nothing`;
  expect((await send(operation("getReadiness"), null)).status).toBe(200);
  // It gives the database 3 s.
  const outage = product.database.outage(4000);
  expect((await send(operation("getReadiness"), null)).status).toBe(503);
  await outage;
});

test("an account is exported, and deleted once its own address is given", async () => {
  const person = await product.signUp();
  const about = (body: string, type?: string) =>
    send(operation("deleteAccount"), person, { body, type });

  expect((await send(operation("exportAccount"), person)).status).toBe(200);
  expect((await about("{")).status).toBe(400);
  expect((await about("{}", "text/plain")).status).toBe(415);
  expect((await about(`"${"x".repeat(2_000)}"`)).status).toBe(413);
  expect((await about('{"email":"somebody@else.test"}')).status).toBe(422);
  const [user] = await product.sql`select email from auth.users where id = ${person.userId}`;
  expect((await about(JSON.stringify({ email: user?.email }))).status).toBe(202);
});

test("every status that the document describes has been seen, but for our own failures", () => {
  const described = OPERATIONS.flatMap(({ name, responses }) =>
    Object.keys(responses).map((status) => `${name} ${status}`),
  );

  expect(described.length).toBeGreaterThan(50);
  expect(described.filter((each) => !seen.has(each) && !each.endsWith(" 500"))).toEqual([]);
});

test("no key is in the log", () => {
  expect(product.output.join("\n")).not.toContain("rr_");
});

test("an undescribed field, code or status is found", async () => {
  const find = (status: number, body: unknown, type = "application/json") =>
    findUndocumented(
      operation("getHealth"),
      new Response(JSON.stringify(body), { status, headers: { "content-type": type } }),
    );

  expect(await find(200, { status: "ok" })).toEqual([]);
  expect(await find(200, { status: "ok", region: "iad1" })).toHaveLength(1);
  expect(await find(200, { status: "fine" })).toHaveLength(1);
  expect(await find(200, { status: "ok" }, "text/html")).toHaveLength(1);
  expect(await find(418, { status: "ok" })).toHaveLength(1);
  const problem = {
    type: "",
    title: "",
    status: 404,
    code: "batch_open",
    instance: "",
    requestId: "",
  };
  const response = new Response(JSON.stringify(problem), {
    status: 404,
    headers: { "content-type": "application/problem+json" },
  });
  expect(await findUndocumented(operation("getAttemptStory"), response)).not.toEqual([]);
});
