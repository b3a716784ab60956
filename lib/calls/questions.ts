import { LIMITS } from "@/lib/limits";
import { promptText } from "./prompt-text";

/** What the agent asks. Browsers load it when a person wants to read it. */

type Question = {
  /** As the agent is told to ask it. */
  ask: string;
  /** How the agent goes about it. */
  how?: string;
  /** As the person who orders the calls reads it; `ask` where that says enough. One line per criterion. */
  tell?: (criteria: readonly string[]) => string[];
};

/** What the agent asks, in this order. */
export const QUESTIONS: readonly Question[] = [
  { ask: "Can they do this job?", how: "Describe it in one sentence from the data." },
  { ask: "What is the earliest day and time they could come?" },
  {
    ask: "What does it cost?",
    how: "Ask whether it is a fixed price, a range or by the hour, what it covers, and whether coming out costs extra.",
    tell: () => ["What does it cost, what does that cover, and does coming out cost extra?"],
  },
  {
    ask: "Each of the criteria in the data, if there are any.",
    tell: (criteria) => criteria.map((criterion) => `Do they meet this: ${criterion}?`),
  },
  {
    ask: "The name of the person you speak with, if they have not said it.",
    tell: () => ["Who is speaking?"],
  },
];

/** The questions in the words of the person who orders the calls. */
export function listQuestions(criteria: readonly string[]): string[] {
  const asked = criteria
    .map((criterion) => promptText(criterion, LIMITS.criterion))
    .filter(Boolean);
  return QUESTIONS.flatMap(({ ask, tell }) => (tell ? tell(asked) : [ask]));
}
