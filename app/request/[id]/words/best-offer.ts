import type { LiveBatch, LiveProvider } from "@/lib/batches/live-state";
import { comparedPart } from "@/lib/results/confirmed";
import { hasAnswer } from "@/lib/results/has-answer";
import { describeScope } from "@/lib/results/offer-words";
import type { RankMark } from "@/lib/results/order-providers";
import { formatPriceWithin } from "@/lib/results/price";
import type { CallResult } from "@/lib/results/schema";
import { isBatchEnded, type Urgency } from "@/lib/states/batch";
import { offerOf, offersLate, type Standings } from "./ranking";

type Offer = { provider: LiveProvider; result: CallResult; marks: readonly RankMark[] };

/**
 * What the answers come to so far: the first of the ranking, then how many offers there are and which are the cheapest
 * and the soonest, where that is not the first one anyway; of each what is confirmed. "Best: Acme Plumbing, $145/h, Monday 10 AM. 3 offers; soonest
 * Beacon (tomorrow at nine)." Null while nothing has come in. Pure.
 */
export function describeBest(
  live: LiveBatch,
  standings: Standings,
  job: { urgency: Urgency; criteria: readonly string[] },
): string | null {
  const answers = live.providers.flatMap((provider): Offer[] => {
    const offer = offerOf(provider);
    const result = offer && comparedPart(offer);
    return result ? [{ provider, result, marks: marksOf(standings, provider) }] : [];
  });
  const offers = answers
    .filter(({ result }) => hasAnswer(result))
    .sort((a, b) => placeOf(standings, a) - placeOf(standings, b));
  // Over, but for answers that a hint has told of and no snapshot brought yet.
  const isOver =
    live.status !== null &&
    isBatchEnded(live.status) &&
    live.providers.every(({ isPatched }) => !isPatched);
  const [best] = offers;
  if (!best) {
    const why =
      answers.length > 0
        ? "could be confirmed. See what was said."
        : "came in, so there is nothing to compare.";
    return isOver ? `No offer ${why}` : null;
  }

  const nameMarks = (marks: readonly RankMark[], { result }: Offer) =>
    marks.map((mark) => MARK_WORDS[mark]).join(" and ") +
    describeScope(result, job.criteria.length);
  const own = best.marks.length > 0 ? [nameMarks(best.marks, best)] : [];
  if (offersLate(best.provider, job.urgency)) own.push("later than asked");
  const missed = best.result.criteria.filter(({ met }) => met === "no").length;
  if (missed > 0) own.push(missed === 1 ? "1 criterion not met" : `${missed} criteria not met`);
  const others = (["cheapest", "soonest"] as const).flatMap((mark) => {
    if (best.marks.includes(mark)) return [];
    const holder = offers.find(({ marks }) => marks.includes(mark));
    return holder ? [`${nameMarks([mark], holder)} ${describeMark(holder, mark)}`] : [];
  });
  const isOnly = offers.length === 1;
  const lead = `${isOnly ? "The only offer" : "Best"}${isOver ? "" : " so far"}`;
  const said = `${lead}: ${describeOffer(best)}${own.length > 0 ? ` (${own.join(", ")})` : ""}`;
  const sentence = said.endsWith("…") ? said : `${said}.`;
  return isOnly ? sentence : `${sentence} ${[`${offers.length} offers`, ...others].join("; ")}.`;
}

const MARK_WORDS: Record<RankMark, string> = { cheapest: "lowest price", soonest: "soonest" };

const marksOf = (standings: Standings, { id }: LiveProvider) => standings.get(id)?.marks ?? [];

const placeOf = (standings: Standings, { provider }: Offer): number =>
  standings.get(provider.id)?.place ?? standings.size;

/** "Acme Plumbing, $145/h, Monday 10 AM": what was not said is left out. */
function describeOffer({ provider, result }: Offer): string {
  const isPriced = result.price.low !== null || result.price.kind === "visit_needed";
  const price = isPriced || result.callOutFee ? formatPriceWithin(result) : null;
  return [shortName(provider), price, shortTime(result)]
    .filter((part) => part !== null)
    .join(", ")
    .replace(/\.$/, "");
}

// One line on a desk and three on a phone, some 130 characters, are kept free for all of it. A name is known by its
// start; a time can be a whole sentence, and the row has all of both.
const MOST_OF_NAME = 32;
const MOST_OF_TIME = 44;

const shorten = (words: string, most: number): string =>
  words.length > most ? `${words.slice(0, most).replace(/[\s,;]+\S*$/, "")}…` : words;

const shortName = ({ name }: LiveProvider): string => shorten(name, MOST_OF_NAME);
const shortTime = ({ earliestText }: CallResult): string | null =>
  earliestText && shorten(earliestText, MOST_OF_TIME);

function describeMark({ provider, result }: Offer, mark: RankMark): string {
  const value = mark === "cheapest" ? formatPriceWithin(result) : shortTime(result);
  return value ? `${shortName(provider)} (${value})` : shortName(provider);
}
