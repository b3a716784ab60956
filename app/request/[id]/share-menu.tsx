"use client";

import { Download } from "lucide-react";
import { useId, useRef } from "react";
import type { LiveProvider } from "@/lib/batches/live-state";
import type { Urgency } from "@/lib/batches/status";
import type { ExportRow } from "@/lib/results/export-rows";
import { buttonClass } from "../../components/button";
import { describeEarlier, describePhase } from "./phase";
import { knownAttempt, offersLate, type Standings } from "./ranking";

type Writers = typeof import("@/lib/results/export-rows");

// Read when the menu opens, so that it is there when the person has chosen.
let writers: Promise<Writers> | null = null;
function readWriters(): Promise<Writers> {
  writers ??= import("@/lib/results/export-rows").catch((error: unknown) => {
    writers = null;
    throw error;
  });
  return writers;
}

type Writer = (writers: Writers, rows: ExportRow[]) => string;

type ShareMenuProps = {
  /** Those that the table shows, in its order. */
  providers: readonly LiveProvider[];
  standings: Standings;
  criteriaAsked: number;
  title: string;
  /** The costs of calls are made up, as the calls are. */
  isSimulated: boolean;
  urgency: Urgency;
  onDone: (words: string) => void;
};

/** What is seen leaves the page: copied for a message or a spreadsheet, or as a file. Made in the browser. */
export function ShareMenu({ providers, criteriaAsked, title, onDone, ...rest }: ShareMenuProps) {
  const menuId = useId();
  const menu = useRef<HTMLDivElement>(null);
  const rows = () => providers.map((provider) => toExportRow(provider, rest));
  const count = providers.length === 1 ? "1 row" : `${providers.length} rows`;

  const copy = async (write: Writer, as: string) => {
    menu.current?.hidePopover();
    try {
      await navigator.clipboard.writeText(write(await readWriters(), rows()));
      onDone(`Copied ${count} as ${as}.`);
    } catch {
      // Refused by the person or the browser, or the script did not come; nothing was copied.
      onDone("This could not be copied.");
    }
  };
  const save = async (write: Writer, type: string, extension: string) => {
    menu.current?.hidePopover();
    try {
      const file = new Blob([write(await readWriters(), rows())], { type });
      download(file, `${fileName(title)}.${extension}`);
      onDone(`Saved ${count} as ${extension.toUpperCase()}.`);
    } catch {
      // The script did not come; nothing was saved.
      onDone("This could not be saved. Reload the page and try again.");
    }
  };
  return (
    <>
      <button
        type="button"
        popoverTarget={menuId}
        className={`${buttonClass({ size: "small" })} [anchor-name:--share]`}
      >
        <Download aria-hidden="true" className="size-3.5" />
        Export
      </button>
      <div
        ref={menu}
        id={menuId}
        popover="auto"
        onBeforeToggle={() => void readWriters().catch(() => undefined)}
        className="m-auto w-64 rounded-xl border border-line bg-surface p-1.5 text-text shadow-xl supports-[position-area:bottom]:inset-auto supports-[position-area:bottom]:m-0 supports-[position-area:bottom]:mt-1 [position-anchor:--share] [position-area:bottom_span-left]"
      >
        <p className="px-2.5 py-1.5 text-muted text-sm">The {count} shown</p>
        <MenuItem onClick={() => copy((to, all) => to.toMarkdown(all, criteriaAsked), "Markdown")}>
          Copy as Markdown
        </MenuItem>
        <MenuItem
          onClick={() => copy((to, all) => to.toTsv(all, criteriaAsked), "spreadsheet cells")}
        >
          Copy for a spreadsheet
        </MenuItem>
        <MenuItem
          onClick={() =>
            save((to, all) => to.toCsv(all, criteriaAsked), "text/csv;charset=utf-8", "csv")
          }
        >
          Save as CSV
        </MenuItem>
        <MenuItem onClick={() => save((to, all) => to.toJson(all), "application/json", "json")}>
          Save as JSON
        </MenuItem>
      </div>
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

type Facts = Pick<ShareMenuProps, "standings" | "isSimulated" | "urgency">;

function toExportRow(provider: LiveProvider, facts: Facts): ExportRow {
  const { label, sentence } = describePhase(provider);
  const earlier = describeEarlier(provider);
  const known = knownAttempt(provider);
  const standing = facts.standings.get(provider.id);
  return {
    rank: standing?.rank ?? null,
    name: provider.name,
    phone: provider.phone,
    state: label,
    happened: earlier ? `Called again: ${sentence} Before: ${earlier}` : sentence,
    marks: standing?.marks ?? [],
    result: known?.result ?? null,
    attempts: provider.attempt.number,
    talkSeconds: known?.talkSeconds ?? null,
    costUsd: known?.costUsd ?? null,
    isSimulated: facts.isSimulated,
    isLate: offersLate(provider, facts.urgency),
  };
}

const fileName = (title: string): string =>
  `ringround-${title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "")
    .slice(0, 60)}`;

function download(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
