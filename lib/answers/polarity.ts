import { plain } from "./text";

const IDIOMS =
  /\b(?:no (?:problem|worries|doubt|sweat|trouble|biggie)|not a problem|why not|can't complain|not (?:too |so )?bad|no kidding|don't worry|not to worry|if not|whether or not)\b/g;

const YES =
  /^(?:(?:oh|well|um+|uh+|ah|hmm+|so|and|er+)\b[\s,.]*)*(?:yes|yeah|yep|yup|ye|sure|correct|right|absolutely|of course|definitely|certainly|exactly|totally|indeed|affirmative|you bet|you got it|(?:that|it)(?:'s| is) (?:right|correct|it)|that sounds right|spot on|uh-?huh|mm-?hmm|(?:we|i) (?:sure |certainly |absolutely )?(?:do|are|can|could|would|will|have)\b|always|both|fully|we sure|by all means|happy to|glad to|that works|sounds good)\b/;
const NO =
  /^(?:(?:oh|well|um+|uh+|ah|hmm+|so|and|er+|i'm|sorry|actually)\b[\s,.]*)*(?:no|nope|nah|not (?:really|yet|at|any|right|that|quite|anymore|currently|now|a chance|today|anyone)|(?:we|i) (?:do|are|can|could|would|will|have|am)(?: not|n't)\b|(?:we|i) (?:don't|aren't|can't|cannot|couldn't|won't|haven't)|(?:we're|i'm) not|afraid not|i'm afraid|unfortunately|negative|neither|never|wrong|incorrect|that(?:'s| is) (?:not|wrong)|i don't|don't)\b/;
/** Said by somebody who does not know, or of somebody else, or of another time. */
const DOUBT =
  /\b(?:i think|i guess|i believe|probably|maybe|perhaps|might|should be|supposed to|not sure|don't know|no idea|(?:have|need|got) to (?:check|ask|look)|(?:would|will|'d|'ll) (?:have|need) to (?:check|ask)|let me (?:check|ask)|pretty sure|depends|used to|pending|working on|in the process|applied for|applying|renewing|getting (?:our|my|it)|next (?:year|month)|ask (?:my|the)|in theory|technically|sort of|kind of|hopefully|some of|most of|other (?:guy|company|shop|place|crew)|brother|cousin|subcontractors?|competitors?|everyone else|if (?:we|i|you|it)|would be|were|why (?:would|do|are)|you mean|do you|are you)\b/;
/** Denies something that was not asked: "We don't need a license for this." */
const ELSEWHERE =
  /\b(?:don't|do not|doesn't) (?:really )?(?:need|require|think|know|mind|believe|remember|see|charge|say)\b/;
const NEGATIVE =
  /\b(?:no|not|never|without|none|neither|nor|cannot|\w+n't|lapsed|expired|lost|uninsured|unlicensed|lack(?:s|ing)?|zero|stopped|hardly|anymore)\b/g;

export type Polarity = "yes" | "no" | null;

/** How an answer to a yes-or-no question begins: "Yeah, we do." is yes, "Well, not really" no, "It depends" neither. */
export function readReply(said: string): Polarity {
  const text = plain(said).replace(IDIOMS, "sure").trim();
  const [opening = ""] = text.split(/[.;!?—–]|\bbut\b/);
  if (DOUBT.test(opening) || ELSEWHERE.test(opening) || /^[^.!]*\?/.test(text)) return null;
  const isNo = NO.test(opening);
  const isYes = YES.test(opening);
  if (isYes === isNo) return null;
  // "Yeah, no" and "No, yes we do" are neither.
  const rest = opening.replace(isYes ? YES : NO, "").replace(/^[\s,]+/, "");
  if (isYes ? /^(?:no|nope|not)\b/.test(rest) : YES.test(rest)) return null;
  return isYes ? "yes" : "no";
}

/** Clauses, each with one thing to affirm or deny: "licensed yes / but we carry no insurance". */
export const clausesOf = (said: string): string[] =>
  plain(said)
    .replace(IDIOMS, "sure")
    .split(
      /(?<=\?)|[,.;:!—–]+|\.{2,}|…|\b(?:but|though|although|however|except|while|whereas)\b|\band\s+(?=(?:we|i|not|no|our|he|she|they|it|yes|you|there)\b)/,
    )
    .map((clause) => clause.trim())
    .filter((clause) => clause !== "");

/** Whether a clause affirms or denies what it names; null where it does neither surely. */
export function polarityOf(clause: string): Polarity {
  if (DOUBT.test(clause) || clause.endsWith("?")) return null;
  const negatives = clause.match(NEGATIVE)?.length ?? 0;
  if (negatives > 1) return /^no\b/.test(clause) && negatives === 2 ? "no" : null;
  if (negatives === 0) return "yes";
  // "You don't need a license for that" answers another question.
  return /\b(?:need|require|necessary|matter|charge|mind|worry|problem|question)/.test(clause)
    ? null
    : "no";
}
