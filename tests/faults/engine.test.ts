import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, type Person, type Product, startProduct } from "@/tests/support/product";
import { type Plan, QUIET } from "./plan";
import { runPlan } from "./run-plan";

/** What the engine may do by itself or by the hand of an operator: forget, repeat, run other code. */

let product: Product;
let person: Person;

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05, lines: 4, env: { PATIENCE: "0.02" } });
  person = await product.signUp();
}, 120_000);
afterAll(() => product?.stop());

const dialsTo = async (numbers: readonly string[]) =>
  (await product.simulator()).calls
    .map((call) => call.number)
    .filter((number) => numbers.includes(number))
    .sort();

const sweep = () => fetch(`${product.stack.urls.app}/test/sweep`, { method: "POST" });

test("an order is accepted while the event server is away, and the sweep starts it", async () => {
  const numbers = ordinaryNumbers(3, 900);
  await product.stack.kill("inngest");
  onTestFinished(async () => {
    if ((await fetch(`${product.stack.urls.inngest}/dev`).catch(() => null)) === null)
      await product.stack.restart("inngest");
  });

  const accepted = await product.call(person, numbers);
  const stored = await product.sql`
    select b.status, count(*)::int as attempts from public.batches b join public.attempts a on a.batch_id = b.id
    where b.id = ${accepted.executionId} group by b.status`;
  expect(stored).toEqual([{ status: "queued", attempts: 3 }]);
  expect(await dialsTo(numbers)).toEqual([]);

  await product.stack.restart("inngest");
  const final = await eventually(
    async () => {
      await sweep();
      return product.status(person, accepted.serviceRequestId);
    },
    ({ isFinal }) => isFinal,
    { timeoutMs: 120_000, intervalMs: 200 },
  );
  expect(final.status).toBe("completed");
  expect(await dialsTo(numbers)).toEqual([...numbers].sort());
}, 180_000);

const batches = [{ numbers: ["+18645550103", ...ordinaryNumbers(7, 910)], maxAttempts: 2 }];

test.each<[string, Partial<Plan>]>([
  ["every event is delivered again under a new id", { repeatEventsAfterDials: 3 }],
  [
    "every run is started again in the middle, from its start and each of its steps",
    { rerunAfterDials: 3 },
  ],
  [
    "every run is started again afterwards, from its start and each of its steps",
    { rerunAll: true },
  ],
  ["every run is canceled by hand", { cancelRunsAfterDials: 3 }],
])(
  "nobody is phoned twice and nothing is lost when %s",
  async (_, plan) => {
    const result = await runPlan(product, { ...QUIET, batches, ...plan }, { lines: 4 });

    expect(result.problems, result.story.join("\n")).toEqual([]);
    expect(result.story.join()).toMatch(/(sent|started|canceled) [1-9]\d* (events|runs)/);
  },
  300_000,
);

/** The sources as a later release could have them: every step of a call has another name, and one more comes first. */
function nextRelease(): string {
  const root = path.resolve(import.meta.dirname, "../..");
  const sources = mkdtempSync(path.join(tmpdir(), "ringround-release-"));
  onTestFinished(() => rmSync(sources, { recursive: true, force: true }));
  for (const entry of [
    "app",
    "inngest",
    "lib",
    "instrumentation.ts",
    "tests",
    "local",
    "package.json",
    "tsconfig.json",
  ])
    cpSync(path.join(root, entry), path.join(sources, entry), { recursive: true });
  symlinkSync(path.join(root, "node_modules"), path.join(sources, "node_modules"));
  const file = path.join(sources, "inngest/call-provider.ts");
  const text = readFileSync(file, "utf8");
  const renamed = text
    .replaceAll('"place-call"', '"place-the-call"')
    .replaceAll('"settle"', '"settle-it"')
    .replaceAll('"call-ended"', '"end-of-call"')
    .replace(
      "const [placed] =",
      'await step.run("prepare", () => attemptId);\n    const [placed] =',
    );
  for (const word of ["place-the-call", "settle-it", "end-of-call", "prepare"])
    if (!renamed.includes(`"${word}"`)) throw new Error(`call-provider.ts no longer has ${word}.`);
  writeFileSync(file, renamed);
  return sources;
}

test("a release with other steps takes over in the middle, and goes back again, and nobody is phoned twice", async () => {
  const root = path.resolve(import.meta.dirname, "../..");
  const numbers = ordinaryNumbers(12, 940);
  const dials = (least: number) =>
    eventually(
      () => dialsTo(numbers),
      (made) => made.length >= least,
      { timeoutMs: 120_000 },
    );
  const accepted = await product.call(person, numbers, {
    options: { maxAttempts: 1, maxCallSeconds: 10 },
  });

  await dials(2);
  await product.deploy(nextRelease());
  await dials(6);
  await product.deploy(root);
  const final = await eventually(
    async () => {
      await sweep();
      return product.status(person, accepted.serviceRequestId);
    },
    ({ isFinal }) => isFinal,
    { timeoutMs: 120_000, intervalMs: 200 },
  );

  expect(final.status).toBe("completed");
  const made = await dialsTo(numbers);
  const unknown = final.providers
    .filter(({ callStatus }) => callStatus === "unknown")
    .map(({ phone }) => phone);
  expect(new Set(made).size).toBe(made.length);
  // The old process ended as in a crash; who was about to be dialed just then may never have been.
  expect([...new Set([...made, ...unknown])].sort()).toEqual([...numbers].sort());
}, 300_000);
