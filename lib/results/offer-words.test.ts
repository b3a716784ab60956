import { expect, test } from "vitest";
import { describeOffer } from "./offer-words";
import type { CallResult } from "./schema";
import { met, nothingSaid, price } from "./test-rows";

const describe = (says: Partial<CallResult>, asked = 0) =>
  describeOffer({ ...nothingSaid(), ...says }, asked);

test("a call-out fee stands beside the price it is paid on top of", () => {
  const words = describe({
    price: price(95, { kind: "hourly", covers: "parts extra" }),
    callOutFee: { amount: 40, currency: "USD" },
  });
  expect(words).toMatchObject({ price: "$95/h + $40 call-out", priceDetail: "parts extra" });
});

test("what was not said is said so", () => {
  expect(describe({})).toEqual({
    price: "No price given",
    priceDetail: null,
    earliest: "No time named",
    earliestDetail: null,
    criteria: "No criteria asked",
    conditions: null,
  });
});

test("the time stands in their words, with the wall clock of the job's place below", () => {
  expect(
    describe({ earliestText: "tomorrow at two", earliestAt: "2026-11-24T14:00:00-05:00" }),
  ).toMatchObject({ earliest: "tomorrow at two", earliestDetail: "Tue, Nov 24, 2:00 PM" });
  expect(describe({ earliestAt: "2026-11-24T09:30:00Z" }).earliest).toBe("Tue, Nov 24, 9:30 AM");
});

test.each([
  [[met("licensed", "yes")], 1, "Criterion met"],
  [[met("licensed", "yes"), met("insured", "yes")], 2, "All 2 criteria met"],
  [[met("licensed", "yes")], 2, "1 of 2 criteria met"],
  [[met("licensed", "no"), met("insured", "yes")], 2, "Not met: licensed"],
  [[], 2, "Criteria not discussed"],
])("criteria %j of %i asked: %s", (criteria, asked, words) => {
  expect(describe({ criteria }, asked).criteria).toBe(words);
});
