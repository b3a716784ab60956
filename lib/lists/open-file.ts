/** A file as the text that is read. */
export type OpenedFile = {
  text: string;
  encoding: string | null;
  /** Of contacts the line of the file on which each row of the text below its titles begins, of JSON which object it is. */
  lines: number[] | null;
};

/** A file that is no list; the message says what to do, for a person who knows the file by its name. */
export class NotAList extends Error {}

/** 10,000 businesses with a dozen columns each; more is another kind of file, and more than a request may have. */
export const MOST_LIST_BYTES = 4_000_000;

/** Each may be called once, and a request calls 1,000: what has more is a database. */
export const MOST_LIST_LINES = 20_000;

const AS_XLSX = "Save it as .xlsx or CSV and choose that file.";

/** First bytes of files that people take for lists. */
const OTHER_KINDS: readonly { bytes: readonly number[]; problem: string }[] = [
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    problem: `It is a workbook of an old form (.xls). ${AS_XLSX}`,
  },
  { bytes: [0x25, 0x50, 0x44, 0x46], problem: "It is a PDF. Copy its table and paste it instead." },
];
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/**
 * Opens a text file in any encoding, an Excel workbook (.xlsx), JSON or contacts (.vcf). The last three become CSV.
 * @param country in whose usual encoding the file is, where two fit
 * @throws NotAList with what to do.
 */
export async function openFile(bytes: Uint8Array, country?: string): Promise<OpenedFile> {
  if (bytes.length > MOST_LIST_BYTES)
    throw new NotAList(
      `It has ${(bytes.length / 1_000_000).toFixed(1)} MB; a list can have ${MOST_LIST_BYTES / 1_000_000} MB. Keep the names and numbers, or split it.`,
    );
  const begins = (with_: readonly number[]) => with_.every((byte, index) => bytes[index] === byte);
  const other = OTHER_KINDS.find((kind) => begins(kind.bytes));
  if (other) throw new NotAList(other.problem);
  if (begins(ZIP)) return { text: await openWorkbook(bytes), encoding: null, lines: null };
  const { decode } = await import("./decode");
  const { text, encoding } = decode(bytes, country);
  if (text.includes("\0")) throw new NotAList(`It is not a text file. ${AS_XLSX}`);
  if (text.trim() === "") throw new NotAList("It is empty.");
  return { ...(await openText(text)), encoding };
}

/** JSON and contacts are recognized by how they begin; every other text is a list as it stands. */
export async function openText(text: string): Promise<Omit<OpenedFile, "encoding">> {
  if (text.split("\n", MOST_LIST_LINES + 1).length > MOST_LIST_LINES)
    throw new NotAList(`It has more than ${MOST_LIST_LINES} lines. Split it.`);
  if (/^\s*[[{]/.test(text)) {
    const { readJson } = await import("./json");
    const table = readJson(text);
    if (table) return table;
  }
  if (!/^\s*BEGIN:VCARD\s/i.test(text.slice(0, 200))) return { text, lines: null };
  const { readContacts } = await import("./vcard");
  return readContacts(text);
}

async function openWorkbook(bytes: Uint8Array): Promise<string> {
  const { readWorkbook } = await import("./workbook");
  try {
    return await readWorkbook(bytes);
  } catch {
    throw new NotAList(`It is no workbook that can be read. ${AS_XLSX}`);
  }
}
