import { linesWereKept } from "./check-lines";
import { pageTellsTheTruth } from "./check-page";
import { railsWereKept } from "./check-rails";
import { nothingSaidWasLost } from "./check-said";
import { type History, neverRang } from "./history";

const RANK = ["queued", "claimed", "dialing", "in_progress", "ended", "settled"];

/**
 * What must hold after every plan, whatever broke. Returns a sentence for each thing that does not.
 */
export function checkHistory(history: History): string[] {
  return [
    ...dialedAtMostOnce(history),
    ...refusedOnlyWhatNeverRang(history),
    ...everythingIsFinal(history),
    ...linesWereKept(history),
    ...railsWereKept(history),
    ...wentForward(history),
    ...storedOnce(history),
    ...nothingSaidWasLost(history),
    ...pageTellsTheTruth(history),
    ...(history.dialsAfterRerun === 0
      ? []
      : [`${history.dialsAfterRerun} dials were made by starting finished runs again`]),
  ];
}

function dialedAtMostOnce({ dials, attempts, batches }: History): string[] {
  const problems: string[] = [];
  const made = new Map<string, number>();
  const byAttempt = new Set<string>();
  for (const dial of dials) {
    const id = dial.externalId ?? "none";
    made.set(id, (made.get(id) ?? 0) + 1);
    if (!neverRang(dial)) byAttempt.add(id);
    if (!attempts.some((attempt) => attempt.id === id))
      problems.push(`${dial.number} was dialed for no attempt of ours (${id})`);
  }
  // One row, one dial, also where it found no line.
  for (const [id, count] of made) {
    if (count > 1) problems.push(`attempt ${id} was dialed ${count} times`);
  }
  for (const batch of batches) {
    for (const phone of batch.numbers) {
      const own = attempts.filter(
        (attempt) => attempt.batchId === batch.id && attempt.phone === phone,
      );
      const rung = own.filter((attempt) => byAttempt.has(attempt.id)).length;
      if (own.length === 0) problems.push(`${phone} of batch ${batch.id} was forgotten`);
      if (rung > batch.maxAttempts)
        problems.push(`${phone} was phoned ${rung} times, allowed are ${batch.maxAttempts}`);
    }
  }
  for (const attempt of attempts) {
    const wasDialed = byAttempt.has(attempt.id);
    if (wasDialed && attempt.outcome === "skipped" && attempt.endedReason === null)
      problems.push(`attempt ${attempt.id} says not called, but its phone rang`);
    if (
      !wasDialed &&
      ["completed", "no_answer", "busy", "voicemail"].includes(attempt.outcome ?? "")
    ) {
      problems.push(`attempt ${attempt.id} says ${attempt.outcome}, but nobody was dialed`);
    }
  }
  return problems;
}

function refusedOnlyWhatNeverRang({ dials, attempts }: History): string[] {
  return attempts
    .filter(({ outcome }) => outcome === "refused")
    .filter(({ id }) => dials.some((dial) => dial.externalId === id && !neverRang(dial)))
    .map(({ id }) => `attempt ${id} says refused, but its phone rang`);
}

function everythingIsFinal({ attempts, batches }: History): string[] {
  return [
    ...attempts
      .filter(({ status }) => status !== "settled")
      .map(({ id, status }) => `attempt ${id} is still ${status}`),
    ...batches
      .filter(({ status, finished }) => !["completed", "canceled"].includes(status) || !finished)
      .map(
        ({ id, status, finished }) =>
          `batch ${id} is ${status}${finished ? "" : " and not ranked"}`,
      ),
  ];
}

function wentForward({ told }: History): string[] {
  const problems: string[] = [];
  const last = new Map<string, { status: string; version: number }>();
  for (const { attemptId, status, version } of told) {
    const before = last.get(attemptId);
    if (before) {
      if (version <= before.version)
        problems.push(`attempt ${attemptId} told version ${version} after ${before.version}`);
      if (RANK.indexOf(status) < RANK.indexOf(before.status)) {
        problems.push(`attempt ${attemptId} went back from ${before.status} to ${status}`);
      }
    }
    last.set(attemptId, { status, version });
  }
  return problems;
}

function storedOnce({ events }: History): string[] {
  const seen = new Set<string>();
  return events.flatMap(({ attemptId, dedupeKey }) => {
    const key = `${attemptId} ${dedupeKey}`;
    if (seen.has(key)) return [`event ${dedupeKey} of attempt ${attemptId} was stored twice`];
    seen.add(key);
    return [];
  });
}
