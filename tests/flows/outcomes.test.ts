import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { BatchStatusAnswer } from "@/lib/batches/schema";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, type Person, type Product, startProduct } from "@/tests/support/product";

let product: Product;
let person: Person;

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05, env: { PATIENCE: "0.04" } });
  person = await product.signUp();
}, 120_000);
afterAll(() => product?.stop());

/** What becomes of each number that the simulator documents (local/vapi/README.md). */
const FATES: Record<string, [outcome: string, detail: string | null]> = {
  "00": ["completed", "answered"],
  "01": ["completed", "answered"],
  "02": ["completed", "answered"],
  "03": ["no_answer", null],
  "04": ["busy", null],
  "05": ["voicemail", null],
  "06": ["failed", "failed_permanent"],
  "08": ["completed", "cut_off"],
  "09": ["failed", "failed_transient"],
  "10": ["no_answer", "connected_silent"],
  "11": ["completed", "unread"],
  "12": ["completed", "answered"],
  "15": ["failed", "wrong_number"],
  "16": ["completed", "do_not_call"],
  "17": ["completed", "answered"],
};

describe("every documented fate ends in its true outcome", () => {
  let final: BatchStatusAnswer;

  beforeAll(async () => {
    const numbers = Object.keys(FATES).map((ending) => `+186455501${ending}`);
    const accepted = await product.call(person, numbers);
    final = await product.finished(person, accepted.serviceRequestId);
  }, 120_000);

  test.each(Object.entries(FATES))("…01%s: %o", (ending, fate) => {
    const provider = final.providers.find(({ phone }) => phone.endsWith(`01${ending}`));
    expect([provider?.callStatus, provider?.attempt.detail]).toEqual(fate);
  });

  test("what callers said is kept word for word, and orders in it are only words", async () => {
    const injected = final.providers.find(({ phone }) => phone.endsWith("0117"));
    const messages =
      await product.sql`select messages from public.attempts where id = ${injected?.attempt.id ?? ""}`;
    expect(JSON.stringify(messages).toLowerCase()).toMatch(/ignore|instruction|system/);
    expect(final.status).toBe("completed");
  });

  test("those who answered are ranked before those who did not, each with its reasons", () => {
    const outcomes = (final.ranking ?? []).map(({ providerId, reasons }) => {
      expect(reasons.length).toBeGreaterThan(0);
      return final.providers.find(({ id }) => id === providerId)?.callStatus;
    });
    const firstUnreached = outcomes.findIndex((outcome) => outcome !== "completed");
    expect(outcomes.slice(firstUnreached)).not.toContain("completed");
  });
});

test("who was not reached is called again after the pause, once, and then the batch ends", async () => {
  const accepted = await product.call(person, ["+18645550103", "+18645550100"], {
    options: { maxAttempts: 2, retryDelaySeconds: 2 },
  });

  await eventually(
    () => product.status(person, accepted.serviceRequestId),
    ({ providers }) =>
      providers.some(({ attempt }) => attempt.number === 2 && attempt.status === "queued"),
    { intervalMs: 20 },
  );
  const final = await product.finished(person, accepted.serviceRequestId);

  expect(final.providers.map(({ callStatus, attempt }) => [callStatus, attempt.number])).toEqual([
    ["no_answer", 2],
    ["completed", 1],
  ]);
});

test("a business that asked not to be called again is not called by anybody's next batch", async () => {
  const number = "+12065550116";
  const dialsOf = async () =>
    (await product.simulator()).calls.filter((call) => call.number === number).length;
  const first = await product.call(person, [number]);
  const asked = await product.finished(person, first.serviceRequestId);
  expect(asked.providers[0]?.attempt.detail).toBe("do_not_call");

  const other = await product.signUp();
  const second = await product.call(other, [number, "+12065550100"]);
  const final = await product.finished(other, second.serviceRequestId);

  expect(final.providers.map(({ callStatus, attempt }) => [callStatus, attempt.detail])).toEqual([
    ["skipped", "do_not_call"],
    ["completed", "answered"],
  ]);
  expect(final.fault).toBeNull();
  expect(await dialsOf()).toBe(1);
});

const arm = (fault: Record<string, unknown>) =>
  fetch(`${product.stack.env.VAPI_BASE_URL}/__simulator/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fault),
  }).then(async (response) => {
    if (response.status !== 201) throw new Error(`The fault was refused: ${await response.text()}`);
  });

describe("when the phone service fails", () => {
  afterEach(() =>
    fetch(`${product.stack.env.VAPI_BASE_URL}/__simulator/faults`, { method: "DELETE" }),
  );

  test("an account without credentials stops the batch: nobody failed, nobody was called", async () => {
    const body = { message: "Unauthorized", error: "Unauthorized", statusCode: 401 };
    await arm({ fault: "fail-before-placing", answer: { status: 401, body }, count: 10 });

    const accepted = await product.call(person, ordinaryNumbers(12, 500));
    const final = await product.finished(person, accepted.serviceRequestId);

    expect(final.fault).toMatchObject({ code: "credentials" });
    expect(final.stats).toMatchObject({ total: 12, skipped: 12, failed: 0 });
  });

  test("a model that the phone service no longer takes stops the batch, and is what stopped it", async () => {
    const body = {
      message: ["assistant.model.model must be one of the following values: gpt-7"],
      error: "Bad Request",
      statusCode: 400,
    };
    await arm({ fault: "fail-before-placing", answer: { status: 400, body }, count: 10 });

    const accepted = await product.call(person, ordinaryNumbers(12, 540));
    const final = await product.finished(person, accepted.serviceRequestId);

    expect(final.fault).toMatchObject({ code: "assistant" });
    expect(final.stats).toMatchObject({ total: 12, skipped: 12, failed: 0 });
  });

  test("credit that is gone in the middle stops the batch, and the calls that were made keep their answers", async () => {
    const numbers = ordinaryNumbers(40, 600);
    const body = { message: "Insufficient credits", error: "Payment Required", statusCode: 402 };

    const accepted = await product.call(person, numbers);
    // With ten lines, three quarters of them still wait when the first has answered.
    await eventually(
      () => product.status(person, accepted.serviceRequestId),
      ({ stats }) => stats.completed > 0,
      { intervalMs: 10, timeoutMs: 60_000 },
    );
    await arm({ fault: "fail-before-placing", answer: { status: 402, body }, count: "always" });
    const final = await product.finished(person, accepted.serviceRequestId);

    expect(final.fault).toMatchObject({ code: "credit" });
    const { calls } = await product.simulator();
    const dialed = numbers.filter((number) => calls.some((call) => call.number === number));
    const skipped = final.providers.filter(({ callStatus }) => callStatus === "skipped");
    expect(skipped.map(({ phone }) => phone).sort()).toEqual(
      numbers.filter((number) => !dialed.includes(number)).sort(),
    );
    expect(final.stats).toMatchObject({ failed: 0, unknown: 0 });
    expect(final.stats.completed).toBeGreaterThan(0);
    expect(final.ranking).toHaveLength(40);
  }, 120_000);

  test("429 that says when to come back is not asked again before", async () => {
    const [number = ""] = ordinaryNumbers(1, 580);
    const answer = { status: 429, headers: { "retry-after": "3" } };
    await arm({ fault: "fail-before-placing", answer, number });

    const accepted = await product.call(person, [number]);
    // Without the header it would be 0.6 to 2.4 s: the refusal's own wait of 15 to 60 s at this patience.
    const [waiting] = await eventually(
      () => product.sql`
        select extract(epoch from not_before - created_at)::float as seconds
        from public.attempts where batch_id = ${accepted.executionId} and refusals = 1`,
      (rows) => rows.length === 1,
      { intervalMs: 10 },
    );
    const final = await product.finished(person, accepted.serviceRequestId);

    expect(waiting?.seconds).toBeGreaterThanOrEqual(3);
    expect(final.providers[0]?.attempt.number).toBe(1);
    const dials = (await product.simulator()).calls.filter((call) => call.number === number);
    expect(dials).toHaveLength(1);
  }, 120_000);

  test("a call that talks past its limit is hung up, and settled", async () => {
    const [number = ""] = ordinaryNumbers(1, 590);
    // 50 minutes of talk on the simulator's clock, two and a half of ours; the limit is 10 s and what ringing may take.
    await fetch(`${product.stack.env.VAPI_BASE_URL}/__simulator/script`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ number, next: [{ behavior: "flat-quote", talkSeconds: 3000 }] }),
    });

    const accepted = await product.call(person, [number], {
      options: { maxAttempts: 1, maxCallSeconds: 10 },
    });
    const final = await product.finished(person, accepted.serviceRequestId);

    const [call] = (await product.simulator()).calls.filter((dial) => dial.number === number);
    expect(call?.endedAt).not.toBeNull();
    expect(final.status).toBe("completed");
    expect(final.providers[0]?.attempt.status).toBe("settled");
  }, 90_000);

  test.each([
    ["500", { status: 500 }],
    ["522 in HTML", { status: 522, body: "<html>origin timed out</html>" }],
    ["a reset", { reset: true }],
  ])(
    "a call that was placed although the answer was %s is found again and dialed once",
    async (_, answer) => {
      const [number = ""] = ordinaryNumbers(1, 520);
      const before = (await product.simulator()).calls.filter(
        (call) => call.number === number,
      ).length;
      await arm({ fault: "fail-after-placing", answer });

      const accepted = await product.call(person, [number]);
      const final = await product.finished(person, accepted.serviceRequestId);

      expect(final.stats.unknown).toBe(0);
      const { calls } = await product.simulator();
      expect(calls.filter((call) => call.number === number)).toHaveLength(before + 1);
    },
  );

  test("a dial of which nothing is known and nothing is found is unknown, and is never repeated", async () => {
    const [number = ""] = ordinaryNumbers(1, 530);
    await arm({ fault: "fail-before-placing", answer: { status: 503 } });

    const accepted = await product.call(person, [number], { options: { maxAttempts: 3 } });
    const final = await product.finished(person, accepted.serviceRequestId);

    expect(final.providers[0]).toMatchObject({
      callStatus: "unknown",
      attempt: { number: 1, detail: "not_found" },
    });
    expect((await product.simulator()).calls.filter((call) => call.number === number)).toEqual([]);
  });

  test("webhooks doubled and reordered change nothing", async () => {
    await arm({ fault: "webhook-duplicate", copies: 5, count: 20 });
    await arm({ fault: "webhook-reorder", count: 10 });
    const numbers = ordinaryNumbers(8, 540);

    const accepted = await product.call(person, numbers);
    const final = await product.finished(person, accepted.serviceRequestId);

    expect(final.stats).toMatchObject({ total: 8, queued: 0, inProgress: 0, unknown: 0 });
    const doubled = await product.sql`
      select 1 from public.call_events group by attempt_id, dedupe_key having count(*) > 1`;
    expect(doubled).toHaveLength(0);
  });
});
