import { strToU8, Zip, ZipDeflate } from "fflate";
import type { Db } from "@/lib/supabase/clients";
import { EXPORTED, exportRows } from "./functions";

// Some 1 MB of rows: what is held in memory while the reader takes its time.
const PAGE = 500;

const BEFORE_ALL = "00000000-0000-0000-0000-000000000000";

/**
 * All that is kept about a person as one ZIP archive of JSON files, one row a line. Pages are read as the archive is
 * taken, so that it costs the same memory at any size.
 * @param db acts as the person: row level security decides what there is
 * @throws AppError `store_unavailable` in the middle; the archive is broken off then and cannot be opened.
 */
export async function* exportAccount(
  db: Db,
  account: { email: string | null; userId: string },
  { exportedAt = new Date(), readPage = exportRows } = {},
): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    made.push(chunk);
  });
  const begin = (name: string) => {
    const file = new ZipDeflate(name);
    zip.add(file);
    return file;
  };

  const about = JSON.stringify({ ...account, exportedAt, ...CONTENTS }, null, 2);
  begin("account.json").push(strToU8(about), true);
  for (const kind of EXPORTED) {
    const file = begin(`${kind}.json`);
    let after = BEFORE_ALL;
    for (let rows = PAGE, isFirst = true; rows === PAGE; isFirst = false) {
      const page = await readPage(db, kind, after, PAGE);
      const text = page.map((row) => JSON.stringify(row)).join(",\n");
      file.push(strToU8(`${isFirst ? "[\n" : page.length > 0 ? ",\n" : ""}${text}`));
      yield* made.splice(0);
      rows = page.length;
      after = page.at(-1)?.id ?? after;
    }
    file.push(strToU8("\n]\n"), true);
  }
  zip.end();
  yield* made.splice(0);
}

const CONTENTS = {
  files: {
    "service_requests.json": "What you asked for",
    "providers.json": "The businesses that you listed",
    "batches.json": "When they were called, and the ranking of the answers",
    "api_keys.json": "Keys of your programs, without their secrets",
    "do_not_call.json": "Your own list of numbers that are never called",
    "person_limits.json": "Limits that the operator has set for you",
    "attempts.json": "Every call: its outcome, its transcript and what happened when",
  },
  notHere:
    "Addresses at which live calls are hung up, and records that the phone service keeps by itself. Transcripts that were removed for their age have transcript_removed_at.",
};
