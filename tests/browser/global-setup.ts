import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startStack } from "@/local/stack";
import { findChromium } from "../support/browser";
import { ensureBuild } from "./build";
import { serveControl } from "./control";

/** Where the stack under test answers. */
export type Site = {
  appUrl: string;
  vapiUrl: string;
  supabaseUrl: string;
  publishableKey: string;
  /** Reads and writes every table: for what takes too long to come about by itself. */
  secretKey: string;
  /** Where tests end parts of the stack and start them again. */
  controlUrl: string;
};

declare module "vitest" {
  interface ProvidedContext {
    site: Site;
  }
}

/** One stack with the production build for the whole run, on free ports and a folder of its own. */
export default async function setup(project: TestProject) {
  findChromium();
  await ensureBuild();
  const dataDir = await mkdtemp(join(tmpdir(), "ringround-browser-"));
  const output: string[] = [];
  const stack = await startStack({
    web: "start",
    dataDir,
    ports: { web: 0, supabase: 0, postgres: 0, inngest: 0, vapi: 0 },
    // A call takes 2 to 6 s: long enough to be seen, and a journey of eight ends within half a minute.
    timeScale: 0.5,
    // More than all tests hold at once, so that a failed one keeps no line from the next.
    lines: 40,
    env: { LOG_LEVEL: "error", RETRY_DELAY_SECONDS: "1" },
    log: ({ part, text }) => output.push(`[${part}] ${text}`),
  });
  stack.onExit(({ part, lines }) => {
    process.stderr.write(`${part} ended while it was needed.\n${lines.join("\n")}\n`);
  });
  const control = await serveControl(stack);
  project.provide("site", {
    appUrl: stack.urls.app,
    vapiUrl: stack.urls.vapi ?? "",
    supabaseUrl: stack.urls.supabase ?? "",
    publishableKey: stack.env.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY ?? "",
    secretKey: stack.env.SUPABASE_SECRET_KEY ?? "",
    controlUrl: control.url,
  });
  return async () => {
    await control.close();
    await stack.stop();
    await rm(dataDir, { recursive: true, force: true });
    // The start of a line says what went wrong; the rest is the same stack again and again.
    const errors = output
      .filter((line) => /^\[next\].*(error|Error|⨯)/.test(line))
      .map((line) => line.slice(0, 240));
    if (errors.length > 0) process.stderr.write(`The site said:\n${errors.join("\n")}\n`);
  };
}
