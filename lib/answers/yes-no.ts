import { clausesOf, type Polarity, polarityOf, readReply } from "./polarity";
import { questionOf, type Turn } from "./talk";
import { CORRECTION, NEGATION, plain } from "./text";

/** An answer and the turn it was given in; null polarity: it was touched upon, and it is not clear how. */
export type Stand = { polarity: Polarity; message: number; words: string };

const ABLE_QUESTION =
  /\b(?:can|could|able|would|will|do|are you (?:able|available|taking|free)|is)\b[^?]*\b(?:you|your|that|this|anyone|someone)\b[^?]*\b(?:take|do|help|handle|fix|come|work|job|send|available|availability|make it|look|able|offer|free|repair|install|fit)\b|\b(?:when|how soon|what time|which day|earliest)\b/;

const CAN =
  /\b(?:(?:we|i|he|she|they|someone|somebody|my \w+|our \w+) (?:can|could|would be able to|will|'ll|should be able to)|(?:we|i)'(?:ll|d)|happy to|glad to|able to) (?:\w+ )?(?:do|take|help|handle|fix|come|be (?:there|out|over)|get|send|squeeze|fit|make|manage|look|sort|have (?:someone|somebody|a))\b|\b(?:we|i)(?:'re| are|'m| am) available\b|\b(?:we|i)(?:'ve| have|'ve got| got| do have)(?: got)? (?:an?|one|some) (?:\w+ )?(?:opening|slot|gap|appointment|space|cancellation)\b|\bwe do (?:that|those|these|them|all|it)\b(?! for)|\b(?:would|will|should) work\b|\bworks (?:for|fine|great)\b|\bearliest (?:would|is|we|i|opening)\b|\bsend (?:someone|somebody|a|the)\b/;
const CANNOT =
  /\b(?:can't|cannot|can not|couldn't|could not|won't be able|not able|unable|not going to be able|wouldn't be able)\b(?! (?:be|beat|go|give|say|tell|quote|promise|complain|guarantee|see|hear|understand|stress|commit|do better|go lower))|\b(?:fully|all|completely|totally|solidly?) booked\b|\bbooked (?:up|solid|out|through|until|for)\b|\b(?:don't|do not|doesn't|no longer|never|stopped|quit|don't even) (?:do|doing|handle|take|taking|offer|offering|service|cover|come|go|work|touch|have (?:any|the|an?) (?:opening|avail|time|one|body|crew|capacity))|\bnot (?:available|taking|accepting|doing|something we|our (?:thing|area|line)|at the moment|right now|interested|in (?:our|your) area)\b|\bno (?:availability|openings?|capacity|slots?|one available|time)\b|\b(?:out of|outside) (?:our|my|the) (?:area|range|territory)\b|\b(?:too|so) (?:busy|far|small|big)\b|\bhave to (?:pass|decline|turn)\b|\b(?:out sick|short[- ]?staffed|on vacation|closed for|out of business|retired|wrong (?:place|company))\b|\bwe only (?:do|work|service|handle)\b|\bturn (?:that|this|it|you) (?:down|away)\b/;
/** Not then, but at another time; or not under some condition. */
const LIMITED =
  /\b(?:until|till|before|today|tonight|this (?:week|morning|afternoon|evening|month)|that (?:fast|soon|quick\w*|day|early)|right away|sooner|any earlier|on (?:weekends?|sundays?|saturdays?|(?:mon|tues|wednes|thurs|fri)days?)|sundays?|weekends?|tomorrow|for (?:less|under|that)|warranty|extra|credit|cards?|checks?)\b/;

/** Whether they can do the job, by what they said last. */
export function readAvailability(turns: readonly Turn[]): Stand | null {
  return lastStand(turns, (turn) => {
    const stands = clausesOf(turn.text).map((clause): Polarity | undefined => {
      if (/\bif\b|\?$/.test(clause)) return undefined;
      if (CANNOT.test(clause))
        return LIMITED.test(clause) && !/\bbooked\b/.test(clause) ? undefined : "no";
      return CAN.test(clause) ? "yes" : undefined;
    });
    const question = questionOf(turn.asked);
    const isAsked =
      question !== null && ABLE_QUESTION.test(plain(question)) && !/n't\b/.test(question);
    const reply = isAsked ? readReply(turn.text) : null;
    return [...(reply ? [reply] : []), ...stands.filter((stand) => stand !== undefined)];
  });
}

/** Words of a criterion that say nothing of what it is. */
const FILLERS = new Set(
  "must should have has had are is be been being the and any for with who that they their them your our can could will would able need needs required requires business company person people someone work job good very all least more than provider providers you do does".split(
    " ",
  ),
);
/** "Licensed", "license" and "licence" are one word. */
const stem = (word: string): string =>
  word
    .replace(/(?<=\w{3})s$/, "")
    .replace(/licenc/g, "licens")
    .replace(/^(?:uninsur|unlicens)/, (prefix) => prefix.slice(2))
    .slice(0, 5);

const stemsOf = (text: string): Set<string> =>
  new Set((plain(text).match(/[\p{L}\d]{2,}/gu) ?? []).map(stem));

/** Whether they meet a criterion, by what they said last of it or answered when asked. */
export function readCriterion(criterion: string, turns: readonly Turn[]): Stand | null {
  const words = (plain(criterion).match(/[\p{L}\d]{2,}/gu) ?? []).filter(
    (word) => !FILLERS.has(word) && !FILLERS.has(stem(word)),
  );
  const stems = [...new Set(words.map(stem))];
  // A "no" to what denies can mean either.
  if (stems.length === 0 || NEGATION.test(plain(criterion)) || /\bno\b/i.test(criterion))
    return null;
  // "Licensed and insured" are two, each to be answered.
  const parts =
    /\band\b|,|&/.test(criterion) && stems.length > 1 ? stems.map((item) => [item]) : [stems];
  const stands = parts.map((part) => lastStand(turns, (turn) => answersTo(part, turn)));
  const refused = stands.find((stand) => stand?.polarity === "no");
  if (refused) return refused;
  return stands.every((stand) => stand?.polarity === "yes")
    ? (stands[0] ?? null)
    : (stands.find((stand) => stand !== null && stand.polarity === null) ?? null);
}

/** What a turn says of one thing; empty where it does not touch it. */
function answersTo(stems: readonly string[], turn: Turn): Polarity[] {
  const names = (text: string) => {
    const said = stemsOf(text);
    return stems.every((item) => said.has(item));
  };
  const clauses = clausesOf(turn.text);
  const own = clauses.flatMap((clause, index): Polarity[] => {
    // "License number 4471" identifies; it answers nothing.
    if (!names(clause) || /\bnumber\b|#/.test(clause)) return [];
    const next = clauses[index + 1] ?? "";
    // "Insured, no": the word after belongs to it.
    if (
      /^(?:yes|yeah|yep|no|nope|not yet|not anymore|neither)$/.test(next) &&
      polarityOf(clause) === "yes"
    )
      return [/^(?:y)/.test(next) ? "yes" : "no"];
    return [polarityOf(clause)];
  });
  const question = questionOf(turn.asked);
  if (!question || !names(question) || /n't\b|\bor\b/.test(question)) return own;
  const reply = readReply(turn.text);
  const rest = clauses.slice(1).map(polarityOf);
  if (own.length > 0) return own;
  // A "yes" is taken back by a "not" that follows it: "Yes, well, not right now."
  return reply === "yes" && rest.some((polarity) => polarity !== "yes") ? [null] : [reply];
}

/** The answer of the last turn that gives one; two that differ hold only where the later takes back the earlier. */
function lastStand(turns: readonly Turn[], read: (turn: Turn) => Polarity[]): Stand | null {
  let stand: Stand | null = null;
  for (const turn of turns) {
    const answers = read(turn);
    const last = answers.at(-1);
    if (last === undefined) continue;
    const isCorrected = CORRECTION.test(plain(turn.text)) || /\bbut\b/.test(plain(turn.text));
    const isMixed = answers.some((answer) => answer !== last) && !isCorrected;
    const isTurned: boolean =
      stand !== null && stand.polarity !== last && stand.polarity !== null && !isCorrected;
    stand = {
      polarity: isMixed || isTurned ? null : last,
      message: turn.index,
      words: turn.text.trim(),
    };
  }
  return stand;
}
