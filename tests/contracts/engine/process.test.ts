import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { openStandIn, skip } from "./target";

const MAIN = fileURLToPath(new URL("../../../local/inngest/main.ts", import.meta.url));
const TSX = createRequire(import.meta.url).resolve("tsx");

type Process = { child: ChildProcess; output: () => string; exitCode: Promise<number | null> };

function startProcess(env: Record<string, string>): Process {
  const child = spawn(process.execPath, ["--import", TSX, MAIN], {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  child.stdout?.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    output += chunk;
  });
  const exitCode = once(child, "close").then(([code]) => code as number | null);
  return { child, output: () => output, exitCode };
}

describe.skipIf(skip.inspection)("as a process", () => {
  test("it says when and where it is ready, and ends cleanly on SIGTERM", async () => {
    const { child, output, exitCode } = startProcess({ INNGEST_PORT: "0" });

    const [message] = await once(child, "message");
    const health = await fetch(`${message.url}/health`);
    child.kill("SIGTERM");

    expect(message).toEqual({
      type: "ready",
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    });
    expect(await health.json()).toEqual({ status: 200, message: "OK" });
    expect(await exitCode).toBe(0);
    expect(output()).toContain(`ready at ${message.url}`);
  });

  test("it ends with its parent", async () => {
    const { child } = startProcess({ INNGEST_PORT: "0" });
    // Not "close": Node never emits that for a child whose channel the parent has closed.
    const exited = once(child, "exit");
    await once(child, "message");

    child.disconnect();

    expect(await exited).toEqual([0, null]);
  });

  test("it says plainly that its port is taken, and exits with 1", async () => {
    const { url } = await openStandIn();
    const { port } = new URL(url);

    const { output, exitCode } = startProcess({ INNGEST_PORT: port });

    expect(await exitCode).toBe(1);
    expect(output()).toBe(
      `Port ${port} for the Inngest engine (INNGEST_PORT) is taken. Free it, or set INNGEST_PORT to another port.\n`,
    );
  });
});
