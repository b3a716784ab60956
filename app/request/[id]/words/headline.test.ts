import { describe, expect, test } from "vitest";
import { createLiveBatch } from "@/lib/batches/live-batch.fixture";
import { describeStop } from "@/lib/results/stop-words";
import { describeHeadline, describeTabTitle, findMilestone } from "./headline";

const WAITING = { status: "queued" } as const;
const CALLING = { status: "in_progress", dialingAt: "2026-11-23T09:00:00Z" } as const;
const READING = { status: "ended" } as const;
const ANSWERED = { status: "settled", outcome: "completed" } as const;
const MISSED = { status: "settled", outcome: "no_answer" } as const;

const FAULT = { code: "credit", ...describeStop("credit"), detail: null };

describe("the headline", () => {
  test.each([
    [[WAITING, WAITING], {}, "0 of 2 done · waiting for a phone line"],
    [[ANSWERED, CALLING, WAITING], {}, "1 of 3 done · calling Provider 1"],
    [[CALLING, CALLING, CALLING], {}, "0 of 3 done · 3 on the phone · calling Provider 0"],
    [[ANSWERED, READING], {}, "1 of 2 done · reading the answer of Provider 1"],
    [[READING, READING, WAITING], {}, "0 of 3 done · reading 2 answers"],
    [[ANSWERED, { ...WAITING, number: 2 }], {}, "1 of 2 done · 1 to try again"],
    [[ANSWERED, MISSED], {}, "All 2 done · comparing the answers"],
    [[ANSWERED, CALLING], { status: "canceling" }, "Stopping · 1 of 2 done · hanging up"],
    [
      [ANSWERED, READING],
      { status: "canceling" },
      "Stopping · 1 of 2 done · reading the answer of Provider 1",
    ],
    [[ANSWERED, MISSED], { status: "canceling" }, "Stopping · 2 of 2 done"],
    [[ANSWERED, MISSED], { status: "completed" }, "All 2 done · comparing the answers"],
    [[ANSWERED, MISSED], { status: "completed", isFinal: true }, "Done · 1 of 2 answered"],
    [[ANSWERED, MISSED], { status: "canceled", isFinal: true }, "Stopped · 1 of 2 answered"],
  ] as const)("case %#", (attempts, batch, text) => {
    expect(describeHeadline(createLiveBatch(attempts, batch))).toBe(text);
  });

  test("a fault of the whole account does not look like a normal end", () => {
    const skipped = { status: "settled", outcome: "skipped", detail: "credit" } as const;
    const fault = FAULT;
    const over = { status: "completed", isFinal: true, fault } as const;
    const none = createLiveBatch([{ ...skipped, dialingAt: CALLING.dialingAt }, skipped], over);

    expect(describeHeadline(none)).toBe("Stopped by a fault · 0 of 2 called");
    expect(describeTabTitle(none, "Leaking toilet")).toBe("Stopped: Leaking toilet");
    expect(describeHeadline(createLiveBatch([ANSWERED, skipped], over))).toBe(
      "Stopped by a fault · 1 of 2 called",
    );
    expect(describeHeadline(createLiveBatch([CALLING, skipped], { fault }))).toBe(
      "1 of 2 done · calling Provider 0",
    );
  });

  test("a cap that is reached is no fault", () => {
    const spending = { capUsd: 5, spentUsd: 4.6, reservedUsd: 0 };
    const fault = { code: "cap_reached", ...describeStop("cap_reached", spending), detail: null };
    const skipped = { status: "settled", outcome: "skipped", detail: "cap_reached" } as const;
    const over = { status: "completed", isFinal: true, fault } as const;
    const live = createLiveBatch([ANSWERED, skipped], over);

    expect(describeHeadline(live)).toBe("Cap reached · 1 of 2 called");
    expect(fault.message).toBe(
      "$4.60 of $5.00 used; one more call could cost more than is left. Call the rest with a new cap to go on.",
    );
    expect(describeHeadline({ ...live, isRetry: true })).toBe(
      "Last calls: cap reached · 1 of 2 answered",
    );
  });

  test("a batch that waits as a whole does not wait for a line", () => {
    const hold = { code: "faults_ahead", until: CALLING.dialingAt, message: "" };
    const describe = (...attempts: Parameters<typeof createLiveBatch>[0]) =>
      describeHeadline(createLiveBatch(attempts, { hold }));

    expect(describe(MISSED, WAITING)).toBe("1 of 2 done · calling is paused");
    expect(describe(CALLING, WAITING)).toBe("0 of 2 done · calling Provider 0");
  });

  test("a stopped retry leaves a finished request, not a stopped one", () => {
    const over = { status: "canceled", isFinal: true, isRetry: true } as const;
    const live = createLiveBatch([ANSWERED, MISSED], over);

    expect(describeHeadline(live)).toBe("Done · 1 of 2 answered · last calls stopped");
    expect(describeTabTitle(live, "Leaking toilet")).toBe("Done: Leaking toilet");
    const fault = FAULT;
    expect(describeHeadline({ ...live, status: "completed", fault })).toBe(
      "Last calls: stopped by a fault · 1 of 2 answered",
    );
  });

  test("the tab tells the same in short", () => {
    const running = createLiveBatch([ANSWERED, CALLING, WAITING]);
    const done = createLiveBatch([ANSWERED], { status: "completed", isFinal: true });

    expect(describeTabTitle(running, "Leaking toilet")).toBe("(1/3) Leaking toilet");
    expect(describeTabTitle(done, "Leaking toilet")).toBe("Done: Leaking toilet");
    expect(describeTabTitle({ ...done, status: "canceled" }, "Leaking toilet")).toBe(
      "Stopped: Leaking toilet",
    );
  });
});

describe("milestones", () => {
  const four = (...first: (typeof ANSWERED | typeof MISSED)[]) =>
    createLiveBatch([...first, ...Array.from({ length: 4 - first.length }, () => CALLING)]);

  test("the first answer is one, the second only as a quarter", () => {
    expect(findMilestone(four(), four(ANSWERED))).toBe("First answer: Provider 0.");
    expect(findMilestone(four(ANSWERED), four(ANSWERED, ANSWERED))).toBe("2 of 4 done.");
  });

  test("a call that moves without an end is none", () => {
    const before = createLiveBatch([WAITING, CALLING]);
    expect(findMilestone(before, createLiveBatch([CALLING, CALLING]))).toBeNull();
  });

  test("the end is one, once", () => {
    const done = createLiveBatch([ANSWERED, MISSED], { status: "completed", isFinal: true });
    const last = createLiveBatch([ANSWERED, CALLING]);

    expect(findMilestone(last, done)).toBe("Done · 1 of 2 answered");
    expect(findMilestone(done, done)).toBeNull();
  });

  test("a fault is one", () => {
    const fault = FAULT;
    expect(findMilestone(four(), { ...four(), fault })).toMatch(/no credit/);
  });
});
