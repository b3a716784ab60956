import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import config from "@/vercel.json";

const root = fileURLToPath(new URL("../..", import.meta.url));

test("vercel.json names routes that exist, and limits that the routes themselves have", async () => {
  const files = (await readdir(`${root}app`, { recursive: true })).map((file) => `app/${file}`);

  const limits: Record<string, { maxDuration: number }> = {};
  for (const pattern of Object.keys(config.functions)) {
    // A star stands for one folder; brackets, as in [attemptId], would mean a set of letters to Vercel.
    const expression = new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", "[^/]+")}$`);
    const matching = files.filter((file) => expression.test(file));
    expect(matching, pattern).toHaveLength(1);
    const source = await readFile(`${root}${matching[0]}`, "utf8");
    const [, seconds] = /^export const maxDuration = (\d+);$/m.exec(source) ?? [];
    limits[pattern] = { maxDuration: Number(seconds) };
  }

  expect(limits).toEqual(config.functions);
});
