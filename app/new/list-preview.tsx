"use client";

import { CircleCheck, CircleX, CornerLeftUp } from "lucide-react";
import { memo } from "react";
import type { ListedRow, ProviderList } from "@/lib/providers/parse-list";
import { Button } from "../components/button";
import { formatPhone } from "../format-phone";

export type ListPreviewProps = {
  list: ProviderList;
  /** Problems that the API named, by line. */
  refused: Record<number, string>;
  skipsBad: boolean;
  onSkipBad: () => void;
};

/** What the pasted text was understood as, row by row, before anybody is called. */
export const ListPreview = memo(function ListPreview(props: ListPreviewProps) {
  const { list, refused, skipsBad, onSkipBad } = props;
  if (list.rows.length === 0) return null;
  return (
    <div className="grid gap-3">
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-2">
        <p className="text-sm" role="status">
          {summarise(list, skipsBad)}
        </p>
        {list.bad > 0 && list.good > 0 && !skipsBad && (
          <Button size="small" onClick={onSkipBad}>
            Keep {list.good} good, skip {list.bad}
          </Button>
        )}
      </div>
      {list.columns && <Understood columns={list.columns} />}
      <section
        aria-label="Your list as understood"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled with the keyboard too.
        tabIndex={0}
        className="max-h-112 overflow-y-auto rounded-xl border border-line bg-surface"
      >
        <table className="w-full text-sm">
          <caption className="sr-only">The businesses as understood from your list</caption>
          <thead className="sticky top-0 bg-surface text-muted shadow-[inset_0_-1px_0_var(--line)]">
            <tr>
              <th scope="col" className="px-4 py-2">
                Business
              </th>
              <th scope="col" className="hidden px-4 py-2 sm:table-cell">
                As written
              </th>
              <th scope="col" className="hidden px-4 py-2 sm:table-cell">
                As dialled
              </th>
              <th scope="col" className="px-4 py-2">
                Verdict
              </th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {list.rows.map((row) => (
              <PreviewRow
                key={row.line}
                row={row}
                refused={refused[row.line]}
                isSkipped={skipsBad && row.verdict.kind === "bad"}
              />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
});

function summarise({ good, merged, bad }: ProviderList, skipsBad: boolean): string {
  const parts = [good === 1 ? "1 business to call" : `${good} businesses to call`];
  if (merged > 0)
    parts.push(merged === 1 ? "1 repeated number merged" : `${merged} repeated numbers merged`);
  if (bad > 0)
    parts.push(`${bad} ${skipsBad ? "skipped" : bad === 1 ? "needs a fix" : "need a fix"}`);
  return parts.join(" · ");
}

function Understood({ columns }: { columns: NonNullable<ProviderList["columns"]> }) {
  return (
    <p className="text-muted text-sm">
      Names are read from “{columns.name?.title ?? "no column"}”, numbers from “
      {columns.phone.title}”.
      {columns.ignored.length > 0 && ` Not used: ${columns.ignored.join(", ")}.`}
    </p>
  );
}

type PreviewRowProps = { row: ListedRow; refused: string | undefined; isSkipped: boolean };

function PreviewRow({ row, refused, isSkipped }: PreviewRowProps) {
  const { verdict } = row;
  const dialled =
    verdict.kind === "bad"
      ? null
      : formatPhone(verdict.e164) +
        (verdict.kind === "good" && verdict.extension ? ` ext. ${verdict.extension}` : "");
  return (
    <tr className={`align-top ${isSkipped ? "text-muted" : ""}`}>
      <th scope="row" className="px-4 py-2 font-normal">
        <span className={`block font-medium ${isSkipped ? "line-through" : ""}`}>
          {row.name || <span className="text-muted">No name</span>}
        </span>
        <span className="block text-muted sm:hidden">{dialled ?? row.written}</span>
      </th>
      <td className="hidden px-4 py-2 text-muted sm:table-cell">{row.written || "—"}</td>
      <td className="hidden whitespace-nowrap px-4 py-2 sm:table-cell">{dialled ?? "—"}</td>
      <td className="w-1/2 px-4 py-2 sm:w-2/5">
        <Verdict verdict={verdict} refused={refused} isSkipped={isSkipped} />
      </td>
    </tr>
  );
}

function Verdict({
  verdict,
  refused,
  isSkipped,
}: { verdict: ListedRow["verdict"] } & Omit<PreviewRowProps, "row">) {
  if (refused !== undefined) return <Mark icon={CircleX} look="text-bad" text={refused} />;
  if (isSkipped) return <Mark icon={CircleX} look="text-muted" text="Skipped" />;
  switch (verdict.kind) {
    case "good":
      return <Mark icon={CircleCheck} look="text-good" text="Will be called" />;
    case "merged":
      return (
        <Mark
          icon={CornerLeftUp}
          look="text-muted"
          text={`Same number as ${verdict.intoName} (line ${verdict.intoLine}); called once`}
        />
      );
    case "bad":
      return <Mark icon={CircleX} look="text-bad" text={verdict.problem} more={verdict.fix} />;
  }
}

type MarkProps = { icon: typeof CircleX; look: string; text: string; more?: string };

function Mark({ icon: Icon, look, text, more }: MarkProps) {
  return (
    <span className="flex gap-2">
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${look}`} />
      <span>
        {text}
        {more && <span className="block text-muted">{more}</span>}
      </span>
    </span>
  );
}
