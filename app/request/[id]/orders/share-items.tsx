"use client";

import type { LiveProvider } from "@/lib/batches/live-state";
import { toCsv, toJson, toMarkdown, toTsv } from "@/lib/results/export-rows";
import { saveFile } from "../../../components/save-file";
import { useRequest } from "../request-context";
import { exportName, toExportRow } from "../words/export-row";
import type { Standings } from "../words/ranking";

export type ShareItemsProps = {
  /** Those that the table shows, in its order. */
  providers: readonly LiveProvider[];
  standings: Standings;
  onDone: (words: string) => void;
  /** Something was chosen. */
  onChosen: () => void;
};

/** The ways out of the page: copied for a message or a spreadsheet, or as a file. */
export function ShareItems(props: ShareItemsProps) {
  const { providers, standings, onDone, onChosen } = props;
  const { job, isSimulated, consentBasis } = useRequest();
  const criteriaAsked = job.criteria.length;
  const rows = () =>
    providers.map((provider) =>
      toExportRow(provider, { standings, isSimulated, job, consentBasis }),
    );
  const count = providers.length === 1 ? "1 row" : `${providers.length} rows`;

  const copy = async (text: string, as: string) => {
    onChosen();
    try {
      await navigator.clipboard.writeText(text);
      onDone(`Copied ${count} as ${as}.`);
    } catch {
      // Refused by the person or the browser; nothing was copied.
      onDone("This could not be copied.");
    }
  };
  const save = (text: string, type: string, extension: string) => {
    onChosen();
    saveFile(text, type, `${exportName(job.title)}.${extension}`);
    onDone(`Saved ${count} as ${extension.toUpperCase()}.`);
  };
  return (
    <>
      <p className="px-2.5 py-1.5 text-muted text-sm">The {count} shown</p>
      <MenuItem onClick={() => copy(toMarkdown(rows(), criteriaAsked), "Markdown")}>
        Copy as Markdown
      </MenuItem>
      <MenuItem onClick={() => copy(toTsv(rows(), criteriaAsked), "spreadsheet cells")}>
        Copy for a spreadsheet
      </MenuItem>
      <MenuItem onClick={() => save(toCsv(rows(), criteriaAsked), "text/csv;charset=utf-8", "csv")}>
        Save as CSV
      </MenuItem>
      <MenuItem onClick={() => save(toJson(rows()), "application/json", "json")}>
        Save as JSON
      </MenuItem>
    </>
  );
}

function MenuItem({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="flex min-h-9 w-full items-center rounded-lg px-2.5 text-start text-sm hover:bg-sunken"
    >
      {children}
    </button>
  );
}
