import { readFile } from "node:fs/promises";
import { writeCsv } from "@/lib/csv";
import {
  addDoNotCall,
  listDoNotCall,
  REASON_MAX,
  readNumber,
  removeDoNotCall,
} from "@/lib/do-not-call";
import { DELIMITERS, readRecords, toLines } from "@/lib/lists/records";
import { isCountryCode } from "@/lib/phones/parse-phone";
import type { Db } from "@/lib/supabase/clients";
import { Usage } from "./usage";

const EVERYBODY = null;

type Options = { reason?: string; country?: string };

/**
 * The list of numbers that nobody calls, from a terminal.
 * @param args `import <file>`, `export`, `add <number>` or `remove <number>`
 * @returns what to print
 * @throws Usage for an order that is none; Error that names every line that cannot be read, nothing is stored then.
 */
export async function doNotCall(db: Db, args: string[], options: Options): Promise<string> {
  const { reason = "", country } = options;
  const [order, what, ...rest] = args;
  const takesWhat = order !== "export";
  if (rest.length > 0 || (what !== undefined) !== takesWhat)
    throw new Usage("do-not-call takes import <file>, export, add <number> or remove <number>.");
  if (country !== undefined && !isCountryCode(country))
    throw new Usage("--country must be the two capital letters of a country, such as US.");
  switch (order) {
    case "import": {
      const numbers = readFileOfNumbers(await readFile(what ?? "", "utf8"), country ?? null);
      const added = await addDoNotCall(db, EVERYBODY, "import", numbers);
      return `${added} of ${numbers.length} numbers are new. Nobody is called at any of them.`;
    }
    case "export": {
      const rows = (await listDoNotCall(db, EVERYBODY)).map((row) => [
        row.phone,
        row.reason ?? "",
        row.source,
        row.addedAt,
      ]);
      return writeCsv([["phone", "reason", "source", "added at"], ...rows]).trimEnd();
    }
    case "add": {
      if (reason.length > REASON_MAX)
        throw new Usage(`--reason must have at most ${REASON_MAX} characters.`);
      const phone = numberOf(what, country);
      const numbers = [{ phone, reason: reason.trim() || null }];
      const added = await addDoNotCall(db, EVERYBODY, "operator", numbers);
      return added === 1 ? `${phone} is not called any more.` : `${phone} is on the list already.`;
    }
    case "remove": {
      const phone = numberOf(what, country);
      const isGone = await removeDoNotCall(db, EVERYBODY, phone);
      return isGone ? `${phone} may be called again.` : `${phone} is not on the list.`;
    }
    default:
      throw new Usage(`There is no "${order ?? ""}" to do-not-call.`);
  }
}

function numberOf(written = "", country?: string): string {
  const read = readNumber(written, country ?? null);
  if ("phone" in read) return read.phone;
  throw new Error(`${read.problem}. ${read.fix} Or say its country: --country US.`);
}

/** A number a line, with the reason beside it; a first line of titles (phone, reason) says where they stand. */
export function readFileOfNumbers(text: string, country: string | null) {
  const lines = toLines(text);
  const first = lines.find((line) => line.trim() !== "") ?? "";
  const delimiter = DELIMITERS.find((mark) => first.includes(mark)) ?? ",";
  const records = readRecords(lines, delimiter).filter(({ text: row }) => row.trim() !== "");
  const titles = (records[0]?.cells ?? []).map((title) => title.toLowerCase());
  const hasTitles = titles.includes("phone");
  const at = { phone: Math.max(titles.indexOf("phone"), 0), reason: titles.indexOf("reason") };
  if (!hasTitles) at.reason = 1;
  const problems: string[] = [];
  const numbers = records.slice(hasTitles ? 1 : 0).flatMap(({ line, cells }) => {
    const reason = cells[at.reason] || null;
    const read = readNumber(cells[at.phone] ?? "", country);
    if (!("phone" in read)) problems.push(`  line ${line}: ${read.problem}. ${read.fix}`);
    else if ((reason?.length ?? 0) > REASON_MAX)
      problems.push(
        `  line ${line}: the reason has more than ${REASON_MAX} characters. Shorten it.`,
      );
    else return [{ phone: read.phone, reason }];
    return [];
  });
  if (problems.length > 0)
    throw new Error(
      `Nothing was stored. Fix these lines and import the file again; --country US reads numbers without a country.\n${problems.join("\n")}`,
    );
  if (numbers.length === 0) throw new Error("The file has no number.");
  return numbers;
}
