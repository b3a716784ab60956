import { ordinaryNumbers } from "@/tests/support/product";
import type { History, Row } from "./history";
import { type Plan, QUIET, REFUSED_CALL } from "./plan";

export const LINES = 3;
const REFUSED = "+12065550100";
const UNREACHED = "+12125550103";
export const ANSWERED = "+13035550101";
const UNANALYSED = "+14045550111";

/** Nothing breaks, but one finds no line at first, one is called twice, and one answers without an analysis. */
export const PLAN_TO_FALSIFY: Plan = {
  ...QUIET,
  batches: [
    {
      numbers: [REFUSED, UNREACHED, ANSWERED, UNANALYSED, ...ordinaryNumbers(6, 900)],
      maxAttempts: 2,
    },
  ],
  scripts: [{ number: REFUSED, next: [REFUSED_CALL] }],
};

function found<Item>(list: readonly Item[], isIt: (item: Item) => boolean): Item {
  const item = list.find(isIt);
  if (item === undefined) throw new Error("The history lacks what the test falsifies.");
  return item;
}

const attemptOf = (history: History, phone: string) =>
  found(history.attempts, (attempt) => attempt.phone === phone);
const callOf = (history: History, phone: string) => {
  const { callId } = attemptOf(history, phone);
  return found(history.calls, (call) => call.callId === callId);
};
const resultOf = (history: History, phone: string) => attemptOf(history, phone).row.result as Row;
const pageOf = (history: History) => found(history.pages, () => true);
const shownOf = (history: History, phone: string) =>
  found(pageOf(history).answer.providers, (provider) => provider.phone === phone);
const storyOf = (history: History, phone: string) => {
  const { id } = attemptOf(history, phone);
  return found(pageOf(history).stories, ({ attemptId }) => attemptId === id);
};
const ALWAYS = { from: 0, to: Number.POSITIVE_INFINITY };
const batchOf = (history: History) => found(history.batches, () => true);

/** What is falsified in the history of that plan on that many lines, and what the checker must say of it. */
export const LIES: Record<string, [(history: History) => void, RegExp]> = {
  "a second dial": [
    (history) => {
      const { callId } = attemptOf(history, ANSWERED);
      history.dials.push({ ...found(history.dials, (dial) => dial.callId === callId) });
    },
    /was dialed 2 times/,
  ],
  "a second dial of a row whose first was refused": [
    (history) => {
      const { callId } = attemptOf(history, REFUSED);
      history.dials.push({ ...found(history.dials, (dial) => dial.callId === callId) });
    },
    /was dialed 2 times/,
  ],
  "a dial of nobody's": [
    (history) => {
      const { callId } = attemptOf(history, ANSWERED);
      found(history.dials, (dial) => dial.callId === callId).externalId = "another";
    },
    /was dialed for no attempt of ours/,
  ],
  "a number without an attempt": [
    (history) => batchOf(history).numbers.push("+18645550199"),
    /was forgotten/,
  ],
  "an attempt that is not over": [
    (history) => {
      attemptOf(history, ANSWERED).status = "ended";
    },
    /is still ended/,
  ],
  "a batch without a ranking": [
    (history) => {
      batchOf(history).finished = false;
    },
    /and not ranked/,
  ],
  "a call that rang and is taken for refused": [
    (history) => {
      attemptOf(history, ANSWERED).outcome = "refused";
    },
    /says refused, but its phone rang/,
  ],
  "a status that goes back": [
    (history) => {
      const last = found(history.told.toReversed(), ({ status }) => status === "settled");
      history.told.push({ ...last, status: "dialing", version: 1e12 });
    },
    /went back from settled to dialing/,
  ],
  "a webhook stored twice": [
    (history) => history.events.push({ ...found(history.events, () => true) }),
    /was stored twice/,
  ],
  "a dial by a run that was started again": [
    (history) => {
      history.dialsAfterRerun = 1;
    },
    /1 dials were made by starting finished runs again/,
  ],

  "a sentence that is missing": [
    (history) => (attemptOf(history, ANSWERED).row.messages as unknown[]).pop(),
    /keeps \d+ of \d+ messages as they were said/,
  ],
  "a sentence that is another": [
    (history) => {
      found(attemptOf(history, ANSWERED).row.messages as Row[], () => true).text = "No.";
    },
    /messages as they were said/,
  ],
  "an answer that is missing": [
    (history) => {
      attemptOf(history, ANSWERED).row.result = null;
    },
    /the answer of attempt .* is lost/,
  ],
  "another price": [
    (history) => {
      (resultOf(history, ANSWERED).price as Row).low = 1;
    },
    /as price, the phone service/,
  ],
  "another time": [
    (history) => {
      resultOf(history, ANSWERED).earliestAt = null;
    },
    /as earliestAt, the phone service/,
  ],
  "an answer that nobody has given": [
    (history) => {
      attemptOf(history, UNANALYSED).row.result = resultOf(history, ANSWERED);
    },
    /has an answer that nobody has given/,
  ],
  "another cost": [
    (history) => {
      attemptOf(history, ANSWERED).row.cost_usd = 0;
    },
    /as dollars of cost, the phone service/,
  ],
  "another duration": [
    (history) => {
      attemptOf(history, ANSWERED).row.talk_seconds = 0.5;
    },
    /as seconds of talk, the phone service/,
  ],
  "another summary": [
    (history) => {
      attemptOf(history, ANSWERED).row.summary = null;
    },
    /as summary of the call, the phone service/,
  ],
  "another reason for the end": [
    (history) => {
      attemptOf(history, ANSWERED).endedReason = "customer-busy";
    },
    /as reason for its end/,
  ],
  "an outcome that the ending contradicts": [
    (history) => {
      attemptOf(history, UNREACHED).outcome = "busy";
    },
    /says busy, its call ended as customer-did-not-answer/,
  ],
  "an outcome that the answer contradicts": [
    (history) => {
      attemptOf(history, ANSWERED).outcome = "failed";
    },
    /says failed, but they said available/,
  ],
  "a report that was taken and thrown away": [
    (history) => {
      const { id } = attemptOf(history, ANSWERED);
      history.events = history.events.filter(
        ({ attemptId, kind }) => attemptId !== id || kind !== "report",
      );
    },
    /was taken and not stored/,
  ],
  "a report of a call that its attempt does not know": [
    (history) => {
      attemptOf(history, ANSWERED).callId = null;
    },
    /does not know it/,
  ],
  "a stored transcript that was cut": [
    (history) => {
      callOf(history, ANSWERED).transcript += "User: And one more thing.";
    },
    /has lost some of the transcript/,
  ],

  "a line too many": [
    (history) => {
      history.maxConcurrent = LINES + 1;
    },
    /4 calls at once on 3 lines/,
  ],
  "a claim beyond the lines": [
    (history) => {
      history.lines = LINES - 1;
    },
    /3 attempts hold a line at once, of 2 lines/,
  ],
  "a line that nobody took over": [
    (history) => {
      history.lines = LINES + 1;
    },
    /a line was left idle after attempt/,
  ],

  "a dial while calling was stopped": [
    ({ rails }) => rails.stops.push(ALWAYS),
    /was dialed while calling was stopped/,
  ],
  "a dial outside of calling hours": [
    (history) => history.rails.closings.push({ batchId: batchOf(history).id, ...ALWAYS }),
    /was dialed outside of calling hours/,
  ],
  "a dial of a number that is not to be called": [
    ({ rails }) => rails.doNotCall.push({ phone: ANSWERED, addedAt: 0 }),
    /was dialed, but \+13035550101 is not to be called/,
  ],
  "a batch that has cost more than its cap": [
    (history) => {
      attemptOf(history, ANSWERED).row.charge_usd = 1001;
    },
    /batch .* has cost \$1001\.\d+, and may cost \$1000/,
  ],
  "a dial for which no money was left": [
    (history) => {
      batchOf(history).row.cap_usd = 0.2;
    },
    /was dialed when batch .* could cost \$0\.[3-9]\d* of \$0\.2/,
  ],
  "a day that has cost more than a person may spend": [
    ({ rails }) => {
      rails.limits = { usdPerDay: 0.001 };
    },
    /the day of the person has cost/,
  ],
  "more businesses a day than a person may have called": [
    ({ rails }) => {
      rails.limits = { callsPerDay: 9 };
    },
    /10 businesses a day, allowed are 9/,
  ],
  "more batches, and longer ones, than a person may order": [
    ({ rails }) => {
      rails.limits = { batchesPerHour: 0, providersPerBatch: 9 };
    },
    /1 batches within an hour, allowed are 0\n10 businesses in a batch, allowed are 9/,
  ],
  "a business dialed too soon after faults of ours": [
    ({ attempts }) => {
      const last = found(attempts.toReversed(), ({ row }) => row.dialing_at !== null);
      const before = Date.parse(String(last.row.dialing_at)) - 1100;
      for (const attempt of attempts) {
        if (attempt === last) continue;
        attempt.outcome = "failed";
        attempt.row.detail = "failed_provider";
        attempt.row.settled_at = new Date(before).toISOString();
      }
    },
    /was dialed 1100 ms after \d+ faults in a row/,
  ],

  "an outcome on the page": [
    (history) => {
      shownOf(history, ANSWERED).callStatus = "failed";
    },
    /the page says "failed" as the outcome of/,
  ],
  "a cost on the page": [
    (history) => {
      shownOf(history, ANSWERED).attempt.costUsd = 99;
    },
    /the page says 99 as costUsd of/,
  ],
  "a time on the page": [
    (history) => {
      shownOf(history, ANSWERED).attempt.endedAt = null;
    },
    /the page says null as endedAt of/,
  ],
  "an attempt on the page that is not the one that was made": [
    (history) => {
      const { attempt } = shownOf(history, UNREACHED);
      attempt.id = attemptOf(history, UNREACHED).id;
    },
    /as id of \+12125550103/,
  ],
  "a count on the page": [
    (history) => {
      pageOf(history).answer.stats.completed += 1;
    },
    /add up to 11 of 10 of 10/,
  ],
  "a provider that the page has under another": [
    (history) => pageOf(history).answer.providers.reverse(),
    /as the order of providers/,
  ],
  "an end on the page that has not come": [
    (history) => {
      pageOf(history).answer.isFinal = false;
    },
    /the page says false as whether all is done/,
  ],
  "a ranking that is not of these answers": [
    (history) => {
      const { answer } = pageOf(history);
      const ranked = answer.ranking?.toReversed() ?? [];
      answer.ranking = ranked;
      (batchOf(history).row.result as Row).ranked = ranked;
    },
    /the ranking of request .* is not that of its answers/,
  ],
  "a conversation in the details": [
    (history) => {
      storyOf(history, ANSWERED).messages = [];
    },
    /the page says \[\] as the conversation of attempt/,
  ],
  "a timeline in the details": [
    (history) => storyOf(history, ANSWERED).kinds.pop(),
    /as what was heard of attempt/,
  ],
  "a number in the list of requests": [
    (history) => {
      const { summary } = pageOf(history);
      if (summary) summary.reached = 0;
    },
    /the page says 0 as those that were reached in the list/,
  ],
  "a hint that no page can read": [
    (history) => pageOf(history).hints.push({ event: "attempts_changed", payload: {} }),
    /cannot read a hint/,
  ],
  "a hint that is newer than the snapshot": [
    (history) => {
      const { hints } = pageOf(history);
      const hint = found(hints, ({ event }) => event === "attempts_changed");
      const payload = structuredClone(hint.payload) as { attempts: Row[] };
      for (const change of payload.attempts) change.version = 1_000_000_000;
      hints.push({ ...hint, payload });
    },
    /hints lead the page of request .* elsewhere/,
  ],
};
