import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "@/local/stack";
import { makeDataDir } from "@/tests/launcher/launcher";
import { type Product, startProduct } from "@/tests/support/product";

/** `npm run doctor` against the embedded stack, as a person runs it. */

type Found = { part: string; check: string; state: string; says: string };

let product: Product;
let file: string;
beforeAll(async () => {
  product = await startProduct();
  file = join(await makeDataDir(afterAll), "env");
  const lines = Object.entries(product.stack.env).map(([name, value]) => `${name}='${value}'`);
  await writeFile(file, lines.join("\n"));
  // The engine's own sweep is up to a minute away.
  await product.sql`
    insert into public.heartbeat (swept_at, deployment) values (now(), ${product.stack.env.APP_URL ?? ""})
    on conflict do nothing`;
}, 120_000);
afterAll(() => product?.stop());

const run = (...args: string[]) =>
  new Promise<{ code: number; text: string }>((resolve) => {
    const command = ["--import", "tsx", "lib/ops/doctor/main.ts", "--env", file, ...args];
    const child = execFile(process.execPath, command, { cwd: ROOT }, (_, text) =>
      resolve({ code: child.exitCode ?? -1, text }),
    );
  });

test("finds nothing wrong, and leaves nothing behind", { timeout: 60_000 }, async () => {
  const rows = () => product.sql`
    select (select count(*) from auth.users) as users, (select count(*) from public.service_requests) as requests,
      (select count(*) from public.call_events) as events`;
  const before = await rows();
  const { code, text } = await run("--json");
  const found = JSON.parse(text) as Found[];

  expect(found.filter(({ state }) => state === "fault")).toEqual([]);
  expect(new Set(found.map(({ part }) => part))).toEqual(
    new Set(["Variables", "Database", "Realtime", "Inngest", "Vapi", "Webhooks", "Mail", "Clocks"]),
  );
  expect(code).toBe(0);
  expect(await rows()).toEqual(before);
});

test("the site tells that it lives, and that it is ready", async () => {
  const [live, ready] = await Promise.all(
    ["/api/v1/health", "/api/v1/health/ready"].map((path) => product.request(null, "GET", path)),
  );

  expect([live?.status, await live?.json()]).toEqual([200, { status: "ok" }]);
  expect([ready?.status, await ready?.json()]).toEqual([
    200,
    { status: "ready", database: "ok", migrations: "ok", sweep: "ok", calling: "on" },
  ]);
});

test("is red in a table, with what to do, when the site is gone", { timeout: 60_000 }, async () => {
  await product.killWeb();
  const { code, text } = await run();

  expect(code).toBe(1);
  expect(text).toContain("FAULT");
  expect(text.replaceAll(/[\s│]+/g, " ")).toContain(`${product.stack.env.APP_URL} does not answer`);
});
