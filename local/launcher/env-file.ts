import { randomBytes } from "node:crypto";
import { chmod, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readSettings, type Values } from "./settings";

export const envFile = (dataDir: string) => join(dataDir, "env");

// What lib/env.ts asks for; an older one that is shorter is replaced.
const SECRET_CHARACTERS = 32;

/** The secret of an earlier start on this folder, so that calls which outlive a restart still verify. */
export async function keepWebhookSecret(dataDir: string): Promise<string> {
  const { WEBHOOK_SECRET: earlier } = await readSettings(envFile(dataDir));
  if (earlier !== undefined && earlier.length >= SECRET_CHARACTERS) return earlier;
  return randomBytes(32).toString("hex");
}

/** Writes what a client of the running stack needs, in dotenv form and readable by its owner alone. */
export async function writeEnvFile(dataDir: string, values: Values) {
  const lines = Object.entries(values).map(([name, value]) => `${name}=${quote(value)}`);
  const text = `# Written at each start of the local stack.\n${lines.join("\n")}\n`;
  // Renamed into place: a reader never sees half a file, and nobody else sees the keys meanwhile.
  const draft = `${envFile(dataDir)}.${process.pid}`;
  await writeFile(draft, text, { mode: 0o600 });
  await chmod(draft, 0o600);
  await rename(draft, envFile(dataDir));
}

/** Single quotes mean the same to dotenv and to a shell that sources the file. */
function quote(value: string): string {
  if (/^[\w@%+=:,./-]*$/.test(value)) return value;
  return value.includes("'") ? JSON.stringify(value) : `'${value}'`;
}
