import { isDeepStrictEqual } from "node:util";
import {
  fromSnapshot,
  mergeAttemptsHint,
  mergeBatchHint,
  mergeSnapshot,
  NOTHING_KNOWN,
} from "@/lib/batches/live-state";
import { ATTEMPTS_CHANGED, parseAttemptsChanged, parseBatchChanged } from "@/lib/realtime/topics";
import type { RankedRow } from "@/lib/results/order-providers";
import { rankProviders } from "@/lib/results/rank";
import type { History, Row, ShownRequest } from "./history";

/** What people and programs read is what the tables say, field by field. */
export function pageTellsTheTruth(history: History): string[] {
  return [...new Set(history.batches.map((batch) => batch.requestId))].flatMap((requestId) => {
    const page = history.pages.find((shown) => shown.requestId === requestId);
    if (!page) return [`the page shows nothing of request ${requestId}`];
    const facts = factsOf(history, page);
    return [
      ...countsAddUp(facts, page),
      ...batchIsShown(facts, page),
      ...providersAreShown(facts, page),
      ...rankingIsOfTheseAnswers(facts, page),
      ...storiesAreShown(history, facts, page),
      ...listIsTrue(facts, page),
      ...hintsLeadThere(page),
    ];
  });
}

type Facts = {
  batches: History["batches"];
  latest: Row;
  attempts: History["attempts"];
  /** Per provider, in the order of the page, the attempt that speaks for it. */
  spokesmen: { provider: Row; attempt: Row; version: number }[];
};

function factsOf({ batches, attempts }: History, page: ShownRequest): Facts {
  const own = batches.filter(({ requestId }) => requestId === page.requestId);
  // A dial that found no line is shown to nobody.
  const made = attempts.filter(
    ({ requestId, outcome }) => requestId === page.requestId && outcome !== "refused",
  );
  const spokesmen = page.providerRows.flatMap((provider) => {
    const rows = made.map(({ row }) => row).filter((row) => row.provider_id === provider.id);
    // What was said stands; one that was never dialed hides no earlier one.
    const attempt =
      rows.findLast((row) => row.outcome === "completed" && row.result !== null) ??
      rows.findLast(
        (row) => row.called_at !== null || !["canceled", "skipped"].includes(String(row.outcome)),
      ) ??
      rows.at(-1);
    const version = Math.max(...rows.map((row) => Number(row.version)));
    return attempt ? [{ provider, attempt, version }] : [];
  });
  const latest =
    own
      .map(({ row }) => row)
      .sort(byTime("requested_at"))
      .at(-1) ?? {};
  return { batches: own, latest, attempts: made, spokesmen };
}

const byTime = (column: string) => (a: Row, b: Row) =>
  String(a[column]).localeCompare(String(b[column]));

/** `calledAt` is `called_at` in the table. */
const columnOf = (field: string): string =>
  field === "executionId"
    ? "batch_id"
    : field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

function compare(where: string, shown: unknown, stored: unknown): string[] {
  return isDeepStrictEqual(shown ?? null, stored ?? null)
    ? []
    : [
        `the page says ${JSON.stringify(shown)} as ${where}, the database ${JSON.stringify(stored)}`,
      ];
}

function countsAddUp({ batches, spokesmen }: Facts, { requestId, answer }: ShownRequest): string[] {
  const numbers = new Set(batches.flatMap((batch) => batch.numbers));
  const { total, ...counts } = answer.stats;
  const sum = Object.values(counts).reduce((all, count) => all + count, 0);
  return [
    ...(sum === total && total === numbers.size
      ? []
      : [`the counts of request ${requestId} add up to ${sum} of ${total} of ${numbers.size}`]),
    ...Object.entries(counts).flatMap(([name, count]) =>
      compare(
        `the count ${name}`,
        count,
        spokesmen.filter(({ attempt }) => attempt.outcome === columnOf(name)).length,
      ),
    ),
  ];
}

function batchIsShown({ batches, attempts, latest }: Facts, { answer }: ShownRequest): string[] {
  const versions = [...batches, ...attempts].map(({ row }) => Number(row.version));
  return [
    ...compare("the execution", answer.executionId, latest.id),
    ...compare("the status of the batch", answer.status, latest.status),
    ...compare("the fault", answer.fault?.code ?? null, latest.fault_code),
    ...compare("whether it was asked for again", answer.isRetry, batches.length > 1),
    ...compare("whether all is done", answer.isFinal, latest.finished_at !== null),
    ...compare("the time of the order", answer.requestedAt, latest.requested_at),
    ...compare("the end of the batch", answer.endedAt, latest.ended_at),
    ...compare("the one being phoned", answer.currentProvider, null),
    ...compare("the version", answer.version, Math.max(...versions)),
  ];
}

function providersAreShown({ spokesmen }: Facts, { answer }: ShownRequest): string[] {
  const order = compare(
    "the order of providers",
    answer.providers.map(({ id }) => id),
    spokesmen.map(({ provider }) => provider.id),
  );
  if (order.length > 0) return order;
  return spokesmen.flatMap(({ provider, attempt, version }, index) => {
    const shown = answer.providers[index];
    if (!shown) return [];
    const of = `of ${provider.phone}`;
    return [
      ...compare(`the name ${of}`, shown.name, provider.name),
      ...compare(`the number ${of}`, shown.phone, provider.phone),
      ...compare(`other names ${of}`, shown.alsoKnownAs, provider.also_known_as),
      ...compare(`the outcome ${of}`, shown.callStatus, attempt.outcome),
      // All is over, so no answer waits beside a call that goes on.
      ...compare(`an earlier answer ${of}`, shown.earlier, null),
      ...Object.entries(shown.attempt).flatMap(([field, value]) =>
        compare(`${field} ${of}`, value, field === "version" ? version : attempt[columnOf(field)]),
      ),
    ];
  });
}

/** Late reports have the ranking made again, so it is always that of the answers in the tables. */
function rankingIsOfTheseAnswers({ latest, spokesmen }: Facts, page: ShownRequest): string[] {
  const { answer, row } = page;
  const ranked = rankProviders(
    spokesmen.map(({ provider, attempt }) => ({
      providerId: String(provider.id),
      name: String(provider.name),
      outcome: attempt.outcome as RankedRow["outcome"],
      detail: attempt.detail as RankedRow["detail"],
      result: attempt.result as RankedRow["result"],
    })),
    { criteria: row.criteria as string[] },
  );
  return [
    ...compare("the ranking", answer.ranking, (latest.result as Row | null)?.ranked),
    ...(isDeepStrictEqual(answer.ranking, ranked)
      ? []
      : [`the ranking of request ${page.requestId} is not that of its answers`]),
  ];
}

function storiesAreShown(
  { events }: History,
  { attempts }: Facts,
  { stories }: ShownRequest,
): string[] {
  return attempts.flatMap(({ id, row }) => {
    const story = stories.find(({ attemptId }) => attemptId === id);
    if (!story) return [`the page tells no story of attempt ${id}`];
    const kinds = events.filter(({ attemptId }) => attemptId === id).map(({ kind }) => kind);
    const others = attempts.filter(
      (other) => other.row.provider_id === row.provider_id && other.id !== id,
    );
    return [
      ...compare(`the conversation of attempt ${id}`, story.messages, row.messages ?? []),
      ...compare(`the summary of attempt ${id}`, story.summary, row.summary),
      ...compare(`what was heard of attempt ${id}`, story.kinds.toSorted(), kinds.toSorted()),
      ...compare(
        `the calls beside ${id}`,
        story.others.toSorted(),
        others.map((other) => other.id).toSorted(),
      ),
    ];
  });
}

function listIsTrue(
  { latest, spokesmen }: Facts,
  { requestId, answer, summary, row }: ShownRequest,
): string[] {
  if (!summary) return [`the list of requests does not show ${requestId}`];
  const best = spokesmen.find(
    ({ provider }) => answer.ranking?.find(({ rank }) => rank === 1)?.providerId === provider.id,
  );
  const offers = (best?.attempt.result as Row | null)?.availability === "available";
  const of = "in the list";
  return [
    ...compare(`the title ${of}`, summary.title, row.title),
    ...compare(`the status ${of}`, summary.status, latest.status),
    ...compare(`all ${of}`, summary.total, spokesmen.length),
    ...compare(`those that are done ${of}`, summary.settled, spokesmen.length),
    ...compare(`those that were reached ${of}`, summary.reached, answer.stats.completed),
    ...compare(`those on the phone ${of}`, summary.onPhone, 0),
    ...compare(`the fault ${of}`, summary.faultCode, latest.fault_code),
    ...compare(`the best ${of}`, summary.bestName, offers ? best?.provider.name : null),
  ];
}

/** A page that was open all the time hears hints, in any order, and shows in the end what one that is opened now shows. */
function hintsLeadThere({ requestId, answer, hints }: ShownRequest): string[] {
  const fresh = fromSnapshot(answer);
  return [hints, hints.toReversed()].flatMap((heard) => {
    let live: typeof fresh = {
      ...fresh,
      status: "queued",
      isFinal: false,
      ranking: null,
      version: 0,
      providers: fresh.providers.map((provider) => ({
        ...provider,
        callStatus: "queued",
        attempt: { ...provider.attempt, ...NOTHING_KNOWN, status: "queued", version: 0 },
      })),
    };
    for (const { event, payload } of heard) {
      const attempts = event === ATTEMPTS_CHANGED ? parseAttemptsChanged(payload) : null;
      const batch = event === ATTEMPTS_CHANGED ? null : parseBatchChanged(payload);
      if (!attempts && !batch) return [`the page cannot read a hint about request ${requestId}`];
      if (attempts) live = mergeAttemptsHint(live, attempts, answer.endedAt ?? "");
      if (batch) live = mergeBatchHint(live, batch);
    }
    return isDeepStrictEqual(mergeSnapshot(live, answer), fresh)
      ? []
      : [`hints lead the page of request ${requestId} elsewhere than its snapshot`];
  });
}
