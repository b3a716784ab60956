import { neutralize, writeCsv } from "@/lib/csv";
import type { ConsentBasis } from "@/lib/states/batch";
import { unconfirmed } from "./confirmed";
import { describeCriteriaMet, describeScope } from "./offer-words";
import type { RankMark } from "./order-providers";
import { formatMoney, formatPrice } from "./price";
import type { CallResult, CheckedField } from "./schema";

/** One provider of a table that leaves the page. */
export type ExportRow = {
  rank: number | null;
  name: string;
  /** E.164, as it was dialed. */
  phone: string;
  /** How it stands, in the words of the page. */
  state: string;
  happened: string;
  marks: readonly RankMark[];
  result: CallResult | null;
  attempts: number;
  talkSeconds: number | null;
  costUsd: number | null;
  /** Nobody was phoned and nothing is charged. */
  isSimulated: boolean;
  /** Why the business may be called, as the person said. */
  consentBasis: ConsentBasis | null;
  /** The earliest time is later than was asked for. */
  isLate: boolean;
};

type Cell = string | number | null;
type Column = { title: string; read: (row: ExportRow, criteriaAsked: number) => Cell };

const MARK_WORDS: Record<RankMark, string> = { cheapest: "Lowest price", soonest: "Soonest" };

/** A value of an answer never leaves without the word that it is not confirmed, where it is not. */
const said =
  (field: CheckedField, read: (result: CallResult) => Cell): Column["read"] =>
  ({ result }) => {
    const value = result && read(result);
    return result && value !== null && !result.confirmed[field]
      ? `${value}${unconfirmed(false)}`
      : value;
  };

/** What a person compares: copied into a message or a document. */
const SHORT: readonly Column[] = [
  { title: "Business", read: ({ name }) => name },
  { title: "Phone", read: ({ phone }) => phone },
  { title: "Call", read: ({ state }) => state },
  { title: "Price", read: ({ result }) => result && formatPrice(result) },
  {
    title: "Earliest",
    read: said("earliest", ({ earliestText, earliestAt }) => earliestText ?? earliestAt),
  },
  { title: "Criteria", read: ({ result }, asked) => result && describeCriteriaMet(result, asked) },
  { title: "Conditions", read: ({ result }) => result?.conditions.join("; ") ?? null },
  {
    title: "Best",
    read: ({ marks, result }, asked) =>
      marks
        .map((mark) => `${MARK_WORDS[mark]}${result ? describeScope(result, asked) : ""}`)
        .join(", "),
  },
];

/** Everything that was found out, one fact per column: for a spreadsheet. */
const FULL: readonly Column[] = [
  { title: "Rank", read: ({ rank }) => rank },
  ...SHORT.slice(0, 3),
  { title: "What happened", read: ({ happened }) => happened },
  ...SHORT.slice(3, 4),
  { title: "Price from", read: said("price", ({ price }) => price.low) },
  { title: "Price to", read: said("price", ({ price }) => price.high) },
  { title: "Currency", read: said("price", ({ price }) => price.currency) },
  { title: "Priced by", read: said("price", ({ price }) => PRICED_BY[price.kind]) },
  {
    title: "Call-out fee",
    read: said(
      "callOutFee",
      ({ callOutFee }) => callOutFee && formatMoney(callOutFee.amount, callOutFee.currency),
    ),
  },
  { title: "Price covers", read: said("price", ({ price }) => price.covers) },
  { title: "Price in their words", read: said("price", ({ price }) => price.quote) },
  { title: "Available", read: said("availability", (result) => AVAILABLE[result.availability]) },
  { title: "Earliest in their words", read: said("earliest", (result) => result.earliestText) },
  { title: "Earliest time", read: said("earliest", (result) => result.earliestAt) },
  { title: "Later than asked", read: ({ isLate }) => (isLate ? "yes" : null) },
  ...SHORT.slice(5),
  { title: "Spoke with", read: ({ result }) => result?.contactName ?? null },
  { title: "Contact again", read: ({ result }) => result?.callbackRequested ?? null },
  { title: "Summary", read: ({ result }) => result?.summary ?? null },
  { title: "Attempts", read: ({ attempts }) => attempts },
  { title: "Seconds talked", read: ({ talkSeconds }) => talkSeconds },
  { title: "Call cost in USD", read: ({ costUsd }) => costUsd },
  {
    title: "May be called because",
    read: ({ consentBasis }) => consentBasis && MAY_CALL[consentBasis],
  },
  { title: "Simulated", read: ({ isSimulated }) => (isSimulated ? "yes" : "no") },
];

const MAY_CALL: Record<ConsentBasis, string> = {
  listed_publicly: "listed publicly",
  existing_relation: "existing relation",
  asked_to_be_called: "asked to be called",
};

const PRICED_BY = {
  flat: "job",
  range: "job",
  hourly: "hour",
  visit_needed: "after a visit",
  unknown: null,
} as const;

const AVAILABLE = { available: "yes", unavailable: "no", unknown: null } as const;

/** A CSV file for spreadsheets; see {@link writeCsv}. */
export function toCsv(rows: readonly ExportRow[], criteriaAsked: number): string {
  return writeCsv(cells(FULL, rows, criteriaAsked));
}

/** Lines of cells between tabs: pasted into a spreadsheet they fill its columns. */
export function toTsv(rows: readonly ExportRow[], criteriaAsked: number): string {
  return cells(SHORT, rows, criteriaAsked)
    .map((line) => line.map((cell) => neutralize(inLine(cell))).join("\t"))
    .join("\n");
}

/** A table that chats, tickets and notes draw. */
export function toMarkdown(rows: readonly ExportRow[], criteriaAsked: number): string {
  const [head = [], ...body] = cells(SHORT, rows, criteriaAsked).map((line) =>
    line.map((cell) => inLine(cell).replace(/[\\`*_[\]<>|]/g, "\\$&")),
  );
  return [head, head.map(() => "---"), ...body].map((line) => `| ${line.join(" | ")} |`).join("\n");
}

/** The rows as programs read them: nothing put into words, nothing cut. */
export function toJson(rows: readonly ExportRow[]): string {
  return `${JSON.stringify(rows, null, 2)}\n`;
}

function cells(
  columns: readonly Column[],
  rows: readonly ExportRow[],
  criteriaAsked: number,
): string[][] {
  return [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ read }) => String(read(row, criteriaAsked) ?? ""))),
  ];
}

const inLine = (cell: string): string => cell.replace(/\s+/g, " ").trim();
