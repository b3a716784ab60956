import { z } from "zod";

const column = z.int().min(0).describe("Counted from 0");
const columns = z.array(column).min(1, "must have a column");

export const listRowSchema = z.object({
  line: z
    .int()
    .describe(
      "Where it begins in what was given, counted from 1; of contacts, their first line; of JSON, which object",
    ),
  verdict: z
    .enum(["call", "merged", "refused", "ignored"])
    .describe(
      "What becomes of it. Ignored are blank lines, column names and what stands above these",
    ),
  name: z.string().optional(),
  phone: z
    .string()
    .optional()
    .describe("E.164; of rows that are called, merged, or called once they are confirmed"),
  extension: z.string().optional().describe("Digits to dial after the answer"),
  written: z.string().optional().describe("The number as it was written"),
  into: z
    .object({ line: z.int(), name: z.string() })
    .optional()
    .describe("The row that is called in place of a merged one"),
  reason: z.string().optional().describe("Why it is not called: one sentence for a person"),
  fix: z.string().optional().describe("What to do about a refusal: one sentence"),
  field: z.enum(["name", "phone"]).optional().describe("Which part of a refused row is wrong"),
  needsConfirmation: z
    .boolean()
    .optional()
    .describe(
      "Refused as its area code is not known yet; `confirmed` with `phone` in it makes it one to call",
    ),
  isConfirmed: z
    .boolean()
    .optional()
    .describe("It was such a number, and is confirmed: order it with `phoneConfirmed`"),
});

export const listReadingSchema = z.object({
  rows: z
    .array(listRowSchema)
    .describe(
      "Each entry once: a row of a table with all of its lines, a line of text, one of several businesses in a line, a contact",
    ),
  counts: z
    .object({
      called: z.int(),
      merged: z.int(),
      refused: z.int(),
      ignored: z.int(),
      lines: z.int().describe("All entries"),
    })
    .describe("The first four add up to `lines`: nothing is dropped silently"),
  columns: z
    .object({
      titles: z
        .array(z.string())
        .describe("As the table names them; empty strings where it does not"),
      phone: z.array(z.int()).describe("The first callable number of these is called. Never a fax"),
      name: z.array(z.int()).describe("Joined by a space in this order"),
      extension: z.int().nullable(),
      samples: z
        .array(z.array(z.string()))
        .describe("A few cells of each column that are not empty"),
    })
    .nullable()
    .describe("Which columns of a table were read, counted from 0; null for lines of text"),
  asks: z
    .enum(["phone", "name"])
    .nullable()
    .describe("What only a person can decide, by `columns`; until then no row is called"),
  encoding: z
    .string()
    .nullable()
    .describe("How the bytes of a text file were understood, as the Encoding Standard names it"),
});

export const listOptionsSchema = z.strictObject({
  country: z
    .string()
    .optional()
    .describe("ISO 3166-1, of numbers without a country code; as a rule that of the site"),
  columns: z
    .strictObject({
      phone: columns.optional(),
      name: columns.optional(),
      extension: column.nullable().optional(),
    })
    .optional()
    .describe("A person's choice; what is left out is decided by the reading"),
  confirmed: z
    .array(z.string())
    .readonly()
    .optional()
    .describe(
      "Numbers (E.164) that a person has said are right although their area code is not known",
    ),
});

/** One entry of a list and what becomes of it. */
export type ListRow = z.infer<typeof listRowSchema>;
export type RowVerdict = ListRow["verdict"];
/** What a list is understood as. */
export type ListReading = z.infer<typeof listReadingSchema>;
export type ListCounts = ListReading["counts"];
export type ListColumns = NonNullable<ListReading["columns"]>;
export type ColumnChoice = NonNullable<z.infer<typeof listOptionsSchema>["columns"]>;
export type ListOptions = z.infer<typeof listOptionsSchema> & {
  /** Of the file. Files are told apart by their bytes; nothing depends on it. */
  fileName?: string;
};
