import { describe, expect, test } from "vitest";
import {
  fromSnapshot,
  type LiveBatch,
  mergeAttemptsHint,
  mergeBatchHint,
  mergeSnapshot,
} from "./live-state";
import {
  AT,
  attemptId,
  type Batch,
  EXECUTION,
  hint,
  LATER,
  providerId,
  snapshot,
} from "./live-state.fixture";

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

  test("that a call was missed leaves it open whether it is tried again, so no count goes back", () => {
    const live = fromSnapshot(snapshot([{ version: 1, status: "in_progress", dialingAt: AT }]));

    const missed = mergeAttemptsHint(
      live,
      hint(0, { version: 2, status: "settled", outcome: "busy" }),
      LATER,
    );
    const again = mergeAttemptsHint(
      missed,
      hint(0, { version: 3, number: 2, status: "queued" }),
      LATER,
    );
    const over = mergeSnapshot(
      missed,
      snapshot([{ version: 2, status: "settled", outcome: "busy", settledAt: LATER }]),
    );

    expect([missed, again, over].map((state) => first(state).callStatus)).toEqual([
      "ended",
      "queued",
      "busy",
    ]);
    expect(missed.stats).toMatchObject({ inProgress: 1, busy: 0 });
  });

  test("that a further try was stopped does not say that nobody was called", () => {
    const live = fromSnapshot(snapshot([{ version: 1, number: 2, id: attemptId(0, 2) }]));
    const stopped = hint(0, { version: 2, number: 2, status: "settled", outcome: "canceled" });
    expect(first(mergeAttemptsHint(live, stopped, LATER)).callStatus).toBe("ended");
  });

  test.each(["completed", "failed"] as const)(
    "that a call was %s counts at once, as nothing follows it",
    (outcome) => {
      const live = fromSnapshot(snapshot([{ version: 1, status: "in_progress", dialingAt: AT }]));
      const settled = hint(0, { version: 2, status: "settled", outcome });
      expect(mergeAttemptsHint(live, settled, LATER).stats).toMatchObject({ [outcome]: 1 });
    },
  );

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
