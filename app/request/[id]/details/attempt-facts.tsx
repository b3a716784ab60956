import type { LiveProvider } from "@/lib/batches/live-state";
import { unconfirmed } from "@/lib/results/confirmed";
import { describeOffer } from "@/lib/results/offer-words";
import { formatMoney } from "@/lib/results/price";
import type { CheckedField } from "@/lib/results/schema";
import { formatPrice } from "@/lib/results/words";
import { formatNumber, telLink } from "../../../format-phone";
import { useRequest } from "../request-context";
import type { SpokenField } from "../table/next-step";
import { describePhase } from "../words/phase";
import { knownAttempt, offerOf } from "../words/ranking";

type Fact = {
  name: string;
  value: string;
  quote?: string | null;
  /** Its words are in the transcript. */
  field?: SpokenField | null;
};

type AttemptFactsProps = { provider: LiveProvider; onShow: (field: SpokenField) => void };

/** What is known about a business and what it said, each price and answer with its own words beside it. */
export function AttemptFacts({ provider, onShow }: AttemptFactsProps) {
  const facts = listFacts(provider, useRequest());
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2">
      <dt className="text-muted">Number</dt>
      <dd>
        <a href={telLink(provider)} className="whitespace-nowrap underline underline-offset-2">
          {formatNumber(provider)}
        </a>
      </dd>
      {facts.map(({ name, value, quote, field }) => (
        <div key={name} className="contents">
          <dt className="max-w-28 text-muted sm:max-w-40">{name}</dt>
          <dd>
            {value}
            {quote && (
              <q className="mt-0.5 block border-line-strong/60 border-l-2 pl-2 text-muted">
                {quote}
              </q>
            )}
            {field !== null && field !== undefined && (
              <button
                type="button"
                onClick={() => onShow(field)}
                className="mt-0.5 block min-h-6 rounded-md font-medium text-accent hover:underline"
              >
                See it in the call<span className="sr-only"> – {name}</span>
              </button>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const MET = { yes: "Yes", no: "No", unknown: "Not said" } as const;

type Viewing = Pick<ReturnType<typeof useRequest>, "isSimulated" | "reader">;

function listFacts(provider: LiveProvider, { isSimulated, reader }: Viewing): Fact[] {
  const facts: Fact[] = [];
  const add = (name: string, value: string | null | undefined, rest: Partial<Fact> = {}) => {
    if (value) facts.push({ name, value, ...rest });
  };
  const { attempt, isPatched } = provider;
  if (attempt.status === "settled" && !isPatched && offerOf(provider) === null)
    add("Outcome", describePhase(provider, { reader }).sentence);
  add("Also listed as", provider.alsoKnownAs.join(", "));
  const known = knownAttempt(provider);
  const result = known?.result;
  if (result) {
    add("Said", provider.earlier && "In an earlier call; they are being called again");
    const { price, confirmed, evidence, callOutFee: fee } = result;
    const spoken = (field: CheckedField, quote: string | null = null) => ({
      quote: evidence[field]?.words ?? quote,
      field: evidence[field] && field,
    });
    if (result.availability === "available")
      add("Can do it", `Yes${unconfirmed(confirmed.availability)}`, spoken("availability"));
    if (price.kind !== "unknown" || price.quote)
      add("Price", formatPrice(result), spoken("price", price.quote));
    if (fee)
      add(
        "Call-out fee",
        `${formatMoney(fee.amount, fee.currency)}${unconfirmed(confirmed.callOutFee)}`,
        spoken("callOutFee"),
      );
    add("It covers", price.covers);
    const { earliest, earliestDetail } = describeOffer(result, 0);
    const said = result.earliestText && `“${result.earliestText}”`;
    const when = earliestDetail ? `${said} (${earliestDetail})` : said;
    add(
      "Earliest",
      when ? `${when}${unconfirmed(confirmed.earliest)}` : result.earliestAt && earliest,
      spoken("earliest"),
    );
    for (const [index, item] of result.criteria.entries())
      add(
        item.criterion,
        `${MET[item.met]}${unconfirmed(item.confirmed || item.met === "unknown")}`,
        {
          quote: evidence.criteria[index]?.words ?? item.quote,
          field: evidence.criteria[index] ? index : null,
        },
      );
    add("Conditions", result.conditions.join("; "));
    add("Spoke with", result.contactName);
    add("Contact again", result.callbackRequested);
  }
  if (known?.costUsd) {
    const cost = formatMoney(known.costUsd, "USD");
    add("The call cost", isSimulated ? `${cost}, simulated: nothing is charged` : cost);
  }
  return facts;
}
