import type { AttemptsChanged, BatchChanged } from "@/lib/realtime/topics";
import { type CallStatus, isUnreached, toCallStatus } from "@/lib/states/attempt";
import { BATCH_STATUSES } from "@/lib/states/batch";
import { countStatuses, findCurrentProvider } from "./progress";
import type { BatchStatusAnswer } from "./schema";

/**
 * What an open page knows about a batch: the last snapshot, patched by the hints that came since. Pure.
 *
 * Snapshots and hints arrive in any order, so nothing is taken for newer because it came later. A row follows its own
 * version; the batch follows the order of its statuses; a snapshot as a whole follows the highest version in it.
 */
export type LiveBatch = Omit<BatchStatusAnswer, "providers"> & { providers: LiveProvider[] };

export type LiveProvider = BatchStatusAnswer["providers"][number] & {
  /** Patched by a hint: the status is right, the details still are those of before. */
  isPatched: boolean;
};

export function fromSnapshot(answer: BatchStatusAnswer): LiveBatch {
  return {
    ...answer,
    providers: answer.providers.map((provider) => ({ ...provider, isPatched: false })),
  };
}

/** Takes a snapshot in; an older one than the last is ignored, and a row that a hint has moved further stays. */
export function mergeSnapshot(live: LiveBatch, answer: BatchStatusAnswer): LiveBatch {
  if (answer.version !== null && live.version !== null && answer.version < live.version)
    return live;
  const known = new Map(live.providers.map((provider) => [provider.id, provider]));
  const providers = answer.providers.map((provider): LiveProvider => {
    const before = known.get(provider.id);
    if (!before || before.attempt.version < provider.attempt.version)
      return { ...provider, isPatched: false };
    // An unchanged row stays the same object, so that a page of 1,000 draws only those that changed.
    if (before.attempt.version > provider.attempt.version || !before.isPatched) return before;
    return { ...provider, isPatched: false };
  });
  return withRows(withBatch(live, answer), providers);
}

/**
 * Patches the rows that a hint names.
 * @param receivedAt stands for the times that a hint does not carry, until the next snapshot brings them
 */
export function mergeAttemptsHint(
  live: LiveBatch,
  hint: AttemptsChanged,
  receivedAt: string,
): LiveBatch {
  // Last wins: a hint lists the rows in order of their versions.
  const changes = new Map(hint.attempts.map((change) => [change.providerId, change]));
  let isChanged = false;
  const providers = live.providers.map((provider): LiveProvider => {
    const change = changes.get(provider.id);
    if (!change || change.version <= provider.attempt.version) return provider;
    isChanged = true;
    // Late news of another attempt, which may speak for the provider or not: the snapshot tells.
    if (change.attemptId !== provider.attempt.id && change.status === "settled") {
      const attempt = { ...provider.attempt, version: change.version };
      return { ...provider, attempt, isPatched: true };
    }
    const attempt = patchAttempt(provider.attempt, change, receivedAt);
    const isFurther = attempt.id !== provider.attempt.id;
    return {
      ...provider,
      attempt,
      earlier: isFurther ? answerOf(provider) : provider.earlier,
      // What became of the attempt before is not told by a hint.
      missed: isFurther ? null : provider.missed,
      callStatus: hintedStatus(attempt),
      isPatched: true,
    };
  });
  return isChanged ? withRows(live, providers) : live;
}

/** Moves the batch on; the result of a finished one comes with the next snapshot. */
export function mergeBatchHint(live: LiveBatch, hint: BatchChanged): LiveBatch {
  if (hint.executionId !== live.executionId || !isFurther(hint.status, live.status)) return live;
  return { ...live, status: hint.status };
}

type Attempt = LiveProvider["attempt"];

/**
 * The attempt whose answer stands for a provider: what it has said last, also while it is called once more. Null before
 * any answer has been read.
 */
export function answerOf({ attempt, earlier, isPatched }: LiveProvider): Attempt | null {
  const isRead = attempt.outcome === "completed" && attempt.result !== null && !isPatched;
  return isRead ? attempt : earlier;
}

/**
 * A hint tells neither whether a further attempt follows a missed one, nor what an attempt found out that a further one
 * came after and that stands again when this is stopped. Until the next hint or the snapshot does, a call has ended and
 * nobody is done: counted at once, a count would go back.
 */
function hintedStatus({ status, outcome, number }: Attempt): CallStatus {
  const callStatus = toCallStatus(status, outcome);
  const isUntold = isUnreached(callStatus) || (number > 1 && outcome !== "completed");
  return status === "settled" && isUntold ? "ended" : callStatus;
}

type AttemptChange = AttemptsChanged["attempts"][number];

function patchAttempt(before: Attempt, change: AttemptChange, receivedAt: string): Attempt {
  const { status, outcome, version } = change;
  const isSame = change.attemptId === before.id;
  const base = isSame ? before : newAttempt(change, receivedAt);
  const hasBegun = status !== "queued" && status !== "claimed";
  const isOver = status === "ended" || status === "settled";
  return {
    ...base,
    status,
    outcome,
    version,
    dialingAt: base.dialingAt ?? (hasBegun && !isOver ? receivedAt : null),
    endedAt: base.endedAt ?? (isOver ? receivedAt : null),
    settledAt: base.settledAt ?? (status === "settled" ? receivedAt : null),
  };
}

/** An attempt that has just begun: what the one before found out is not its own. */
export const NOTHING_KNOWN = {
  outcome: null,
  dialingAt: null,
  calledAt: null,
  ringingAt: null,
  answeredAt: null,
  endedAt: null,
  settledAt: null,
  endedReason: null,
  detail: null,
  failureMessage: null,
  humanHeard: null,
  talkSeconds: null,
  costUsd: null,
  result: null,
  summary: null,
} satisfies Partial<Attempt>;

function newAttempt(change: AttemptChange, receivedAt: string): Attempt {
  return {
    ...NOTHING_KNOWN,
    id: change.attemptId,
    executionId: change.batchId,
    number: change.number,
    status: change.status,
    notBefore: receivedAt,
    refusals: 0,
    holdCode: null,
    version: change.version,
  };
}

function withBatch(live: LiveBatch, answer: BatchStatusAnswer): LiveBatch {
  const isSame = answer.executionId === live.executionId;
  const staysAhead = isSame && isFurther(live.status, answer.status);
  return {
    ...answer,
    status: staysAhead ? live.status : answer.status,
    isFinal: answer.isFinal || (isSame && live.isFinal),
    ranking: answer.ranking ?? (isSame ? live.ranking : null),
    providers: live.providers,
  };
}

function withRows(live: LiveBatch, providers: LiveProvider[]): LiveBatch {
  return {
    ...live,
    providers,
    stats: countStatuses(providers.map(({ callStatus }) => callStatus)),
    currentProvider: findCurrentProvider(providers),
  };
}

/** Statuses are listed in the order in which a batch goes through them. */
function isFurther(status: LiveBatch["status"], than: LiveBatch["status"]): boolean {
  if (status === null || than === null) return status !== null;
  return BATCH_STATUSES.indexOf(status) > BATCH_STATUSES.indexOf(than);
}
