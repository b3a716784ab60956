import { join } from "node:path";
import { describe, expect } from "vitest";
import { ROOT } from "@/local/stack";
import { arriveAt, headline, seeText, signIn, test } from "../page";
import { takePicture } from "./take-picture";

/** The pictures of README.md: `npm run screenshots:readme`. Written into the folder that is kept in git. */

const picture = (name: string, height: number) => ({
  path: join(ROOT, "docs", "images", `${name}.png`),
  colorScheme: "light" as const,
  width: 1200,
  height,
  isCut: true,
});

describe("pictures of the README", () => {
  test("a new request, its calls and its answers", async ({ page, person }) => {
    await page.setViewportSize({ width: 1200, height: 900 });
    await signIn(page, person);
    await page.getByRole("link", { name: "Try a simulated batch" }).click();
    await arriveAt(page, "/new");
    await page.getByRole("button", { name: /^Call 8/ }).waitFor();
    await takePicture(page, picture("new-request", 900));

    await page.getByRole("button", { name: /^Call 8/ }).click();
    await arriveAt(page, /^\/request\//);
    // Some are done, some talk, some wait: what the page is for.
    await seeText(headline(page), /^[3-6] of 8 done/);
    await takePicture(page, picture("live-request", 860));

    await seeText(headline(page), /^Done/);
    await takePicture(page, picture("comparison", 860));
    expect(await page.getByRole("heading", { name: "Comparison" }).count()).toBe(1);
  });
});
