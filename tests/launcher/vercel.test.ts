import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { CHECKPOINT_MS } from "@/inngest/client";
import { SWEEP_MS } from "@/inngest/sweep";
import packageJson from "@/package.json";
import config from "@/vercel.json";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** A star stands for one folder, two for any; brackets, as in [attemptId], would mean a set of letters to Vercel. */
const expressionOf = (pattern: string) =>
  new RegExp(
    `^${pattern.replaceAll(".", "\\.").replaceAll(/\*\*\/\*|\*/g, (star) => (star === "*" ? "[^/]+" : ".+"))}$`,
  );

test("every route and page has the limit that vercel.json and the file itself agree on", async () => {
  const files = (await readdir(`${root}app`, { recursive: true }))
    .map((file) => `app/${file}`)
    .filter((file) => /\/(route|page)\.tsx?$/.test(file));
  const patterns = Object.entries(config.functions);
  const first = (file: string) => patterns.find(([pattern]) => expressionOf(pattern).test(file));

  for (const file of files) {
    const [, own] =
      /^export const maxDuration = (\d+);$/m.exec(await readFile(root + file, "utf8")) ?? [];
    const limit = first(file)?.[1].maxDuration;
    expect(limit, file).toBeGreaterThan(0);
    if (own !== undefined) expect(Number(own), file).toBe(limit);
  }
  for (const [pattern] of patterns)
    expect(
      files.filter((file) => first(file)?.[0] === pattern),
      pattern,
    ).not.toEqual([]);
});

test("a request of Inngest ends before Vercel ends it: checkpoints, the longest step, and what it began last", () => {
  const limitMs = config.functions["app/api/inngest/route.ts"].maxDuration * 1000;
  // Three reads of 10 s from the phone service, three answers of the database of 10 s, and a hang-up of 5 s.
  const begunLastMs = 65_000;

  expect(CHECKPOINT_MS + SWEEP_MS + begunLastMs).toBeLessThan(limitMs);
});

test("Vercel takes the newest Node that package.json names, and CI tests that one", async () => {
  const named = [...packageJson.engines.node.matchAll(/\^?(\d+)(?:\.\w+)+/g)].map(
    ([, major]) => major,
  );
  const workflow = await readFile(`${root}.github/workflows/ci.yml`, "utf8");

  expect(/node: \[(.+)\]/.exec(workflow)?.[1]?.split(", ")).toEqual(named);
});
