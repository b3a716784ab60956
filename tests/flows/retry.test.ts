import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AcceptedBatch } from "@/lib/batches/schema";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, type Person, type Product, startProduct } from "@/tests/support/product";

/** Calling again because a person asked, and what strangers make of it. */

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

describe("a retry by name", () => {
  const retry = (choice: unknown, executionId = owned.executionId) =>
    product.request(owner, "POST", `/api/v1/batches/${executionId}/retry`, choice);

  test("of somebody else's provider calls nobody and tells nothing about it", async () => {
    const theirs = await product.call(stranger, ["+18645550104"]);
    await product.finished(stranger, theirs.serviceRequestId);
    const [id = ""] = theirs.providers.map((provider) => provider.id);

    const [foreign, missing] = await Promise.all(
      [id, randomUUID()].map(async (providerId) => {
        const ids = [owned.providers[0]?.id, providerId];
        const response = await retry({ providerIds: ids });
        return {
          status: response.status,
          text: (await response.text()).replaceAll(providerId, "?"),
        };
      }),
    );

    expect(foreign?.status).toBe(409);
    expect(JSON.parse(foreign?.text ?? "")).toMatchObject({
      code: "provider_not_retryable",
      detail: "Nobody is called. Not of this batch: ?.",
    });
    const withoutId = (text = "") => ({ ...JSON.parse(text), requestId: null });
    expect(withoutId(foreign?.text)).toEqual(withoutId(missing?.text));
    expect((await product.status(owner, owned.serviceRequestId)).executionId).toBe(
      owned.executionId,
    );
  });

  test.each([
    [{ providerIds: [] }, "/providerIds"],
    [{ providerIds: ["' or true --"] }, "/providerIds/0"],
    [{ providerIds: Array.from({ length: 1001 }, () => randomUUID()) }, "/providerIds"],
    [{ outcomes: ["anything"] }, "/outcomes/0"],
    [{ userId: randomUUID() }, "/userId"],
  ])("%o is refused by name", async (choice, pointer) => {
    const response = await retry(choice);

    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ pointer }] });
  });
});

test("a retry of the unreached is accepted once, calls nobody else, and is ranked with the rest", async () => {
  const dials = async () =>
    (await product.simulator()).calls.filter((call) => call.number === "+18645550103").length;
  const before = await dials();
  const retry = () =>
    // Without a body: whoever was not reached.
    product.request(owner, "POST", `/api/v1/batches/${owned.executionId}/retry`);

  const [one, two] = await Promise.all([retry(), retry()]);
  const [first, second] = (await Promise.all([one.json(), two.json()])) as [
    AcceptedBatch,
    AcceptedBatch,
  ];
  const final = await eventually(
    () => product.status(owner, owned.serviceRequestId),
    ({ executionId, isFinal, providers }) =>
      executionId === first.executionId && isFinal && providers[0]?.attempt.number === 1,
    { timeoutMs: 60_000 },
  );

  expect([one.status, two.status]).toEqual([202, 202]);
  expect(second.executionId).toBe(first.executionId);
  expect(first.providers.map(({ phone }) => phone)).toEqual(["+18645550103"]);
  expect(final.stats.total).toBe(3);
  expect(final.ranking).toHaveLength(3);
  // The batch it stems from allowed one attempt, and so does this one.
  expect((await dials()) - before).toBe(1);
});

test("a request is called again with other providers by naming its id", async () => {
  const [phone] = ordinaryNumbers(1, 950);

  const response = await product.post(owner, {
    serviceRequestId: owned.serviceRequestId,
    providers: [{ name: "Another", phone }],
    options: { maxAttempts: 1 },
  });

  expect(response.status).toBe(202);
  const final = await eventually(
    () => product.status(owner, owned.serviceRequestId),
    ({ stats, isFinal }) => stats.total === 4 && isFinal,
    { timeoutMs: 60_000 },
  );
  expect(final.providers.map((provider) => provider.name)).toContain("Another");
});
