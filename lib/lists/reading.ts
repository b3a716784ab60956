/** What became of one entry of a list. Each has exactly one of these. */
export type RowVerdict = "call" | "merged" | "refused" | "ignored";

/** One entry: a row of a table, a line of text, one of several businesses in a line, a contact of an address book. */
export type ListRow = {
  /** Where it begins in what was given, counted from 1. */
  line: number;
  verdict: RowVerdict;
  name?: string;
  /** E.164; of rows that are called or merged. */
  phone?: string;
  /** Digits to dial after the answer. */
  extension?: string;
  /** The number as it was written. */
  written?: string;
  /** The row that is called in place of a merged one. */
  into?: { line: number; name: string };
  /** Why it is refused, merged or ignored: one sentence for a person. */
  reason?: string;
  /** What to do about a refusal: one sentence. */
  fix?: string;
  /** Which part of a refused row is wrong. */
  field?: "name" | "phone";
  /** The number is of an area that the numbering plans do not know yet: to be called once a person says it is right. */
  needsConfirmation?: boolean;
  /** It was such a number, and a person has said that it is right. */
  isConfirmed?: boolean;
};

/** How many entries there are of each verdict. The first four add up to `lines`: nothing is dropped silently. */
export type ListCounts = {
  called: number;
  merged: number;
  refused: number;
  ignored: number;
  /** All entries: blank lines, titles and headers too. A quoted cell of several lines is part of one entry. */
  lines: number;
};

/** Which columns of a table were read, counted from 0. */
export type ListColumns = {
  /** As the header names them; `""` for each where there is no header. */
  titles: string[];
  /** The first callable number of these is called. Never a fax. */
  phone: number[];
  /** Joined by a space in this order. */
  name: number[];
  extension: number | null;
  /** For each column a few cells that are not empty, so that a person can recognize it. */
  samples: string[][];
};

/** A person's choice of columns, counted from 0. What is left out is decided by the reading. */
export type ColumnChoice = { phone?: number[]; name?: number[]; extension?: number | null };

export type ListReading = {
  rows: ListRow[];
  counts: ListCounts;
  /** Null where the text is no table. */
  columns: ListColumns | null;
  /** What only a person can decide; until then no row is called. Answered by `columns` of the options. */
  asks: null | "phone" | "name";
  /** How bytes were understood, as the Encoding Standard names it; null for text and for files that say it themselves. */
  encoding: string | null;
};

export type ListOptions = {
  /** Tells a workbook or contacts from text where the bytes do not. */
  fileName?: string;
  /** ISO 3166-1 country of numbers without a country code; the United States if not given. */
  country?: string;
  columns?: ColumnChoice;
  /** Numbers (E.164) that a person has said are right although no plan knows their area. */
  confirmed?: readonly string[];
};
