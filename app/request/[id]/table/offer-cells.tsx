import { CalendarClock, TrendingDown } from "lucide-react";
import { describeOffer } from "@/lib/results/offer-words";
import type { CallResult } from "@/lib/results/schema";
import { AS } from "./row-grid";

type OfferCellsProps = {
  result: CallResult;
  marks: string;
  criteriaAsked: number;
  /** They are being called again, which may bring another answer. */
  isEarlier: boolean;
  /** Their earliest time is later than was asked for. */
  isLate: boolean;
};

/** Price, time and terms of an answer: two lines each, a line each on a phone. The open row has all of it. */
export function OfferCells({ result, marks, criteriaAsked, isEarlier, isLate }: OfferCellsProps) {
  const words = describeOffer(result, criteriaAsked);
  const quiet = isEarlier ? "text-muted" : "";
  const strong = `${quiet} font-medium`;
  const cheapest = marks.includes("cheapest") && <Mark icon={TrendingDown} text="Lowest price" />;
  // One of the two: beside each other they do not fit, and late is what must not be overlooked.
  const time = isLate ? (
    <Mark icon={CalendarClock} text="Later than asked" isWarning />
  ) : (
    marks.includes("soonest") && <Mark icon={CalendarClock} text="Soonest" />
  );
  return (
    <>
      <OfferCell main={words.price} mark={cheapest} detail={words.priceDetail} look={strong} />
      <OfferCell
        main={words.earliest}
        mark={time}
        detail={isLate ? null : words.earliestDetail}
        look={strong}
      />
      <OfferCell main={words.criteria} mark={false} detail={words.conditions} look={quiet} />
    </>
  );
}

type OfferCellProps = {
  main: string;
  mark: React.ReactNode;
  detail: string | null;
  look: string;
};

function OfferCell({ main, mark, detail, look }: OfferCellProps) {
  // The second line is its own where nothing else stands there.
  const lines = mark || detail ? "sm:block" : "sm:line-clamp-2 sm:whitespace-normal";
  return (
    <td
      {...AS.cell}
      className="col-span-2 flex h-5 items-center gap-2 pl-5 sm:last:pl-6 sm:col-span-1 sm:block sm:h-10 desk:pl-0 desk:last:pl-0"
    >
      <span className={`min-w-0 truncate ${lines} ${look}`} title={main}>
        {main}
      </span>
      {(mark || detail) && (
        <span className="flex min-w-0 shrink-0 items-center gap-1.5 sm:h-5 sm:shrink">
          {mark}
          {detail && (
            <span className="hidden min-w-0 truncate text-muted sm:block" title={detail}>
              {detail}
            </span>
          )}
        </span>
      )}
    </td>
  );
}

type MarkProps = { icon: typeof TrendingDown; text: string; isWarning?: boolean };

function Mark({ icon: Icon, text, isWarning = false }: MarkProps) {
  // A warning stands beside a time that must stay readable: on the narrowest phones there is no room for its drawing.
  const look = isWarning ? "bg-warn-soft text-warn" : "bg-good-soft text-good";
  return (
    <span
      className={`inline-flex h-5 shrink-0 items-center gap-1 rounded-full px-1.5 font-medium text-xs sm:px-2 ${look}`}
    >
      <Icon aria-hidden="true" className={`size-3 ${isWarning ? "max-sm:hidden" : ""}`} />
      {text}
    </span>
  );
}
