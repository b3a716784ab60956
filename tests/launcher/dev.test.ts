import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { findRunningStack } from "@/local/launcher/lock";
import { describeStack } from "@/local/launcher/table";
import { eventually } from "../support/eventually";
import { findPart, launch, START_MS, untilGone } from "./launcher";

test("Ctrl-C ends everything in order and exits 0", { timeout: 2 * START_MS }, async () => {
  const { child, dataDir, ready, exited, output } = await launch(["--no-web"]);
  const pids = await ready();

  // A terminal signals the whole foreground group at once, not only the launcher.
  process.kill(-(child.pid ?? 0), "SIGINT");

  expect(await exited, output()).toEqual({ code: 0, signal: null });
  expect(pids.length).toBe(5);
  await untilGone(pids);
  expect(await findRunningStack(dataDir)).toBeNull();
});

test("a Ctrl-C while the stack is starting leaves nothing behind", {
  timeout: 2 * START_MS,
}, async () => {
  const { child, dataDir, exited, output } = await launch(["--no-web"]);
  await eventually(
    () => findRunningStack(dataDir),
    (record) => record !== null,
  );

  child.kill("SIGINT");

  expect(await exited, output()).toEqual({ code: 0, signal: null });
  expect(await findRunningStack(dataDir)).toBeNull();
});

test("a launcher that is killed takes every process with it", {
  timeout: 2 * START_MS,
}, async () => {
  const { child, ready } = await launch(["--no-web"]);
  const pids = await ready();

  child.kill("SIGKILL");

  await untilGone(pids);
});

test.runIf(process.platform === "linux")(
  "an npm that is killed takes every process with it",
  {
    timeout: 2 * START_MS,
  },
  async () => {
    const { child, ready } = await launch([], { command: ["npm", "run", "local"] });
    const pids = await ready();

    child.kill("SIGKILL");

    await untilGone(pids);
  },
);

test("when one part dies it is named, the rest is stopped and the exit code is 1", {
  timeout: 2 * START_MS,
}, async () => {
  const { dataDir, ready, exited, output } = await launch(["--no-web"]);
  const pids = await ready();

  process.kill(await findPart(dataDir, "vapi"), "SIGKILL");

  expect(await exited, output()).toEqual({ code: 1, signal: null });
  expect(output()).toMatch(/vapi was ended by SIGKILL\. .*\n(.*\n)*The rest was stopped\./);
  await untilGone(pids);
});

test("the table says where everything is and how to sign in", () => {
  const env = { DEMO_EMAIL: "demo@example.test", DEMO_PASSWORD: "secret" };
  const urls = { app: "http://localhost:3001", inngest: "http://127.0.0.1:8288" };

  const withSite = describe({ env, urls }, true);
  const withoutSite = describe({ env, urls }, false);

  expect(withSite).toContain(
    "Sign in    demo@example.test / secret, or one click at http://localhost:3001/login",
  );
  expect(withSite).toContain("Vapi       as in .env.local");
  expect(withoutSite).toContain("npx next dev --port 3001");
});

function describe(stack: Parameters<typeof describeStack>[0], web: boolean): string {
  return stripVTControlCharacters(describeStack(stack, { web, seconds: 2, envFile: "env" }));
}

test("an unknown flag is an error that points to the help", async () => {
  const { exited, output } = await launch(["--fast"]);

  expect((await exited).code).toBe(1);
  expect(output()).toBe(
    "Unknown option '--fast'. \"npm run dev -- --help\" lists what there is.\n",
  );
});

test("help names the commands and ports, and starts nothing", async () => {
  const { dataDir, exited, output } = await launch(["--help"]);

  expect((await exited).code).toBe(0);
  expect(output()).toContain("npm run dev -- --fresh");
  expect(output()).toContain("SUPABASE_PORT (54321)");
  expect(await findRunningStack(dataDir)).toBeNull();
});
