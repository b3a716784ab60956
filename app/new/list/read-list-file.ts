export type FileReading = { ok: true; text: string } | { ok: false; problem: string };

/** 1,000 businesses with a dozen columns each; more is another kind of file. */
export const MOST_FILE_BYTES = 1_000_000;

const AS_CSV = "Save it as CSV in your spreadsheet program and choose that file.";

/** First bytes of files that people take for lists. */
const KINDS: readonly { bytes: readonly number[]; problem: string }[] = [
  { bytes: [0x50, 0x4b, 0x03, 0x04], problem: `is a workbook, not a text file. ${AS_CSV}` },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], problem: `is an old workbook, not a text file. ${AS_CSV}` },
  { bytes: [0x25, 0x50, 0x44, 0x46], problem: "is a PDF. Copy its table and paste it instead." },
];

/**
 * Reads a dropped or chosen file as text, in the browser; the file itself goes nowhere. Never throws.
 * Understands what spreadsheets save: UTF-8, UTF-16 with its mark ("Unicode text"), and Windows-1252.
 */
export async function readListFile(
  file: Pick<File, "name" | "size" | "arrayBuffer">,
): Promise<FileReading> {
  const refuse = (problem: string): FileReading => ({
    ok: false,
    problem: `“${file.name}” ${problem}`,
  });
  if (file.size > MOST_FILE_BYTES) {
    const megabytes = (file.size / 1_000_000).toFixed(1);
    return refuse(
      `has ${megabytes} MB; a list can have 1 MB. Keep the names and numbers, or split it.`,
    );
  }
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    // A folder, or a file that has gone since it was chosen.
    return refuse("cannot be read. Choose it again.");
  }
  const kind = KINDS.find((known) => known.bytes.every((byte, index) => bytes[index] === byte));
  if (kind) return refuse(kind.problem);
  const text = decode(bytes);
  if (text.includes("\0")) return refuse(`is not a text file. ${AS_CSV}`);
  if (text.trim() === "") return refuse("is empty.");
  return { ok: true, text: text.replaceAll(/\r\n?/g, "\n") };
}

/**
 * Adds files to a list, one after the other, up to the first that is no list. Never throws.
 * @returns what there is to say of it
 */
export async function addFiles(files: readonly File[], append: (text: string) => Promise<void>) {
  const added: string[] = [];
  for (const file of files) {
    const reading = await readListFile(file);
    if (!reading.ok) {
      return { text: reading.problem, isProblem: true, isChanged: added.length > 0 };
    }
    await append(reading.text);
    added.push(`“${file.name}”`);
  }
  return { text: `Added ${added.join(", ")}.`, isProblem: false, isChanged: true };
}

function decode(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: what spreadsheets in the West save as "CSV". Every byte is a character in it.
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
