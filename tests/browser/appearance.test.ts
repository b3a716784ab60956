import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { callRow, seeText, signIn, test } from "./page";
import { endCall, LONG_CALL, numbersIn, scriptCall, startBatch } from "./site";
import { PAGE_STATES } from "./states";

const freshNumber = numbersIn(248);

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve("axe-core/axe.min.js"),
  "utf8",
);

/** The narrowest phone in use, and a desk. */
const WIDTHS = [360, 1280];
const SCHEMES = ["light", "dark"] as const;

/** What a state of a page does wrong: sideways scrolling, and violations of WCAG 2.2 AA in either theme. */
async function findFlaws(page: Page): Promise<string[]> {
  const flaws: string[] = [];
  await page.evaluate(axeSource);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const surplus = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (surplus > 0) flaws.push(`${width} px wide: scrolls ${surplus} px sideways`);
    for (const colorScheme of SCHEMES) {
      // Colours in the middle of a transition are nobody's choice.
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations } = await page.evaluate<AxeResults>(
        "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
      );
      for (const { id, nodes } of violations) {
        flaws.push(
          `${width} px ${colorScheme}: ${id} at ${nodes.map((node) => node.html).join(" | ")}`,
        );
      }
    }
  }
  return flaws;
}

describe("every page fits a phone and is accessible in both themes", () => {
  test.for(PAGE_STATES)("$name", async ({ visit }, { page, person }) => {
    let flaws: string[] | null = null;
    await visit(page, person, async () => {
      flaws = await findFlaws(page);
    });
    expect(flaws).toEqual([]);
  });
});

test("the end of a call moves nothing else on the page", async ({ page, person }) => {
  const [ending, staying] = [freshNumber(), freshNumber()];
  for (const number of [ending, staying]) await scriptCall(number, LONG_CALL);
  const { pageUrl } = await startBatch(person, [ending, staying]);
  await signIn(page, person, pageUrl);
  await seeText(callRow(page, "Business 1"), /Talking/);
  await seeText(callRow(page, "Business 2"), /Talking/);
  const top = () => callRow(page, "Business 2").evaluate((row) => row.getBoundingClientRect().top);
  const before = await top();

  await endCall(ending);

  await seeText(callRow(page, "Business 1"), /Canceled.*The call was stopped/);
  expect(await top()).toBe(before);
});
