import { z } from "zod";
import { NAMING_INPUT, toFieldProblems } from "./batches/start-batch";
import { AppError } from "./errors";
import { readBytes, readJson } from "./http";
import { MOST_LIST_BYTES, NotAList } from "./lists/open-file";
import { readList } from "./lists/read-list";
import { type ListReading, listOptionsSchema } from "./lists/reading";
import { isCountryCode } from "./phones/parse-phone";

const country = listOptionsSchema.shape.country.refine(
  (code) => code === undefined || isCountryCode(code),
  "must be the two capital letters of a country, such as US",
);

/** The JSON body of `POST /api/v1/providers/read-list`. */
export const readListBodySchema = listOptionsSchema.extend({
  text: z.string().describe("Lines, CSV or contacts (vCard), as they would be pasted"),
  country,
});

const numbers = z.string().regex(/^\d+(,\d+)*$/, "must be columns counted from 0, as 2 or 2,3");

/** The options of a file, which is the body itself. */
export const readListQuerySchema = z.object({
  country,
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
