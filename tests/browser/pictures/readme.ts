import { join } from "node:path";
import { describe, expect } from "vitest";
import { ROOT } from "@/local/stack";
import { arriveAt, headline, seeText, test } from "../page";
import { scriptCall } from "../site";
import { takePicture } from "./take-picture";

/** The pictures of README.md: `npm run screenshots:readme`. Written into the folder that is kept in git. */

const picture = (name: string, height: number) => ({
  path: join(ROOT, "docs", "images", `${name}.png`),
  colorScheme: "light" as const,
  width: 1200,
  height,
  isCut: true,
});

/** Three of the simulated list who are on the phone for long, so that the picture has every kind of row. */
const TALKERS = [
  ["+18645550103", { behavior: "range-quote", ringSeconds: 40, talkSeconds: 4 }],
  ["+18645550105", { behavior: "flat-quote", ringSeconds: 1, talkSeconds: 40 }],
  ["+18645550114", { behavior: "visit-first", ringSeconds: 3, talkSeconds: 40 }],
] as const;

describe("pictures of the README", () => {
  test("a new request, its calls and its answers", async ({ page }) => {
    for (const [number, call] of TALKERS) await scriptCall(number, call);
    await page.setViewportSize({ width: 1200, height: 900 });
    await page.goto("/login");
    await page.getByRole("button", { name: "Sign in as demo user" }).click();
    await arriveAt(page, "/");
    await page.getByRole("link", { name: "Try a simulated batch" }).click();
    await arriveAt(page, "/new");
    await page.getByRole("button", { name: /^Call 8/ }).waitFor();
    await takePicture(page, picture("new-request", 900));

    await page.getByRole("button", { name: /^Call 8/ }).click();
    await arriveAt(page, /^\/request\//);
    // All but the talkers are done, and what the others said is there.
    const done = /5 of 8 done(?!.*(Reading the answer|Finding out what happened))/;
    await seeText(page.getByRole("main"), done);
    await takePicture(page, picture("live-request", 980));

    await seeText(headline(page), /^Done/);
    await takePicture(page, picture("comparison", 860));
    expect(await page.getByRole("button", { name: "Export" }).count()).toBe(1);
  });
});
