import { setTimeout as delay } from "node:timers/promises";
import { AsyncUnzipInflate, Unzip } from "fflate";
import postgres from "postgres";
import { expect, test } from "vitest";
import { removeOld } from "@/lib/account/remove-old";
import { parseEnv } from "@/lib/env";
import { createServices } from "@/lib/services";
import { adminUrl } from "@/local/supabase/database";
import { fill } from "@/tests/scale/fill";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, type Product, startProduct } from "@/tests/support/product";
import { isQuick } from "@/tests/support/quick";

/** Retention, export and deletion of somebody who has made 100,000 calls, one after the other on the same rows. */

const ATTEMPTS = 100_000;

/** Watches until the work is over how long its transactions are, and who waits for a row or a table of theirs. */
async function watched<T>(product: Product, work: Promise<T>) {
  let longestMs = 0;
  const waiting = new Set<string>();
  let isOver = false;
  const watch = async () => {
    while (!isOver) {
      const rows = await product.sql`
        select extract(epoch from clock_timestamp() - p.xact_start) * 1000 as ms, array(
          select left(w.query, 80) from pg_stat_activity w
          where p.pid = any (pg_blocking_pids(w.pid)) and w.wait_event in ('relation', 'transactionid', 'tuple')
        ) as waiting
        from pg_stat_activity p
        where p.datname = current_database() and p.state <> 'idle' and p.xact_start is not null
          and p.query ~ 'public.(remove_transcripts|delete_account_rows)' and p.pid <> pg_backend_pid()`;
      for (const row of rows) {
        longestMs = Math.max(longestMs, Number(row.ms));
        for (const query of row.waiting) waiting.add(query);
      }
      await delay(20);
    }
  };
  const watching = watch();
  const started = Date.now();
  const result = await work.finally(() => {
    isOver = true;
  });
  await watching;
  return { result, seconds: (Date.now() - started) / 1000, longestMs, waiting: [...waiting] };
}

/** Takes an archive as it arrives: how many rows each file has, and when the first byte and the last came. */
async function takeArchive(response: Response) {
  const lines: Record<string, number> = {};
  const started = Date.now();
  let firstMs = 0;
  let bytes = 0;
  const unzip = new Unzip((file) => {
    file.ondata = (error, chunk) => {
      if (error) throw error;
      let count = lines[file.name] ?? 0;
      for (const byte of chunk) if (byte === 10) count += 1;
      lines[file.name] = count;
    };
    file.start();
  });
  unzip.register(AsyncUnzipInflate);
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    firstMs ||= Date.now() - started;
    bytes += chunk.length;
    unzip.push(chunk.slice());
  }
  unzip.push(new Uint8Array(), true);
  // The first and the last line of each file hold its brackets.
  const rows = () =>
    Object.fromEntries(Object.entries(lines).map(([name, count]) => [name, count - 2]));
  await eventually(rows, (found) => found["attempts.json"] === ATTEMPTS);
  return { rows: rows(), bytes, firstMs, totalMs: Date.now() - started };
}

test.skipIf(isQuick)(
  "100,000 calls lose their transcripts, are exported and deleted, and nobody else waits",
  async () => {
    const product = await startProduct({ timeScale: 0.05 });
    try {
      const person = await product.signUp();
      const other = await product.signUp();
      const superuser = postgres(adminUrl(product.stack.env.DATABASE_URL ?? ""), {
        max: 1,
        onnotice: () => undefined,
      });
      const calls = { userIds: [person.userId], requests: 500, providers: 100 };
      // Half of them are fresh, so that the export has transcripts too.
      const made =
        (await fill(superuser, { ...calls, daysAgo: 100 })) + (await fill(superuser, calls));
      await superuser.end();
      expect(made).toBe(ATTEMPTS);
      let from = 0;
      const callMeanwhile = async () => {
        from += 100;
        const { serviceRequestId } = await product.call(other, ordinaryNumbers(5, from));
        return (await product.finished(other, serviceRequestId)).stats.completed;
      };

      const services = createServices(parseEnv(product.stack.env));
      const [removed, calledThen] = await Promise.all([
        watched(product, removeOld(services, { stepMs: 120_000 })),
        callMeanwhile(),
      ]);
      expect(removed.result).toEqual({
        transcripts: ATTEMPTS / 2,
        reports: ATTEMPTS / 2,
        isDone: true,
      });

      const exported = await watched(
        product,
        product.request(person, "GET", "/api/v1/account/export").then(takeArchive),
      );
      expect(exported.result.rows).toMatchObject({
        "service_requests.json": 1_000,
        "providers.json": ATTEMPTS,
        "batches.json": 1_000,
        "attempts.json": ATTEMPTS,
      });
      // Sent while it is made.
      expect(exported.result.firstMs).toBeLessThan(exported.result.totalMs / 4);

      const [user] = await product.sql`select email from auth.users where id = ${person.userId}`;
      const accepted = await product.request(person, "DELETE", "/api/v1/account", {
        email: user?.email,
      });
      expect(accepted.status).toBe(202);
      const gone = eventually(
        () => product.sql`select 1 from auth.users where id = ${person.userId}`,
        (rows) => rows.length === 0,
        { timeoutMs: 200_000, intervalMs: 100 },
      );
      const [deleted, calledNow] = await Promise.all([watched(product, gone), callMeanwhile()]);
      for (const table of ["service_requests", "providers", "batches", "attempts"])
        expect(
          await product.sql`select 1 from public.${product.sql(table)} where user_id = ${person.userId} limit 1`,
        ).toEqual([]);

      expect([calledThen, calledNow]).toEqual([5, 5]);
      for (const { waiting, longestMs } of [removed, deleted]) {
        expect(waiting).toEqual([]);
        // It has been seen at all.
        expect(longestMs).toBeGreaterThan(0);
        // Some 50 ms on a machine that does nothing else.
        expect(longestMs).toBeLessThan(1_000);
      }
    } finally {
      await product.stop();
    }
  },
  600_000,
);
