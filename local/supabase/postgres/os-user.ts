import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

export type OsUser = { name: string; uid: number; gid: number };

/**
 * The user that runs PostgreSQL: the server refuses root, so root lends it an unprivileged account.
 *
 * @returns null when the current user may run it
 * @throws a plain sentence when root has no such account
 */
export async function findServerUser(): Promise<OsUser | null> {
  if (process.getuid?.() !== 0) return null;

  const accounts = (await readFile("/etc/passwd", "utf8"))
    .split("\n")
    .map((line) => line.split(":"));
  for (const name of ["postgres", "nobody"]) {
    const account = accounts.find((fields) => fields[0] === name);
    if (account) return { name, uid: Number(account[2]), gid: Number(account[3]) };
  }
  throw new Error(
    "PostgreSQL does not run as root and there is no user postgres or nobody. Run as a normal user.",
  );
}

/** Whether the user may reach the folder: every parent must let them through. */
export async function canEnter(folder: string, user: OsUser): Promise<boolean> {
  let current = resolve(folder);
  for (;;) {
    const { uid, gid, mode } = await stat(current);
    const searchBit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & searchBit) === 0) return false;
    if (dirname(current) === current) return true;
    current = dirname(current);
  }
}
