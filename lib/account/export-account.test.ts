import { randomUUID } from "node:crypto";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import type { Db } from "@/lib/supabase/clients";
import { exportAccount } from "./export-account";

const ACCOUNT = { userId: randomUUID(), email: "person@example.test" };
// Nothing of it is used: pages come from the function below.
const db = {} as Db;

/** A person with so many attempts; counts the pages that are read. */
function person(attempts: number) {
  const ids = Array.from({ length: attempts }, () => randomUUID()).sort();
  const read: string[] = [];
  const readPage = async (_: Db, kind: string, after: string, most: number) => {
    read.push(kind);
    if (kind !== "attempts") return [];
    const rows = ids.filter((id) => id > after).slice(0, most);
    return rows.map((id) => ({ id, messages: [{ text: `${id} said "yes"\n` }] }));
  };
  return { ids, read, readPage };
}

async function collect(chunks: AsyncGenerator<Uint8Array>) {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Object.entries(unzipSync(Buffer.concat(parts))).map(
    ([name, bytes]) => [name, JSON.parse(strFromU8(bytes))] as const,
  );
}

test.each([0, 1, 500, 501, 1200])(
  "an archive of %d calls opens and has each of them once",
  async (count) => {
    const { ids, readPage } = person(count);
    const files = await collect(exportAccount(db, ACCOUNT, { readPage }));

    expect(files.map(([name]) => name)).toEqual([
      "account.json",
      "service_requests.json",
      "providers.json",
      "batches.json",
      "attempts.json",
      "api_keys.json",
      "do_not_call.json",
      "person_limits.json",
    ]);
    const { "account.json": about, "attempts.json": attempts } = Object.fromEntries(files);
    expect(about).toMatchObject(ACCOUNT);
    expect(attempts.map(({ id }: { id: string }) => id)).toEqual(ids);
  },
);

test("reads no page before the one before it has been taken", async () => {
  const { read, readPage } = person(5_000);
  const chunks = exportAccount(db, ACCOUNT, { readPage });

  // Pages of attempts that were read when each of the first chunks of the archive had been taken.
  const pages = [];
  for (let taken = 0; taken < 40; taken++) {
    await chunks.next();
    pages.push(read.filter((kind) => kind === "attempts").length);
    if (pages.at(-1) === 3) break;
  }
  await chunks.return(undefined);

  expect(pages.at(-1)).toBe(3);
  for (const [index, count] of pages.entries())
    expect(count - (pages[index - 1] ?? 0)).toBeLessThanOrEqual(1);
});

test("breaks off when a page cannot be read, and what was sent cannot be taken for the whole", async () => {
  const parts: Uint8Array[] = [];
  const readPage = async (): Promise<never> => {
    throw new AppError("store_unavailable");
  };
  const read = async () => {
    for await (const chunk of exportAccount(db, ACCOUNT, { readPage })) parts.push(chunk);
  };

  await expect(read()).rejects.toMatchObject({ code: "store_unavailable" });
  expect(() => unzipSync(Buffer.concat(parts))).toThrow();
});
