import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const FOLDERS = [
  ...(process.env.PATH ?? "").split(delimiter),
  "/usr/bin",
  "/snap/bin",
  "/Applications/Google Chrome.app/Contents/MacOS",
  "/Applications/Chromium.app/Contents/MacOS",
];

/**
 * The Chromium of this machine: `CHROMIUM_PATH`, or the first found where they usually are.
 * @throws a plain sentence that says how to get one
 */
export function findChromium(): string {
  const given = process.env.CHROMIUM_PATH;
  if (given) {
    if (isExecutable(given)) return given;
    throw new Error(`CHROMIUM_PATH is "${given}", which cannot be run.`);
  }
  const candidates = FOLDERS.flatMap((folder) =>
    [...NAMES, "Google Chrome", "Chromium"].map((name) => join(folder, name)),
  );
  const found = candidates.find(isExecutable);
  if (found) return found;
  throw new Error(
    "The browser tests need Chromium. Install it (apt-get install chromium) or set CHROMIUM_PATH to a Chromium or Chrome.",
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      // Containers run as root and without a GPU; the pages under test are our own.
      "--no-sandbox",
      "--disable-gpu",
      // Nothing leaves this machine.
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
