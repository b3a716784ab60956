import type { History } from "./history";

/** What of a history says who held a line when. */
export type LineHistory = Pick<History, "lines" | "maxConcurrent" | "told"> & {
  attempts: Pick<
    History["attempts"][number],
    "id" | "batchId" | "phone" | "number" | "refusals" | "endedReason"
  >[];
  batches: Pick<History["batches"][number], "id" | "retryDelaySeconds" | "mayHold">[];
};

const HOLDS_LINE = ["claimed", "dialing", "in_progress"];

/**
 * Never more calls than lines, and no line idle while work waits: whoever ends a call hands its line on before anybody
 * can see it free. The transactions are followed in their order, without their times, so that no load makes this fail.
 */
export function linesWereKept(history: LineHistory): string[] {
  const { lines, maxConcurrent } = history;
  return [
    ...(maxConcurrent > lines ? [`${maxConcurrent} calls at once on ${lines} lines`] : []),
    ...followLines(history),
  ];
}

function followLines(history: LineHistory): string[] {
  const { lines, told, attempts, batches } = history;
  const problems: string[] = [];
  const batchOf = new Map(attempts.map((attempt) => [attempt.id, attempt.batchId]));
  const retriesAtOnce = new Set(
    batches.filter(({ retryDelaySeconds }) => retryDelaySeconds === 0).map(({ id }) => id),
  );
  // First attempts begin with their batch, which is told to nobody.
  const statuses = new Map(
    attempts
      .filter(({ number, refusals }) => number === 1 && refusals === 0)
      .map(({ id }) => [id, "queued"]),
  );
  const mayHold = new Set(batches.filter((batch) => batch.mayHold).map(({ id }) => id));
  // The row after a refused one rests for some time, and only the clock knows for how long.
  const resting = new Set(attempts.filter(({ refusals }) => refusals > 0).map(({ id }) => id));
  // An order that is still being stored is not seen by others; one that was given a line has been.
  const seenBatches = new Set<string>();
  // One call of a number at a time, across all batches: another order for it waits although a line is free.
  const isOnPhone = (phone: string) =>
    attempts.some(
      (other) => other.phone === phone && HOLDS_LINE.includes(statuses.get(other.id) ?? ""),
    );
  const lastOf = new Map(told.map(({ transaction }, index) => [transaction, index]));
  const freeing = new Set<string>();

  told.forEach(({ attemptId, status, transaction }, index) => {
    const before = statuses.get(attemptId);
    // A refused dial is told to nobody but by the row that follows it.
    const refused = before === undefined ? refusedBefore(attempts, attemptId) : undefined;
    if (refused) statuses.set(refused.id, "settled");
    const held = HOLDS_LINE.includes(before ?? "");
    statuses.set(attemptId, status);
    if (status === "claimed") {
      seenBatches.add(batchOf.get(attemptId) ?? "");
      resting.delete(attemptId);
    }

    if (held && !HOLDS_LINE.includes(status) && !isRefusal(history, index))
      freeing.add(transaction);
    if (lastOf.get(transaction) !== index) return;

    const inUse = [...statuses.values()].filter((now) => HOLDS_LINE.includes(now)).length;
    if (inUse > lines) problems.push(`${inUse} attempts hold a line at once, of ${lines} lines`);
    if (inUse >= lines || !freeing.has(transaction)) return;
    const waiting = attempts.find(
      ({ id, batchId, number, phone }) =>
        statuses.get(id) === "queued" &&
        !resting.has(id) &&
        seenBatches.has(batchId) &&
        !mayHold.has(batchId) &&
        (number === 1 || retriesAtOnce.has(batchId)) &&
        !isOnPhone(phone),
    );
    if (waiting)
      problems.push(`a line was left idle after attempt ${attemptId} while ${waiting.id} waited`);
  });
  return problems;
}

type Attempt = LineHistory["attempts"][number];

/** The dial in whose place this row was made, as it found no line. */
function refusedBefore(attempts: Attempt[], id: string): Attempt | undefined {
  const row = attempts.find((attempt) => attempt.id === id);
  return attempts.find(
    ({ batchId, phone, number, refusals }) =>
      batchId === row?.batchId &&
      phone === row.phone &&
      number === row.number &&
      refusals === row.refusals - 1,
  );
}

/** Its call was refused: the line rests as well, as the account has none to give. */
function isRefusal({ told, attempts }: LineHistory, index: number): boolean {
  const change = told[index];
  if (change?.status !== "ended" && change?.status !== "settled") return false;
  const reason = attempts.find(({ id }) => id === change.attemptId)?.endedReason;
  return /concurrency-limit/.test(reason ?? "");
}
