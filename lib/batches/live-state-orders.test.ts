import fc from "fast-check";
import { expect, test } from "vitest";
import { fromSnapshot, mergeAttemptsHint, mergeSnapshot } from "./live-state";
import { hint, LATER, type Row, snapshot } from "./live-state.fixture";

test("in whatever order news arrives, rows only go forward and the end is that of the last snapshot", () => {
  const statuses = ["claimed", "dialing", "in_progress", "ended", "settled"] as const;
  const step = fc.record({ index: fc.nat({ max: 2 }), status: fc.constantFrom(...statuses) });
  const history = fc
    .array(step, { minLength: 1, maxLength: 12 })
    .chain((steps) =>
      fc.tuple(fc.constant(steps), fc.shuffledSubarray(deliveries(steps.length), { minLength: 1 })),
    );

  fc.assert(
    fc.property(history, ([steps, order]) => {
      const rowsAfter = (count: number) => {
        const rows: Row[] = [{ version: 1 }, { version: 2 }, { version: 3 }];
        for (const [at, { index, status }] of steps.slice(0, count).entries()) {
          const outcome = status === "settled" ? "no_answer" : null;
          rows[index] = { version: at + 4, status, outcome };
        }
        return rows;
      };
      const snapshotAfter = (count: number) => snapshot(rowsAfter(count), {}, count + 3);
      let live = fromSnapshot(snapshotAfter(0));
      for (const delivery of [...order, { kind: "snapshot", at: steps.length } as const]) {
        const before = live;
        const change = steps[delivery.at - 1];
        if (delivery.kind === "snapshot") live = mergeSnapshot(live, snapshotAfter(delivery.at));
        else if (change) {
          const outcome = change.status === "settled" ? ("no_answer" as const) : null;
          const version = delivery.at + 3;
          live = mergeAttemptsHint(
            live,
            hint(change.index, { status: change.status, outcome, version }),
            LATER,
          );
        }
        live.providers.forEach((row, index) => {
          const earlier = before.providers[index]?.attempt.version ?? 0;
          expect(row.attempt.version).toBeGreaterThanOrEqual(earlier);
        });
      }
      expect(live).toEqual(fromSnapshot(snapshotAfter(steps.length)));
    }),
    { numRuns: 500, seed: 20_261 },
  );
});

type Delivery = { kind: "hint" | "snapshot"; at: number };

/** Every hint twice, as a channel may repeat one, and a snapshot after each change. */
function deliveries(changes: number): Delivery[] {
  return Array.from({ length: changes }, (_, index) => index + 1).flatMap((at): Delivery[] => [
    { kind: "hint", at },
    { kind: "hint", at },
    { kind: "snapshot", at },
  ]);
}
