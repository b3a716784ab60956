"use client";

import { ChevronRight } from "lucide-react";
import { memo } from "react";
import type { LiveProvider } from "@/lib/batches/live-state";
import { formatNumber, formatPhone } from "../../../format-phone";
import type { DetailsProps } from "../details/attempt-details";
import { createLazy, LazyPart } from "../lazy-part";
import { useRequest } from "../request-context";
import { describePhase } from "../words/phase";
import { offerOf, offersLate } from "../words/ranking";
import { CallNote, PhaseSentence } from "./call-note";
import { NextStep, type RowAction, type SpokenField } from "./next-step";
import { OfferCells } from "./offer-cells";
import { PhaseBadge } from "./phase-badge";
import { AS, GRID, rowButtonId } from "./row-grid";

// Most visits only look at the list.
const details = createLazy(async () => (await import("../details/attempt-details")).AttemptDetails);

export type ProviderRowProps = {
  provider: LiveProvider;
  /** Those of `RankMark`, with spaces between. */
  marks: string;
  rank: number | null;
  isCanceling: boolean;
  isLong: boolean;
  /** Calls are still made: nobody can be called again yet. */
  isBusy: boolean;
  /** An answer may still come into its place. */
  reservesSpace: boolean;
  isOpen: boolean;
  onToggle: (id: string) => void;
  onAct: (provider: LiveProvider, action: RowAction, field?: SpokenField) => void;
  details: Omit<DetailsProps, "provider"> | undefined;
};

/** A business that nothing changed about is not drawn again, however many others are. */
export const ProviderRow = memo(function ProviderRow(props: ProviderRowProps) {
  const { provider, marks, isCanceling, isLong, isOpen } = props;
  const { job, reader } = useRequest();
  const phase = describePhase(provider, { isCanceling, reader });
  const offer = offerOf(provider);
  const detailsId = `details-${provider.id}`;
  return (
    <>
      <tr
        {...AS.row}
        className={`${GRID} gap-y-1 border-line border-t py-3 first:border-t-0 ${isOpen ? "bg-sunken/60" : ""} ${isLong ? "[contain-intrinsic-size:auto_65px] [content-visibility:auto]" : ""}`}
        data-provider={provider.name}
        data-status={provider.callStatus}
      >
        <BusinessCell {...props} hasOffer={offer !== null} detailsId={detailsId} />
        {/* A label of two lines leaves no room for a third on a phone: what is said there, the open row says as well. */}
        <td {...AS.cell} className="h-10 overflow-hidden">
          <PhaseBadge phase={phase} />
          <span className="block whitespace-nowrap pl-6 text-muted max-desk:text-xs max-desk:leading-5">
            <CallNote phase={phase} provider={provider} />
          </span>
        </td>
        {offer ? (
          <OfferCells
            result={offer}
            marks={marks}
            criteriaAsked={job.criteria.length}
            isEarlier={provider.earlier !== null}
            isLate={offersLate(provider, job.urgency)}
            onShow={(field) => props.onAct(provider, "open_transcript", field)}
          />
        ) : (
          // As high as an offer: on a phone three lines of 20 px and the gaps of 4 px between them. There the number
          // takes the first, which an offer needs for itself.
          <td
            {...AS.cell}
            colSpan={3}
            className={`col-span-2 content-start gap-x-4 gap-y-1 pl-5 text-muted max-sm:grid max-sm:grid-cols-[minmax(0,1fr)_auto] sm:col-span-3 sm:flex sm:min-h-10 sm:items-start sm:justify-between desk:pl-0 ${props.reservesSpace ? "min-h-17" : ""}`}
          >
            {!isOpen && (
              <span className="min-h-6 truncate leading-6 sm:hidden">{formatNumber(provider)}</span>
            )}
            <span className="line-clamp-2 max-sm:col-span-2 max-sm:row-start-2">
              <PhaseSentence phase={phase} provider={provider} />
            </span>
            {!isOpen && (
              <NextStep
                provider={provider}
                phase={phase}
                isBusy={props.isBusy}
                onAct={props.onAct}
              />
            )}
          </td>
        )}
      </tr>
      {props.details && (
        <tr {...AS.row} id={detailsId} className="block border-line border-t bg-sunken/60">
          <td {...AS.cell} colSpan={5} className="block px-4 py-5 sm:pl-9">
            <LazyPart lazy={details} props={{ provider, ...props.details }} />
          </td>
        </tr>
      )}
    </>
  );
});

type BusinessCellProps = Pick<ProviderRowProps, "provider" | "rank" | "isOpen" | "onToggle"> & {
  hasOffer: boolean;
  detailsId: string;
};

/** The name, which opens the row, and the number. A closed row on a phone has two lines for both. */
function BusinessCell(props: BusinessCellProps) {
  const { provider, rank, isOpen, onToggle, hasOffer, detailsId } = props;
  return (
    <th
      {...AS.rowheader}
      scope="row"
      className={`font-normal sm:col-span-2 desk:col-span-1 ${isOpen ? "" : "max-sm:h-10 max-sm:[clip-path:inset(-4px_-4px_0)]"}`}
    >
      <button
        type="button"
        id={rowButtonId(provider.id)}
        aria-expanded={isOpen}
        aria-controls={isOpen ? detailsId : undefined}
        onClick={() => onToggle(provider.id)}
        className="-mx-1 flex w-full items-start gap-1 rounded-md px-1 text-start font-medium"
      >
        <ChevronRight
          aria-hidden="true"
          className={`mt-0.5 size-4 shrink-0 text-muted transition-transform ${isOpen ? "rotate-90" : ""}`}
        />
        <span className={`min-w-0 ${isOpen ? "" : "line-clamp-2 sm:line-clamp-3"}`}>
          {provider.name}
        </span>
      </button>
      <span
        className={`block pl-5 text-muted *:whitespace-nowrap ${hasOffer || isOpen ? "" : "max-sm:hidden"}`}
      >
        {rank !== null && <span className="max-desk:hidden">{`#${rank} · `}</span>}
        <span>{formatPhone(provider.phone)}</span>
        {provider.phoneExtension && (
          <>
            {" "}
            <span>ext. {provider.phoneExtension}</span>
          </>
        )}
      </span>
    </th>
  );
}
