import type { LiveProvider } from "@/lib/batches/live-state";
import { formatMoney } from "@/lib/results/price";
import { formatPrice } from "@/lib/results/words";
import { formatPhone } from "../../format-phone";

type Fact = { name: string; value: string; quote?: string | null };

/** What is known about a business and what it said, each price and answer with its own words beside it. */
export function AttemptFacts({ provider }: { provider: LiveProvider }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2">
      <dt className="text-muted">Number</dt>
      <dd>
        <a href={`tel:${provider.phone}`} className="underline underline-offset-2">
          {formatPhone(provider.phone)}
        </a>
      </dd>
      {listFacts(provider).map(({ name, value, quote }) => (
        <div key={name} className="contents">
          <dt className="max-w-40 text-muted">{name}</dt>
          <dd>
            {value}
            {quote && (
              <q className="mt-0.5 block border-line-strong/60 border-l-2 pl-2 text-muted">
                {quote}
              </q>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const MET = { yes: "Yes", no: "No", unknown: "Not said" } as const;

function listFacts({ attempt, alsoKnownAs }: LiveProvider): Fact[] {
  const facts: Fact[] = [];
  const add = (name: string, value: string | null | undefined, quote?: string | null) => {
    if (value) facts.push({ name, value, quote });
  };
  add("Also listed as", alsoKnownAs.join(", "));
  const { result } = attempt;
  if (result) {
    const { price } = result;
    if (price.kind !== "unknown" || price.quote || result.callOutFee)
      add("Price", formatPrice(result), price.quote);
    add("It covers", price.covers);
    add("Earliest", result.earliestText && `“${result.earliestText}”`);
    for (const { criterion, met, quote } of result.criteria) add(criterion, MET[met], quote);
    add("Conditions", result.conditions.join("; "));
    add("Spoke with", result.contactName);
    add("Contact again", result.callbackRequested);
  }
  if (attempt.costUsd) add("The call cost", formatMoney(attempt.costUsd, "USD"));
  return facts;
}
