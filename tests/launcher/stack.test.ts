import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { parseEnv } from "@/lib/env";
import { findRunningStack } from "@/local/launcher/lock";
import { readSettings } from "@/local/launcher/settings";
import { type PartExit, type Stack, type StackOptions, startStack } from "@/local/stack";
import { eventually } from "../support/eventually";
import { ANY_PORT, findPart, listPids, makeDataDir, START_MS, untilGone } from "./launcher";

// supabase/seed.sql gives the demo user this id.
const DEMO_USER_ID = "00000000-0000-4000-8000-000000000001";

const start = (dataDir: string, options: Partial<StackOptions> = {}) =>
  startStack({ web: false, dataDir, ports: ANY_PORT, ...options });

describe("a running stack", () => {
  let dataDir: string;
  let stack: Stack;
  beforeAll(async () => {
    dataDir = await makeDataDir(afterAll);
    stack = await start(dataDir);
  }, 2 * START_MS);
  afterAll(() => stack?.stop(), 2 * START_MS);

  test("writes all that the site asks for into a file for its owner alone", async () => {
    const file = join(dataDir, "env");

    const values = await readSettings(file);

    expect(values).toEqual(stack.env);
    expect(parseEnv(values).APP_URL).toBe(stack.urls.app);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test("answers at every address, and lets the demo user sign in", async () => {
    const { env, urls } = stack;

    const signIn = await fetch(`${urls.supabase}/auth/v1/token?grant_type=password`, {
      method: "POST",
      headers: {
        apikey: String(env.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY),
        "Content-Type": "application/json",
      },
      body: JSON.stringify({ email: env.DEMO_EMAIL, password: env.DEMO_PASSWORD }),
    });
    const calls = await fetch(`${urls.vapi}/__simulator/calls`);
    const runs = await fetch(String(urls.inngest));

    expect([signIn.status, calls.status, runs.status]).toEqual([200, 200, 200]);
  });

  test("refuses a second one on its folder in a plain sentence, and goes on", async () => {
    await expect(start(dataDir)).rejects.toThrow(
      `A stack is already running in this checkout (process ${process.pid})`,
    );
    expect(await findRunningStack(dataDir)).toMatchObject({ pid: process.pid, isReady: true });
  });

  test("leaves its ports to nobody: a stack that asks for one is refused and leaves no trace", async () => {
    const other = await makeDataDir();
    const vapi = Number(new URL(String(stack.urls.vapi)).port);

    await expect(start(other, { ports: { ...ANY_PORT, vapi } })).rejects.toThrow(
      `Port ${vapi} for the Vapi simulator (VAPI_PORT) is taken.`,
    );
    expect(await findRunningStack(other)).toBeNull();
  });
});

test("a part that cannot start is named with its reason, and the others are stopped", {
  timeout: 2 * START_MS,
}, async () => {
  const dataDir = await makeDataDir();
  await writeFile(join(dataDir, "supabase"), "not a folder");

  await expect(start(dataDir)).rejects.toThrow(
    /^supabase ended with exit code 1\. Its last lines:\n.*supabase/,
  );
  expect(await findRunningStack(dataDir)).toBeNull();
});

test("data and secret outlive a crash and a restart, until a fresh start empties the database", {
  timeout: 4 * START_MS,
}, async () => {
  const dataDir = await makeDataDir();
  const first = await start(dataDir);
  onTestFinished(() => first.stop());
  await insertRequest(first);
  await first.kill("supabase");
  await first.restart("supabase");
  const afterCrash = await countRequests(first);
  await first.stop();

  const second = await start(dataDir);
  onTestFinished(() => second.stop());
  const afterRestart = await countRequests(second);
  await second.stop();
  const fresh = await start(dataDir, { fresh: true });
  onTestFinished(() => fresh.stop());

  expect([afterCrash, afterRestart, await countRequests(fresh)]).toEqual([1, 1, 0]);
  expect(second.env.WEBHOOK_SECRET).toBe(first.env.WEBHOOK_SECRET);
});

test("a part that ends by itself is reported with its last lines, one killed on purpose is not, and stopping ends the rest", {
  timeout: 2 * START_MS,
}, async () => {
  const dataDir = await makeDataDir();
  const stack = await start(dataDir);
  onTestFinished(() => stack.stop());
  const pids = (await listPids(dataDir)).filter((pid) => pid !== process.pid);
  const exits: PartExit[] = [];
  stack.onExit((exit) => exits.push(exit));
  await stack.kill("inngest");

  process.kill(pids.at(-1) ?? 0, "SIGKILL");

  await eventually(
    () => exits,
    (seen) => seen.length > 0,
  );
  expect(exits).toMatchObject([{ part: "supabase", code: 1 }]);
  expect(exits[0]?.lines.join("\n")).toContain("PostgreSQL stopped by itself");
  expect(pids).toContain(await findPart(dataDir, "vapi"));
  await Promise.all([stack.stop(), stack.stop()]);
  await untilGone(pids);
  expect(await findRunningStack(dataDir)).toBeNull();
});

const asService = ({ env }: Stack) => ({
  apikey: String(env.SUPABASE_SECRET_KEY),
  "Content-Type": "application/json",
});

async function insertRequest(stack: Stack) {
  const response = await fetch(`${stack.urls.supabase}/rest/v1/service_requests`, {
    method: "POST",
    headers: asService(stack),
    body: JSON.stringify({
      user_id: DEMO_USER_ID,
      title: "Leaking toilet",
      service_needed: "plumbing",
      location: "Greenville, SC",
      urgency: "flexible",
    }),
  });
  expect(response.status).toBe(201);
}

async function countRequests(stack: Stack): Promise<number> {
  const response = await fetch(`${stack.urls.supabase}/rest/v1/service_requests?select=id`, {
    headers: asService(stack),
  });
  const rows: unknown[] = await response.json();
  return rows.length;
}
