import { spawn } from "node:child_process";

export type Guard = { release: () => void };

/**
 * A shell that reads from this process and ends a process group when the pipe breaks: a program that does
 * not speak IPC cannot notice that its launcher was killed. Windows has no such shell and no groups.
 *
 * @param graceMs between SIGTERM and SIGKILL
 */
export function guardGroup(groupId: number, graceMs: number): Guard | null {
  if (process.platform === "win32") return null;
  // No "--" before the number: dash, which is /bin/sh on Debian and Ubuntu, refuses it.
  const script = 'read -r _; kill -TERM "-$0" && sleep "$1" && kill -KILL "-$0"';
  const shell = spawn("/bin/sh", ["-c", script, String(groupId), String(graceMs / 1000)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  shell.unref();
  return { release: () => shell.kill("SIGKILL") };
}
