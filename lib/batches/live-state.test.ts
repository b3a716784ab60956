import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AttemptsChanged } from "@/lib/realtime/topics";
import {
  fromSnapshot,
  type LiveBatch,
  mergeAttemptsHint,
  mergeBatchHint,
  mergeSnapshot,
  NOTHING_KNOWN,
} from "./live-state";
import { toBatchStatus } from "./read-status";
import type { AttemptSnapshot, BatchStatusAnswer, RequestSnapshot } from "./schema";

const EXECUTION = "00000000-0000-4000-8000-00000000000b";
const AT = "2026-11-23T09:00:00.000Z";
const LATER = "2026-11-23T09:00:05.000Z";

const providerId = (index: number) => `00000000-0000-4000-8000-0000000000a${index}`;
const attemptId = (index: number, number = 1) =>
  `00000000-0000-4000-8000-000000000${number}a${index}`;

type Row = Partial<AttemptSnapshot> & Pick<AttemptSnapshot, "version">;
type Batch = Partial<NonNullable<RequestSnapshot["batch"]>>;

function snapshot(rows: Row[], batch: Batch = {}, version?: number): BatchStatusAnswer {
  return toBatchStatus({
    serviceRequest: {
      id: "00000000-0000-4000-8000-00000000000c",
      title: "Leaking toilet",
      serviceNeeded: "plumbing",
      description: null,
      location: "Greenville SC",
      criteria: [],
      urgency: "flexible",
      clientName: null,
      clientAddress: null,
      createdAt: AT,
    },
    batch: {
      executionId: EXECUTION,
      status: "running",
      requestedAt: AT,
      startedAt: AT,
      cancelRequestedAt: null,
      endedAt: null,
      faultCode: null,
      faultMessage: null,
      maxAttempts: 2,
      retryDelaySeconds: 1800,
      result: null,
      isRetry: false,
      ...batch,
    },
    providers: rows.map((row, index) => ({
      id: providerId(index),
      name: `Provider ${index}`,
      phone: `+1864555010${index}`,
      phoneExtension: null,
      alsoKnownAs: [],
      attempt: {
        ...NOTHING_KNOWN,
        id: attemptId(index),
        executionId: EXECUTION,
        number: 1,
        status: "queued",
        notBefore: AT,
        refusals: 0,
        ...row,
      },
      earlier: null,
      missed: null,
    })),
    version: version ?? Math.max(...rows.map((row) => row.version)),
  });
}

type Change = Partial<AttemptsChanged["attempts"][number]>;

function hint(index: number, change: Change & { version: number }): AttemptsChanged {
  return {
    version: change.version,
    complete: true,
    attempts: [
      {
        attemptId: attemptId(index, change.number),
        providerId: providerId(index),
        batchId: EXECUTION,
        number: 1,
        status: "in_progress",
        outcome: null,
        ...change,
      },
    ],
  };
}

const first = (live: LiveBatch) => {
  const [provider] = live.providers;
  if (!provider) throw new Error("There is no provider.");
  return provider;
};

describe("a hint about attempts", () => {
  test("moves its row, the counts and the current provider", () => {
    const live = fromSnapshot(snapshot([{ version: 1 }, { version: 2 }]));

    const after = mergeAttemptsHint(live, hint(1, { version: 3 }), LATER);

    expect(after.providers.map((row) => row.callStatus)).toEqual(["queued", "in_progress"]);
    expect(after.stats).toMatchObject({ total: 2, queued: 1, inProgress: 1 });
    expect(after.currentProvider).toEqual({ id: providerId(1), name: "Provider 1" });
    expect(after.providers[1]?.attempt.dialingAt).toBe(LATER);
  });

  test("leaves every other row the same object", () => {
    const live = fromSnapshot(snapshot([{ version: 1 }, { version: 2 }]));
    expect(first(mergeAttemptsHint(live, hint(1, { version: 3 }), LATER))).toBe(first(live));
  });

  test.each([
    ["an older version", 4],
    ["the version that the row has", 5],
  ])("with %s changes nothing", (_, version) => {
    const live = fromSnapshot(snapshot([{ version: 5, status: "settled", outcome: "busy" }]));
    expect(mergeAttemptsHint(live, hint(0, { version }), LATER)).toBe(live);
  });

  test("about a row that the page does not have changes nothing", () => {
    const live = fromSnapshot(snapshot([{ version: 1 }]));
    expect(mergeAttemptsHint(live, hint(7, { version: 3 }), LATER)).toBe(live);
  });

  test("about a further attempt forgets what the one before found out", () => {
    const live = fromSnapshot(
      snapshot([
        {
          version: 4,
          status: "settled",
          outcome: "busy",
          endedReason: "customer-busy",
          settledAt: AT,
        },
      ]),
    );

    const after = first(
      mergeAttemptsHint(live, hint(0, { version: 5, number: 2, status: "queued" }), LATER),
    );

    expect(after.callStatus).toBe("queued");
    expect(after.attempt).toMatchObject({
      id: attemptId(0, 2),
      number: 2,
      outcome: null,
      endedReason: null,
      settledAt: null,
    });
  });
});

describe("a hint about the batch", () => {
  const changed = (status: LiveBatch["status"], executionId = EXECUTION) => ({
    executionId,
    status: status ?? "queued",
    version: 9,
    finished: false,
  });

  test("moves the status on and never back", () => {
    const live = fromSnapshot(snapshot([{ version: 1 }]));

    const canceling = mergeBatchHint(live, changed("canceling"));

    expect(canceling.status).toBe("canceling");
    expect(mergeBatchHint(canceling, changed("running"))).toBe(canceling);
  });

  test("of another execution waits for the snapshot", () => {
    const live = fromSnapshot(snapshot([{ version: 1 }]));
    expect(mergeBatchHint(live, changed("canceling", attemptId(9)))).toBe(live);
  });
});

describe("a snapshot", () => {
  test("older than the last is ignored", () => {
    const live = fromSnapshot(snapshot([{ version: 8, status: "ended", endedAt: AT }]));
    expect(mergeSnapshot(live, snapshot([{ version: 7, status: "in_progress" }]))).toBe(live);
  });

  test("older than a hint keeps the hinted row and takes the others", () => {
    const live = fromSnapshot(snapshot([{ version: 1 }, { version: 2 }]));
    const hinted = mergeAttemptsHint(live, hint(0, { version: 6, status: "ended" }), LATER);

    const after = mergeSnapshot(
      hinted,
      snapshot([
        { version: 4, status: "in_progress" },
        { version: 5, status: "claimed" },
      ]),
    );

    expect(after.providers.map((row) => row.callStatus)).toEqual(["ended", "claimed"]);
    expect(after.stats).toMatchObject({ queued: 1, inProgress: 1 });
  });

  test("that contains a hint brings its details", () => {
    const live = fromSnapshot(snapshot([{ version: 1 }]));
    const hinted = mergeAttemptsHint(live, hint(0, { version: 6 }), LATER);

    const after = first(
      mergeSnapshot(hinted, snapshot([{ version: 6, status: "in_progress", dialingAt: AT }])),
    );

    expect(after).toMatchObject({ isPatched: false, attempt: { dialingAt: AT } });
  });

  test("keeps unchanged rows the same objects", () => {
    const live = fromSnapshot(snapshot([{ version: 1 }, { version: 2 }]));
    const after = mergeSnapshot(live, snapshot([{ version: 1 }, { version: 3 }]));

    expect(first(after)).toBe(first(live));
    expect(after.providers[1]).not.toBe(live.providers[1]);
  });

  test("read before the batch moved on does not move it back", () => {
    const live = mergeBatchHint(fromSnapshot(snapshot([{ version: 1 }])), {
      executionId: EXECUTION,
      status: "canceling",
      version: 5,
      finished: false,
    });

    expect(mergeSnapshot(live, snapshot([{ version: 6 }])).status).toBe("canceling");
  });

  test("of another execution replaces the batch", () => {
    const ended: Batch = { status: "completed", endedAt: AT, result: { ranked: [] } };
    const live = fromSnapshot(
      snapshot([{ version: 1, status: "settled", outcome: "busy" }], ended),
    );

    const after = mergeSnapshot(
      live,
      snapshot([{ version: 7, id: attemptId(0, 2) }], { executionId: attemptId(8) }),
    );

    expect(after).toMatchObject({ status: "running", isFinal: false, ranking: null });
  });
});

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
