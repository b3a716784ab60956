import { expect, test } from "vitest";
import { createLiveBatch } from "@/lib/batches/live-batch.fixture";
import type { LiveBatch, LiveProvider } from "@/lib/batches/live-state";
import type { CallResult } from "@/lib/results/schema";
import { met, nothingSaid, price } from "@/lib/results/test-rows";
import { describeBest } from "./best-offer";
import { rankSoFar } from "./ranking";

const AT = "2026-11-23T09:00:00.000Z";

type Said = Partial<CallResult>;
const offer = (said: Said): Partial<LiveProvider["attempt"]> => ({
  status: "settled",
  outcome: "completed",
  dialingAt: AT,
  result: { ...nothingSaid(), availability: "available", ...said },
});
const CHEAP = offer({
  price: price(180),
  earliestText: "Friday",
  earliestAt: "2026-11-27T09:00:00Z",
});
const SOON = offer({
  price: price(250),
  earliestText: "today at four",
  earliestAt: "2026-11-23T16:00:00Z",
});
const REFUSES = offer({ availability: "unavailable" });

const describe = (live: LiveBatch, urgency: "within_2_days" | "flexible" = "flexible") =>
  describeBest(live, rankSoFar(live.providers, []), { urgency, criteria: [] });

test("the first of the ranking leads, then the number of offers and what others have", () => {
  const live = createLiveBatch([CHEAP, SOON, REFUSES], { status: "completed", isFinal: true });
  expect(describe(live)).toBe(
    "Best: Provider 1, $250, today at four (soonest). 2 offers; lowest price Provider 0 ($180).",
  );
});

test("while calls run it is the best so far", () => {
  const live = createLiveBatch([CHEAP, { status: "in_progress", dialingAt: AT }]);
  expect(describe(live)).toBe("The only offer so far: Provider 0, $180, Friday.");
});

test("a best offer that comes too late says so", () => {
  const live = createLiveBatch([CHEAP], { status: "completed", isFinal: true });
  expect(describe(live, "within_2_days")).toBe(
    "The only offer: Provider 0, $180, Friday (later than asked).",
  );
});

test("a best offer that is not all that was asked for says so", () => {
  const missing = offer({
    price: price(90),
    criteria: [{ criterion: "licensed", met: "no", quote: null, confirmed: true }],
  });
  const live = createLiveBatch([missing], { status: "completed", isFinal: true });
  expect(describe(live)).toBe("The only offer: Provider 0, $90 (1 criterion not met).");
});

test("a whole sentence is cut, as the line keeps its place", () => {
  const earliestText = "we can have somebody there tomorrow between eight and twelve, maybe one";
  const live = createLiveBatch([offer({ price: price(90), earliestText })]);
  expect(describe(live)).toBe(
    "The only offer so far: Provider 0, $90, we can have somebody there tomorrow between…",
  );
});

test("what was not said is not made up", () => {
  const live = createLiveBatch([offer({})], { status: "completed", isFinal: true });
  expect(describe(live)).toBe("The only offer: Provider 0.");
});

test("a refusal is no offer, and without any there is nothing to lead with", () => {
  expect(describe(createLiveBatch([REFUSES], { status: "completed", isFinal: true }))).toBe(
    "No offer came in, so there is nothing to compare.",
  );
  expect(describe(createLiveBatch([REFUSES, {}]))).toBeNull();
});

test("an answer that is told of and not here yet is not said to be missing", () => {
  const told = { status: "settled", outcome: "completed", version: 9 } as const;
  const live = createLiveBatch([CHEAP, told], { status: "completed" });
  const patch = (from: number) =>
    live.providers.slice(from).map((provider) => ({
      ...provider,
      isPatched: provider.attempt.version === 9,
    }));
  expect(describe({ ...live, providers: patch(1) })).toBeNull();
  expect(describe({ ...live, providers: patch(0) })).toBe(
    "The only offer so far: Provider 0, $180, Friday.",
  );
});

test("an answer still leads while who gave it is called again", () => {
  const [answered] = createLiveBatch([SOON]).providers;
  const live = createLiveBatch([{ status: "in_progress", dialingAt: AT, version: 9 }]);
  const providers = live.providers.map((provider) => ({
    ...provider,
    earlier: answered?.attempt ?? null,
  }));
  expect(describe({ ...live, providers })).toBe(
    "The only offer so far: Provider 0, $250, today at four.",
  );
});

test("what is not confirmed is never the best, and is not told as an offer", () => {
  const open = {
    confirmed: { availability: false, earliest: false, price: false, callOutFee: false },
  };
  const cheaper = offer({ price: price(90), earliestText: "Monday", ...open });
  const isOver = { status: "completed", isFinal: true } as const;

  expect(describe(createLiveBatch([cheaper, CHEAP], isOver))).toBe(
    "The only offer: Provider 1, $180, Friday.",
  );
  expect(describe(createLiveBatch([cheaper], isOver))).toBe(
    "No offer could be confirmed. See what was said.",
  );
  expect(describe(createLiveBatch([cheaper, { status: "in_progress", dialingAt: AT }]))).toBeNull();
});

test("marks say what they compare where criteria were asked", () => {
  const licensed = (answer: "yes" | "no" | "unknown") => ({ criteria: [met("licensed", answer)] });
  const fits = offer({ price: price(250), earliestAt: "2026-11-25T09:00:00Z", ...licensed("yes") });
  const late = offer({
    price: price(300),
    earliestAt: "2026-11-27T09:00:00Z",
    ...licensed("unknown"),
  });
  const misses = offer({ price: price(10), earliestAt: "2026-11-23T10:00:00Z", ...licensed("no") });
  const live = createLiveBatch([fits, late, misses], { status: "completed", isFinal: true });
  const job = { urgency: "flexible", criteria: ["licensed"] } as const;

  expect(describeBest(live, rankSoFar(live.providers, job.criteria), job)).toBe(
    "Best: Provider 0, $250 (lowest price and soonest that meets your criteria). 3 offers.",
  );
});
