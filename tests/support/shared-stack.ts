import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import postgres from "postgres";
import { type Stack, type StackOptions, startStack } from "@/local/stack";
import { adminUrl } from "@/local/supabase/database";
import { deleteRows, schemaOf } from "./empty-database";

export type StackWish = Pick<StackOptions, "timeScale" | "lines" | "migrationsDir">;

export type SharedStack = {
  stack: Stack;
  dataDir: string;
  /** The copy of the sources whose site is bundled in its folder. */
  bundled?: string;
  /** What its parts have printed since it was taken. */
  output: string[];
  /** Leaves it to the next who wishes for the same, or ends it where that cannot be. */
  giveBack: () => Promise<void>;
  end: () => Promise<void>;
};

/** The one that an earlier file of this worker has left. */
let left: { key: string; shared: SharedStack } | undefined;

/** The embedded stack on free ports, without a site, rows, calls and runs. */
export async function takeStack(wish: StackWish): Promise<SharedStack> {
  const key = JSON.stringify(wish);
  if (left?.key !== key) return startShared(key, wish);
  const { shared } = left;
  left = undefined;
  return shared;
}

/** Ends what was given back; the workers of a test run need not, what they leave ends with them. */
export async function endLeftStack(): Promise<void> {
  await left?.shared.end();
  left = undefined;
}

async function startShared(key: string, wish: StackWish): Promise<SharedStack> {
  // The end of a test run removes its folder (global-setup.ts), and with it what the last file has left.
  const dataDir = await mkdtemp(path.join(process.env.TEST_RUN_DIR ?? tmpdir(), "stack-"));
  const output: string[] = [];
  const stack = await startStack({
    ...wish,
    web: false,
    dataDir,
    ports: { web: 0, supabase: 0, postgres: 0, inngest: 0, vapi: 0 },
    env: { LOG_LEVEL: "error" },
    log: (line) => output.push(`[${line.part}] ${line.text}`),
  });
  const superuser = postgres(adminUrl(stack.env.DATABASE_URL ?? ""), {
    max: 1,
    // A test may kill the server meanwhile, and a connection that outlived it would fail its next query.
    idle_timeout: 1,
    onnotice: () => undefined,
  });
  const schema = await schemaOf(superuser);

  async function makeNew(): Promise<void> {
    await stack.kill("inngest");
    const reset = await fetch(`${stack.env.VAPI_BASE_URL}/__simulator/reset`, { method: "POST" });
    if (!reset.ok) throw new Error(`The simulator answers ${reset.status}.`);
    await deleteRows(superuser);
    if ((await schemaOf(superuser)) !== schema) throw new Error("Its schema has changed.");
    await stack.restart("inngest");
    output.length = 0;
  }

  const shared: SharedStack = {
    stack,
    dataDir,
    output,
    giveBack: async () => {
      if (left !== undefined) return shared.end();
      try {
        await makeNew();
        left = { key, shared };
      } catch {
        // A part that a failed test has left dead, or a schema that it has changed.
        await shared.end();
      }
    },
    end: async () => {
      await superuser.end({ timeout: 5 });
      await stack.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return shared;
}
