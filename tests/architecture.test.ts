import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

/**
 * Arrows point down only: app → inngest → lib; local stands apart. README.md draws the same. That no file imports itself in
 * a circle, not even for a type, is a rule of the linter (`noImportCycles`).
 */

const root = path.resolve(import.meta.dirname, "..");

function sources(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file) && !file.includes("node_modules"))
    .map((file) => path.join(folder, file));
}

/** What a file imports, `@/` and relative paths as paths from the root, packages by name. */
function importsOf(file: string): string[] {
  const text = readFileSync(path.join(root, file), "utf8");
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)].map(
    (match) => match[1] ?? "",
  );
  return specifiers.map((specifier) => {
    if (specifier.startsWith("@/")) return specifier.slice(2);
    if (specifier.startsWith(".")) return path.join(path.dirname(file), specifier);
    return specifier;
  });
}

const isTest = (file: string) => /\.test\.tsx?$/.test(file) || file.startsWith("tests/");
const violations = (files: string[], forbidden: RegExp) =>
  files.flatMap((file) =>
    importsOf(file)
      .filter((target) => forbidden.test(target))
      .map((target) => `${file} imports ${target}`),
  );

const lib = sources("lib");
const production = [
  ...sources("app"),
  ...sources("inngest"),
  ...lib,
  "instrumentation.ts",
  "proxy.ts",
  "next.config.ts",
].filter((file) => !isTest(file));

test("lib knows neither the pages, nor the durable functions, nor Next, nor React", () => {
  expect(lib.length).toBeGreaterThan(20);
  expect(violations(lib, /^(app|inngest)(\/|$)|^next(\/|$)|^react(-dom)?(\/|$)/)).toEqual([]);
});

/** The folders and files of lib from the lowest up. Each may import what is below it, nothing beside or above it. */
const LAYERS = [
  ["states", "per-process"],
  ["trace"],
  // Words and tools that know nothing of calls.
  ["limits", "is-record", "plain-text", "errors", "log", "deadline", "at-once"],
  [
    "assistant-parts",
    "otel",
    "csv",
    "fetch-with-timeout",
    "time-zone",
    "calling-hours",
    "simulated",
  ],
  // What is read, and the database as such.
  ["phones", "realtime", "results", "supabase", "http"],
  // What was said, held against what was read from it.
  ["answers"],
  ["env-schema"],
  // The phone service, people, settings.
  ["env", "lists", "auth", "calls"],
  ["rails", "health"],
  ["services"],
  // The work itself.
  ["attempts"],
  ["batches"],
  ["account"],
  ["do-not-call", "list-requests"],
  ["openapi", "ops"],
];

/** "lib/calls/client.ts" is in "calls", "lib/errors.ts" in "errors". */
const folderOf = (file: string) => file.split("/")[1]?.replace(/\.ts$/, "") ?? "";
const layerOf = (file: string) => LAYERS.findIndex((names) => names.includes(folderOf(file)));

test("within lib, arrows point down", () => {
  const files = lib.filter((file) => !isTest(file));
  expect(files.filter((file) => layerOf(file) === -1)).toEqual([]);

  const upwards = files.flatMap((file) =>
    importsOf(file)
      .filter((target) => target.startsWith("lib/"))
      .filter((target) => folderOf(target) !== folderOf(file) && layerOf(target) >= layerOf(file))
      .map((target) => `${file} imports ${target}`),
  );
  expect(upwards).toEqual([]);
});

test("durable functions know no page", () => {
  expect(violations(sources("inngest"), /^app\//)).toEqual([]);
});

test("only the Inngest route imports the durable functions; the rest sends events", () => {
  const files = sources("app").filter((file) => file !== "app/api/inngest/route.ts");
  expect(violations(files, /^inngest($|\/(?!client|events|announce))/)).toEqual([]);
});

test("nothing that is deployed imports the embedded stack", () => {
  expect(violations(production, /^(local|tests|bench)\//)).toEqual([]);
});

test("the embedded stack imports no domain code, so that it cannot share its mistakes", () => {
  const files = sources("local").filter((file) => !isTest(file));
  expect(files.length).toBeGreaterThan(20);
  expect(violations(files, /^(app|inngest\/|lib)(\/|$)/)).toEqual([]);
});

test("the environment is read by lib/env.ts alone", () => {
  // NODE_ENV is no setting: the compiler puts a constant in its place.
  const readers = production.filter((file) =>
    /process\.env(?!\.NODE_ENV)/.test(readFileSync(path.join(root, file), "utf8")),
  );
  expect(readers).toEqual(["lib/env.ts"]);
});

test("files that decide are pure: no clock, no environment, no network, no database", () => {
  const pure = [
    "lib/states/attempt.ts",
    "lib/attempts/outcome.ts",
    "lib/attempts/ended-reason.ts",
    "lib/states/batch.ts",
    "lib/batches/schema.ts",
  ];
  const impure = [
    ...pure,
    ...lib.filter((file) => file.startsWith("lib/results/") && !isTest(file)),
  ].filter((file) =>
    /Date\.now|new Date\(\)|Math\.random|process\.|\bfetch\(|supabase/.test(
      readFileSync(path.join(root, file), "utf8").replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ""),
    ),
  );
  expect(impure).toEqual([]);
});

test("without a collector no tracing package is loaded: one file has them, and is imported when it is needed", () => {
  const users = production.filter((file) =>
    importsOf(file).some((target) => /^@(vercel\/otel|opentelemetry\/)/.test(target)),
  );
  expect(users).toEqual(["lib/otel.ts"]);
  expect(violations(production, /^lib\/otel$/)).toEqual(["instrumentation.ts imports lib/otel"]);
  const start = readFileSync(path.join(root, "instrumentation.ts"), "utf8");
  expect(start).toContain('await import("@/lib/otel")');
});

// next.js#86122: there are deployments on which proxy.ts does not run.
test("each page asks for itself who looks at it", () => {
  // The reference is the document of the API, which anybody may read.
  const pages = sources("app").filter(
    (file) => path.basename(file) === "page.tsx" && file !== "app/reference/page.tsx",
  );
  expect(pages.length).toBeGreaterThan(3);
  const trusting = pages.filter(
    (file) =>
      !/await (requireSession|getSession)\(/.test(readFileSync(path.join(root, file), "utf8")),
  );
  expect(trusting).toEqual([]);
});
