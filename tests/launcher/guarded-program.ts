import { spawn } from "node:child_process";
import { once } from "node:events";
import { guardGroup } from "@/local/launcher/guard";

/** Starts a program that shuts its ears to SIGTERM, guards it, prints its pid and waits to be killed. */
const deaf =
  'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); process.stdout.write("deaf");';
const program = spawn(process.execPath, ["-e", deaf], {
  detached: true,
  stdio: ["ignore", "pipe", "inherit"],
});
await once(program.stdout, "data");
const guard = guardGroup(program.pid ?? 0, 100);
process.stdout.write(`${program.pid}\n`);
setInterval(() => guard, 1000);
