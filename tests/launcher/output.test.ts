import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { expect, onTestFinished, test, vi } from "vitest";
import { createEchoFilter } from "@/local/launcher/echo-filter";
import { createOutput } from "@/local/launcher/output";
import { listRoutes } from "@/local/launcher/warm-up";
import type { StackLine } from "@/local/stack";

function record(options = { isVerbose: false }) {
  const target = new PassThrough();
  let text = "";
  target.on("data", (chunk: Buffer) => (text += chunk));
  const output = createOutput(target, options);
  return {
    output,
    print: (part: "next" | "supabase", stream: "stdout" | "stderr", ...lines: string[]) => {
      for (const line of lines) output.line({ part, stream, text: line } as StackLine);
    },
    text: () => stripVTControlCharacters(text),
  };
}

test("a stand-in is heard only when it complains", () => {
  const { print, text } = record();

  print("supabase", "stdout", "GET /rest/v1/batches 200");
  print("supabase", "stderr", "disk full");

  expect(text()).toBe("[supabase] disk full\n");
});

test("the site's request log is shown once the stack is up, without the traffic of engine and launcher", () => {
  const { output, print, text } = record();

  print("next", "stdout", "▲ Next.js", "⚠ something odd");
  output.showSite();
  print(
    "next",
    "stdout",
    " GET /login 200 in 12ms",
    " POST /api/inngest?fnId=a 206 in 3ms",
    " HEAD /new 307 in 9ms",
    " POST /api/inngest?fnId=a 500 in 3ms",
  );

  expect(text().split("\n").slice(0, -1)).toEqual([
    "[next] ⚠ something odd",
    "[next]  GET /login 200 in 12ms",
    "[next]  POST /api/inngest?fnId=a 500 in 3ms",
  ]);
});

test("an error that a broken route repeats is printed once, and a different one again", () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const printed: string[] = [];
  const filter = createEchoFilter((line) => printed.push(line.text));
  const report = (...lines: string[]) => {
    for (const text of lines) filter({ part: "next", stream: "stderr", text });
    vi.runAllTimers();
  };

  report("Module not found", "at a.ts");
  report("Module not found", "at a.ts");
  report("Module not found", "at b.ts");

  expect(printed).toEqual(["Module not found", "at a.ts", "Module not found", "at b.ts"]);
});

test("with everything asked for, everything is shown", () => {
  const { print, text } = record({ isVerbose: true });

  print("next", "stdout", " HEAD /new 307 in 9ms");
  print("supabase", "stdout", "ready");

  expect(text()).toBe("[next]  HEAD /new 307 in 9ms\n[supabase] ready\n");
});

test("the routes to compile are those of the app folder, with an id for each parameter", async () => {
  const routes = await listRoutes(new URL("../../app", import.meta.url).pathname);

  expect(routes).toContainEqual({ path: "/api/v1/health", method: "OPTIONS" });
  expect(routes).toContainEqual({
    path: "/request/00000000-0000-4000-8000-000000000000",
    method: "HEAD",
  });
});
