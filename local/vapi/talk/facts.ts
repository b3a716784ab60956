export type PriceKind = "flat" | "range" | "hourly" | "visit_needed" | "unknown";

export type Price = {
  quote: string;
  kind: PriceKind;
  low: number | null;
  high: number | null;
  currency: string | null;
  covers: string | null;
};

/** An answer to a yes-or-no question, with the words it was given in. */
export type Answer = { met: "yes" | "no"; quote: string };

/** Everything a simulated conversation can make known. A missing field was never said. */
export type Facts = {
  availability?: "available" | "unavailable";
  earliestText?: string;
  earliestAt?: string;
  price?: Price;
  callOutFee?: { amount: number; currency: string };
  conditions?: string[];
  licensed?: Answer;
  insured?: Answer;
  contactName?: string;
  callbackRequested?: string;
  wrongNumber?: true;
  doNotCall?: true;
  voicemailOrMenu?: true;
  languageBarrier?: true;
};

/** One thing said, and what it makes known: a call cut short knows only what was said before the cut. */
export type Line = { who: "assistant" | "customer"; text: string; reveals?: Facts };

export function factsOf(lines: readonly Line[]): Facts {
  return Object.assign({}, ...lines.map((line) => line.reveals ?? {}));
}

/** One or two sentences, made of the facts alone. */
export function summarize(facts: Facts): string {
  if (facts.wrongNumber) return "The number belongs to somebody else.";
  if (facts.doNotCall) return "They asked not to be called again.";
  if (facts.voicemailOrMenu) return "A machine answered; nobody was reached.";
  if (facts.languageBarrier) return "The person who answered did not speak English.";

  const sentences = [
    facts.availability === "unavailable" ? "They cannot take the job." : "",
    facts.earliestText ? `They can come ${facts.earliestText}.` : "",
    facts.price ? `On price they said: ${facts.price.quote}.` : "",
    facts.callbackRequested ? `They asked to be called back ${facts.callbackRequested}.` : "",
  ].filter((sentence) => sentence !== "");
  return sentences.length > 0 ? sentences.join(" ") : "They gave no information.";
}
