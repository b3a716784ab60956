import { CalendarClock, Tag } from "lucide-react";
import { describeOffer } from "@/lib/results/offer-words";
import type { CallResult } from "@/lib/results/schema";
import { AS } from "./table-parts";

type OfferCellsProps = { result: CallResult; marks: string; criteriaAsked: number };

/** Price, time and terms of an answer: two lines each on a desk, a line each on a phone. The open row has all of it. */
export function OfferCells({ result, marks, criteriaAsked }: OfferCellsProps) {
  const words = describeOffer(result, criteriaAsked);
  const cheapest = marks.includes("cheapest") && <Mark icon={Tag} text="Lowest price" />;
  const soonest = marks.includes("soonest") && <Mark icon={CalendarClock} text="Soonest" />;
  return (
    <>
      <OfferCell main={words.price} mark={cheapest} detail={words.priceDetail} isStrong />
      <OfferCell main={words.earliest} mark={soonest} detail={words.earliestDetail} isStrong />
      <OfferCell main={words.criteria} mark={false} detail={words.conditions} />
    </>
  );
}

type OfferCellProps = {
  main: string;
  mark: React.ReactNode;
  detail: string | null;
  isStrong?: boolean;
};

function OfferCell({ main, mark, detail, isStrong }: OfferCellProps) {
  return (
    <td
      {...AS.cell}
      className="col-span-2 flex h-5 items-center gap-2 pl-5 md:col-span-1 md:block md:h-10 md:pl-0"
    >
      <span className={`min-w-0 truncate md:block ${isStrong ? "font-medium" : ""}`} title={main}>
        {main}
      </span>
      <span className="flex min-w-0 shrink-0 items-center gap-1.5 md:h-5 md:shrink">
        {mark}
        {detail && (
          <span className="hidden min-w-0 truncate text-muted md:block" title={detail}>
            {detail}
          </span>
        )}
      </span>
    </td>
  );
}

function Mark({ icon: Icon, text }: { icon: typeof Tag; text: string }) {
  return (
    <span className="inline-flex h-5 shrink-0 items-center gap-1 rounded-full bg-good-soft px-2 font-medium text-good text-xs">
      <Icon aria-hidden="true" className="size-3" />
      {text}
    </span>
  );
}
