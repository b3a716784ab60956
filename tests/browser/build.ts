import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { ROOT } from "@/local/stack";

/** What goes into a build. Newer than the build, it makes the build one of something else. */
const SOURCES = [
  "app",
  "inngest",
  "lib",
  "instrumentation.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "proxy.ts",
  "package-lock.json",
];

/**
 * Makes a production build of the sources as they are, unless there is one.
 * @throws the end of what the build printed, when it fails
 */
export async function ensureBuild(): Promise<void> {
  const builtAt = modifiedAt(join(ROOT, ".next/BUILD_ID"));
  const changedAt = Math.max(...SOURCES.map((source) => newestIn(join(ROOT, source))));
  if (builtAt > changedAt) return;

  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const build = spawn(process.execPath, [next, "build"], {
    cwd: ROOT,
    // The runner's NODE_ENV "test" is not one to build with.
    env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [build.stdout, build.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const [code] = await once(build, "close");
  // The last 4,000 characters hold the error and its place.
  if (code !== 0) throw new Error(`next build ended with ${code}.\n${output.slice(-4000)}`);
}

function newestIn(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  const files = readdirSync(path, { recursive: true, encoding: "utf8" })
    // Tests beside their files are not built.
    .filter((file) => !file.endsWith(".test.ts"));
  return Math.max(0, ...files.map((file) => modifiedFile(join(path, file))));
}

/** Folders change when a test beside a file does, so only files count. */
function modifiedFile(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.mtimeMs : 0;
}

const modifiedAt = (path: string): number =>
  statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
