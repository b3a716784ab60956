import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import getPort from "get-port";
import { expect, onTestFinished, test } from "vitest";
import { webArguments, webEnv } from "@/local/launcher/web";
import { readHost } from "@/local/ports";
import { ROOT, startStack } from "@/local/stack";
import { eventually } from "../support/eventually";
import { ANY_PORT, makeDataDir, START_MS } from "./launcher";

/** Also this machine, but not the address that "this machine alone" is: who listens on every interface answers there. */
const OUTSIDE = "127.0.0.2";

const isOpen = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, host, () => resolve(true)).on("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });

/** A site of one empty folder, as the launcher starts one. */
async function startSite(host: string | undefined): Promise<number> {
  const folder = await makeDataDir();
  await mkdir(join(folder, "app"));
  await writeFile(join(folder, "package.json"), "{}");
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const port = await getPort();
  const site = spawn(process.execPath, webArguments("dev", { port, host }), {
    cwd: folder,
    env: { ...webEnv({}, process.env), NODE_ENV: "development" },
    stdio: "ignore",
  });
  onTestFinished(async () => {
    site.kill("SIGKILL");
    if (site.exitCode === null && site.signalCode === null) await once(site, "exit");
  });
  await eventually(
    () => isOpen("localhost", port),
    (open) => open,
    { timeoutMs: START_MS },
  );
  return port;
}

// Only Linux answers at every address of the loopback.
const onLinux = test.runIf(process.platform === "linux");

onLinux("the site listens on this machine alone", { timeout: 2 * START_MS }, async () => {
  expect(await isOpen(OUTSIDE, await startSite(undefined))).toBe(false);
});

onLinux("HOST opens the site to the network", { timeout: 2 * START_MS }, async () => {
  expect(await isOpen(OUTSIDE, await startSite(readHost({ HOST: "0.0.0.0" })))).toBe(true);
});

onLinux("the stand-ins listen on this machine alone", { timeout: 2 * START_MS }, async () => {
  const dataDir = await makeDataDir();
  const { urls, stop } = await startStack({
    web: false,
    dataDir,
    ports: ANY_PORT,
    host: "0.0.0.0",
  });
  onTestFinished(stop);
  const { supabase, database, inngest, vapi } = urls;
  const ports = [supabase, database, inngest, vapi].map((url) => Number(new URL(url ?? "").port));

  expect(await Promise.all(ports.map((port) => isOpen("127.0.0.1", port)))).toEqual(
    ports.map(() => true),
  );
  expect(await Promise.all(ports.map((port) => isOpen(OUTSIDE, port)))).toEqual(
    ports.map(() => false),
  );
});

test("HOST is an address; a name that a shell puts there is none", () => {
  expect(readHost({ HOST: "192.168.1.20" })).toBe("192.168.1.20");
  expect(readHost({ HOST: "::" })).toBe("::");
  expect(readHost({ HOST: "x86_64-conda-linux-gnu" })).toBeUndefined();
  expect(readHost({})).toBeUndefined();
});
