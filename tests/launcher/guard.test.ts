import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { untilGone } from "./launcher";

const fixture = fileURLToPath(new URL("guarded-program.ts", import.meta.url));

test("a program that speaks no IPC and ignores SIGTERM ends after its launcher was killed", async () => {
  const launcher = spawn(process.execPath, ["--import", "tsx", fixture], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => {
    launcher.kill("SIGKILL");
  });
  const [line]: Buffer[] = await once(launcher.stdout, "data");
  const program = Number(line);

  launcher.kill("SIGKILL");

  expect(program).toBeGreaterThan(0);
  await untilGone([program]);
});
