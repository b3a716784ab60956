import type { OpenedFile } from "@/lib/lists/open-file";

type FileTasks = {
  /** @throws what to do with a file that is no list. */
  open: (bytes: Uint8Array) => Promise<Pick<OpenedFile, "text" | "encoding">>;
  append: (text: string) => Promise<void>;
};

/**
 * Adds files to a list, one after the other, up to the first that is no list. The files go nowhere. Never throws.
 * @returns what there is to say of it
 */
export async function addFiles(files: readonly File[], { open, append }: FileTasks) {
  const added: string[] = [];
  for (const file of files) {
    try {
      const bytes = await file.arrayBuffer().catch(() => {
        // A folder, or a file that has gone since it was chosen.
        throw new Error("It cannot be read. Choose it again.");
      });
      const { text, encoding } = await open(new Uint8Array(bytes));
      await append(text);
      const seen = encoding && !encoding.startsWith("utf") ? `, read as ${encoding}` : "";
      added.push(`“${file.name}”${seen}`);
    } catch (error) {
      const why = error instanceof Error ? error.message : "";
      return { text: `“${file.name}”: ${why}`, isProblem: true, isChanged: added.length > 0 };
    }
  }
  return { text: `Added ${added.join(", ")}.`, isProblem: false, isChanged: true };
}
