import { saysUnconfirmed } from "@/lib/results/confirmed";
import { describeOffer, describeScope } from "@/lib/results/offer-words";
import type { CallResult } from "@/lib/results/schema";
import type { SpokenField } from "./next-step";
import { AS } from "./row-grid";

type OfferCellsProps = {
  result: CallResult;
  marks: string;
  criteriaAsked: number;
  /** They are being called again, which may bring another answer. */
  isEarlier: boolean;
  /** Their earliest time is later than was asked for. */
  isLate: boolean;
  /** Opens the line of the call that a cell rests on. */
  onShow: (field: SpokenField) => void;
};

/**
 * Price, time and terms of an answer: two lines each, a line each on a phone. The open row has all of it, and each cell
 * leads to the words of the call that it rests on.
 */
export function OfferCells(props: OfferCellsProps) {
  const { result, marks, criteriaAsked, isEarlier, isLate, onShow } = props;
  const words = describeOffer(result, criteriaAsked);
  const quiet = isEarlier ? "text-muted" : "";
  const strong = `${quiet} font-medium`;
  const scope = describeScope(result, criteriaAsked);
  const cheapest = marks.includes("cheapest") && <Mark text="Lowest price" scope={scope} />;
  // One of the two: beside each other they do not fit, and late is what must not be overlooked.
  const time = isLate ? (
    <Mark text="Later than asked" isWarning />
  ) : (
    marks.includes("soonest") && <Mark text="Soonest" scope={scope} />
  );
  return (
    <>
      <OfferCell
        main={words.price}
        mark={cheapest}
        detail={words.priceDetail}
        look={strong}
        field={result.price.kind === "unknown" ? "callOutFee" : "price"}
        onShow={onShow}
      />
      <OfferCell
        main={words.earliest}
        mark={time}
        detail={isLate ? null : words.earliestDetail}
        look={strong}
        field="earliest"
        onShow={onShow}
      />
      <OfferCell
        main={words.criteria}
        mark={false}
        detail={words.conditions}
        look={quiet}
        field="criteria"
        onShow={onShow}
      />
    </>
  );
}

type OfferCellProps = {
  main: string;
  mark: React.ReactNode;
  detail: string | null;
  look: string;
  field: SpokenField;
  onShow: (field: SpokenField) => void;
};

function OfferCell({ main, mark, detail, look, field, onShow }: OfferCellProps) {
  // The second line is its own where nothing else stands there.
  const lines = mark || detail ? "sm:block" : "sm:line-clamp-2 sm:whitespace-normal";
  return (
    <td
      {...AS.cell}
      className="col-span-2 flex h-5 items-center gap-2 pl-5 sm:last:pl-6 sm:col-span-1 sm:block sm:h-10 desk:pl-0 desk:last:pl-0"
    >
      <button type="button" onClick={() => onShow(field)} className="min-w-0 max-w-full text-start">
        <span
          className={`block truncate ${lines} ${look} ${saysUnconfirmed(main) ? "italic underline decoration-dashed" : "hover:underline"}`}
          title={main}
        >
          {main}
        </span>
      </button>
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

type MarkProps = { text: string; scope?: string; isWarning?: boolean };

/** The best of those that it is compared with; on a phone there is less room to say with which. */
function Mark({ text, scope, isWarning = false }: MarkProps) {
  const look = isWarning ? "bg-warn-soft text-warn" : "bg-good-soft text-good";
  return (
    <span
      className={`h-5 min-w-0 truncate rounded-full px-1.5 font-medium text-xs leading-5 max-sm:shrink-0 sm:px-2 ${look}`}
      title={scope && text + scope}
    >
      {text}
      {scope && (
        <>
          <span className="max-sm:sr-only">{scope}</span>
          <span aria-hidden="true" className="sm:hidden">
            {" that fits"}
          </span>
        </>
      )}
    </span>
  );
}
