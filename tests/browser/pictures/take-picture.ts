import { mkdir, stat } from "node:fs/promises";
import { dirname, relative } from "node:path";
import type { Page } from "playwright-core";
import { ROOT } from "@/local/stack";

export type Picture = {
  path: string;
  colorScheme: "light" | "dark";
  /** As it comes out of a printer. */
  isPrinted?: boolean;
  width: number;
  height: number;
  /** Cuts what lies below the window off, instead of showing the page as a whole. */
  isCut?: boolean;
};

// A page of a thousand rows says no more in a picture than its first screens.
const MOST_HEIGHT = 3000;

/** Photographs a page and prints where the picture is and how big. */
export async function takePicture(page: Page, picture: Picture): Promise<void> {
  const { path, colorScheme, width, height, isPrinted = false, isCut = false } = picture;
  await mkdir(dirname(path), { recursive: true });
  await page.emulateMedia({
    colorScheme,
    reducedMotion: "reduce",
    media: isPrinted ? "print" : "screen",
  });
  await page.setViewportSize({ width, height });
  const whole = isCut ? height : await page.evaluate(() => document.documentElement.scrollHeight);
  // A taller window rather than a stitched picture: bars that stick to the window's edge stay at it.
  const shown = Math.min(MOST_HEIGHT, Math.max(height, whole));
  await page.setViewportSize({ width, height: shown });
  await page.screenshot({ path, animations: "disabled" });
  const { size } = await stat(path);
  process.stdout.write(`${relative(ROOT, path)} (${Math.ceil(size / 1000)} kB)\n`);
}
