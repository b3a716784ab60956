import { describe, expect, test } from "vitest";
import { priceGroupOf, SORT_KEYS, type SortableRow, sortRows } from "./sort-rows";
import { nothingSaid, price } from "./test-rows";

const createRow = (
  id: string,
  says: Partial<NonNullable<SortableRow["result"]>> | null,
  given: Partial<SortableRow> = {},
): SortableRow => ({
  id,
  name: id,
  callStatus: says ? "completed" : "queued",
  result: says && { ...nothingSaid(), ...says },
  place: 0,
  ...given,
});

const up = (rows: SortableRow[], key: (typeof SORT_KEYS)[number]) =>
  sortRows(rows, { key, isDescending: false }).join(" ");
const down = (rows: SortableRow[], key: (typeof SORT_KEYS)[number]) =>
  sortRows(rows, { key, isDescending: true }).join(" ");

describe("sorting", () => {
  test("leaves unknown prices last in both directions", () => {
    const rows = [
      createRow("none", null),
      createRow("dear", { price: price(300) }),
      createRow("cheap", { price: price(100) }),
      createRow("silent", {}),
    ];
    expect(up(rows, "price")).toBe("cheap dear none silent");
    expect(down(rows, "price")).toBe("dear cheap none silent");
  });

  test("never orders prices of another unit or currency by their amount", () => {
    const rows = [
      createRow("hour", { price: price(90, { kind: "hourly" }) }),
      createRow("euro", { price: price(1, { currency: "EUR" }) }),
      createRow("job", { price: price(200) }),
      createRow("job2", { price: price(150) }),
    ];
    expect(up(rows, "price")).toBe("euro job2 job hour");
    expect(down(rows, "price")).toBe("euro job job2 hour");
  });

  test("orders times as moments, whatever their offset", () => {
    const rows = [
      createRow("late", { earliestAt: "2026-11-24T10:00:00-05:00" }),
      createRow("soon", { earliestAt: "2026-11-24T10:00:00+01:00" }),
      createRow("words", { earliestText: "next week" }),
    ];
    expect(up(rows, "earliest")).toBe("soon late words");
    expect(down(rows, "earliest")).toBe("late soon words");
  });

  test("by state puts answers first and what ended without one after what goes on", () => {
    const rows = [
      createRow("failed", null, { callStatus: "failed" }),
      createRow("waiting", null),
      createRow("answered", {}),
    ];
    expect(up(rows, "state")).toBe("answered waiting failed");
  });

  test("keeps the order of the list among equals, and back to it", () => {
    const rows = [createRow("b", null), createRow("a", null), createRow("c", null)];
    expect(up(rows, "state")).toBe("b a c");
    expect(down(rows, "state")).toBe("b a c");
    expect(up(rows, "list")).toBe("b a c");
    expect(up(rows, "name")).toBe("a b c");
  });

  test("what a price is for is said over those that compare with it", () => {
    const said = (kind: "flat" | "hourly") => ({ ...nothingSaid(), price: price(90, { kind }) });
    expect(priceGroupOf(said("flat"))).toBe("Per job, USD");
    expect(priceGroupOf(said("hourly"))).toBe("Per hour, USD");
    expect(priceGroupOf(nothingSaid())).toBeNull();
  });

  test.each(SORT_KEYS)("by %s loses and doubles no row", (key) => {
    const rows = Array.from({ length: 30 }, (_, index) =>
      createRow(String(index), index % 3 === 0 ? { price: price((index * 7) % 11) } : null, {
        place: (index * 13) % 30,
      }),
    );
    expect(new Set(sortRows(rows, { key, isDescending: true })).size).toBe(30);
  });
});
