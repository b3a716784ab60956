import { rm } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe } from "vitest";
import { ROOT } from "@/local/stack";
import { test } from "../page";
import { PAGE_STATES } from "../states";
import { takePicture } from "./take-picture";

/** Every page and state in every look, for eyes: `npm run screenshots`. The folder is not kept in git. */

const FOLDER = join(ROOT, "screenshots", "pages");

const LOOKS = [
  { name: "light", colorScheme: "light", width: 1280, height: 800 },
  { name: "dark", colorScheme: "dark", width: 1280, height: 800 },
  { name: "phone", colorScheme: "light", width: 360, height: 780 },
  { name: "phone-dark", colorScheme: "dark", width: 360, height: 780 },
  { name: "tablet", colorScheme: "light", width: 768, height: 1024 },
  // Paper is white, also for who reads in the dark.
  { name: "paper", colorScheme: "dark", width: 720, height: 1000, isPrinted: true },
  { name: "wide", colorScheme: "light", width: 2560, height: 1440 },
] as const;

beforeAll(() => rm(FOLDER, { recursive: true, force: true }));

describe("pictures of every page", () => {
  test.for(PAGE_STATES)("$name", async ({ name, visit }, { page, person }) => {
    await visit(page, person, async () => {
      for (const look of LOOKS) {
        const path = join(FOLDER, `${name.replaceAll(" ", "-")}.${look.name}.png`);
        await takePicture(page, { ...look, path });
      }
    });
  });
});
