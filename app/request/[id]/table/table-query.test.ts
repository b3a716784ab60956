import { expect, test } from "vitest";
import { createProvider } from "@/lib/batches/live-batch.fixture";
import { unknownResult } from "@/lib/results/schema";
import { SORT_KEYS } from "@/lib/results/sort-rows";
import { price } from "@/lib/results/test-rows";
import { ATTEMPT_OUTCOMES } from "@/lib/states/attempt";
import { FILTERS, MATCHES, readTableQuery, writeTableQuery } from "./table-query";

const read = (search: string) => readTableQuery(new URLSearchParams(search));

test("every filter and order comes back from the address it was written to", () => {
  for (const filter of FILTERS) {
    for (const key of SORT_KEYS) {
      for (const isDescending of key === "best" || key === "list" ? [false] : [false, true]) {
        const query = { filter, sort: { key, isDescending } };
        expect(read(writeTableQuery("", query))).toEqual(query);
      }
    }
  }
});

test("what nobody chose leaves the address as it was", () => {
  expect(writeTableQuery("", { filter: "all", sort: null })).toBe("");
  expect(writeTableQuery("?show=failed&a=1&order=name", { filter: "all", sort: null })).toBe(
    "?a=1",
  );
});

test.each([
  "?show=secrets&order=drop-down",
  "?show=&order=",
  "?show=toString&order=-down",
  "?order=best-down",
  "?order=list-down",
  "",
])("an address that says %s asks for nothing", (search) => {
  expect(read(search)).toEqual({ filter: "all", sort: null });
});

test("a parameter given twice asks for nothing", () => {
  expect(read("?show=failed&show=missed&order=name")).toEqual({
    filter: "all",
    sort: { key: "name", isDescending: false },
  });
});

test("a price of somebody who cannot come is no price to choose by", () => {
  const answer = (availability: "available" | "unavailable") =>
    createProvider({
      status: "settled",
      outcome: "completed",
      result: { ...unknownResult(), availability, price: price(180) },
    });
  expect(MATCHES.priced(answer("available"))).toBe(true);
  expect(MATCHES.priced(answer("unavailable"))).toBe(false);
  expect(MATCHES.answered(answer("unavailable"))).toBe(true);
});

test("each outcome but an answer is found by exactly one filter", () => {
  for (const outcome of ATTEMPT_OUTCOMES.filter((it) => it !== "completed")) {
    const provider = createProvider({ status: "settled", outcome });
    const found = FILTERS.filter((name) => name !== "all" && MATCHES[name](provider));
    expect([outcome, found.length]).toEqual([outcome, 1]);
  }
});
