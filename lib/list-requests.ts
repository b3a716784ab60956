import { z } from "zod";
import { NAMING_INPUT, toFieldProblems } from "./batches/start-batch";
import { AppError } from "./errors";
import { readBytes, readJson } from "./http";
import { MOST_LIST_BYTES, NotAList } from "./lists/open-file";
import { readList } from "./lists/read-list";
import type { ListReading } from "./lists/reading";
import { isCountryCode } from "./phones/parse-phone";

const column = z.int().min(0).describe("Counted from 0");

const optionsShape = {
  country: z
    .string()
    .refine(isCountryCode, "must be the two capital letters of a country, such as US")
    .optional()
    .describe("Of numbers without a country code; as a rule that of the site"),
  columns: z
    .strictObject({
      phone: z.array(column).min(1, "must have a column").optional(),
      name: z.array(column).min(1, "must have a column").optional(),
      extension: column.nullable().optional(),
    })
    .optional()
    .describe("Your choice of columns; what is left out is decided by the reading"),
  confirmed: z
    .array(z.string())
    .optional()
    .describe(
      "Numbers (E.164) that a person has said are right although their area code is not known",
    ),
};

/** The JSON body of `POST /api/v1/providers/read-list`. */
export const readListBodySchema = z.strictObject({
  text: z.string().describe("Lines, CSV or contacts (vCard), as they would be pasted"),
  ...optionsShape,
});

const numbers = z.string().regex(/^\d+(,\d+)*$/, "must be columns counted from 0, as 2 or 2,3");

/** The options of a file, which is the body itself. */
export const readListQuerySchema = z.object({
  country: optionsShape.country,
  phone: numbers.optional().describe("Columns of phone numbers, counted from 0: 2 or 2,3"),
  name: numbers.optional().describe("Columns that are joined to the name"),
  extension: numbers.optional(),
  confirmed: z.string().optional().describe("Numbers (E.164) between commas"),
});

/** The content types of files that are read, without what follows a semicolon. */
export const FILE_TYPES = [
  "text/plain",
  "text/csv",
  "text/tab-separated-values",
  "text/vcard",
  "text/x-vcard",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/octet-stream",
] as const;

/** What `POST /api/v1/providers/read-list` answers. */
export const listReadingSchema = z.object({
  rows: z.array(
    z.object({
      line: z.int().describe("Where it begins, counted from 1"),
      verdict: z.enum(["call", "merged", "refused", "ignored"]),
      name: z.string().optional(),
      phone: z.string().optional().describe("E.164"),
      extension: z.string().optional(),
      written: z.string().optional().describe("The number as it was written"),
      into: z
        .object({ line: z.int(), name: z.string() })
        .optional()
        .describe("The row that is called in place of a merged one"),
      reason: z.string().optional().describe("Why it is not called"),
      fix: z.string().optional(),
      field: z.enum(["name", "phone"]).optional(),
      needsConfirmation: z.boolean().optional(),
      isConfirmed: z.boolean().optional(),
    }),
  ),
  counts: z
    .object({
      called: z.int(),
      merged: z.int(),
      refused: z.int(),
      ignored: z.int(),
      lines: z.int(),
    })
    .describe("The first four add up to `lines`"),
  columns: z
    .object({
      titles: z.array(z.string()),
      phone: z.array(z.int()),
      name: z.array(z.int()),
      extension: z.int().nullable(),
      samples: z.array(z.array(z.string())),
    })
    .nullable()
    .describe("Which columns of a table were read, counted from 0; null for lines of text"),
  asks: z
    .enum(["phone", "name"])
    .nullable()
    .describe("What only a person can decide: send `columns`. Until then no row is called"),
  encoding: z.string().nullable().describe("How the bytes of a text file were understood"),
}) satisfies z.ZodType<ListReading>;

/**
 * Reads the list that a request brings, as JSON with a text or as the file itself.
 * @throws AppError `unsupported_media_type`, `body_too_large`, `malformed_json`, `invalid_body`, `list_unreadable`.
 */
export async function readListRequest(request: Request, country: string): Promise<ListReading> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  const isFile = FILE_TYPES.some((known) => known === type);
  const { input, options } = isFile ? await readFile(request) : await readText(request);
  try {
    return await readList(input, { ...options, country: options.country ?? country });
  } catch (error) {
    if (!(error instanceof NotAList)) throw error;
    throw new AppError("list_unreadable", { detail: error.message });
  }
}

async function readText(request: Request) {
  // Written twice as long in JSON as it needs to be.
  const { text, ...options } = check(
    readListBodySchema,
    await readJson(request, 2 * MOST_LIST_BYTES),
  );
  return { input: text, options };
}

async function readFile(request: Request) {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const { country, phone, name, extension, confirmed } = check(readListQuerySchema, query);
  const indexes = (list: string | undefined) => list?.split(",").map(Number);
  const columns = {
    phone: indexes(phone),
    name: indexes(name),
    extension: indexes(extension)?.[0],
  };
  const isChosen = Object.values(columns).some((chosen) => chosen !== undefined);
  return {
    input: new Uint8Array(await readBytes(request, MOST_LIST_BYTES)),
    options: {
      country,
      columns: isChosen ? columns : undefined,
      // A plus sign in an address is a blank.
      confirmed: confirmed?.split(",").map((number) => number.replace(/^ ?(?=\d)/, "+")),
    },
  };
}

function check<Schema extends z.ZodType>(schema: Schema, input: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(input, NAMING_INPUT);
  if (parsed.success) return parsed.data;
  throw new AppError("invalid_body", { errors: parsed.error.issues.flatMap(toFieldProblems) });
}
