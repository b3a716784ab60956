import type { Locator, Page } from "playwright-core";
import { describe, expect } from "vitest";
import { callRow, headline, seeText, signIn, test } from "./page";
import { startNamed } from "./request";
import { numbersIn, type Person, scriptCall } from "./site";

/** What was said, and what rests on it. */

const freshNumber = numbersIn(252);
// What is said follows from the number: this one has a price, a time and a license, on the clock of its own place.
const SAID = freshNumber();
const QUICK = { behavior: "flat-quote", ringSeconds: 0, talkSeconds: 1 };

/** An answer of a model that nobody said in the call. */
const UNSAID = {
  availability: "available",
  price: { kind: "flat", low: 1, high: 1, currency: "USD", quote: "one dollar" },
  earliestText: "in ten minutes",
  earliestAt: new Date(Date.now() + 600_000).toISOString().replace(/\.\d+/, ""),
  criteria: [{ criterion: "licensed", met: "no", quote: "we have no license" }],
};

async function openFinished(page: Page, person: Person) {
  const unsaid = freshNumber();
  await scriptCall(SAID, QUICK);
  await scriptCall(unsaid, { ...QUICK, structuredData: UNSAID });
  const { pageUrl } = await startNamed(person, [
    { name: "Said", phone: SAID },
    { name: "Unsaid", phone: unsaid },
  ]);
  await signIn(page, person, pageUrl);
  await seeText(headline(page), /^Done/);
}

const cellOf = (page: Page, name: string, words: RegExp): Locator =>
  callRow(page, name).getByRole("button", { name: words });
/** Dashed is what is not confirmed; a pointer that happens to be over a cell underlines it as well. */
const lineStyle = (cell: Locator): Promise<string> =>
  cell.locator("span").evaluate((node) => getComputedStyle(node).textDecorationStyle);

describe("what nobody was heard to say", () => {
  test("says so, looks so without color, and is neither the best nor marked", async ({
    page,
    person,
  }) => {
    await openFinished(page, person);

    await seeText(
      callRow(page, "Unsaid"),
      /\$1 \(not confirmed\).*Not confirmed: in ten minutes.*Not met: licensed \(not confirmed\)/,
    );
    expect(await lineStyle(cellOf(page, "Unsaid", /^\$1 /))).toBe("dashed");
    expect(await lineStyle(cellOf(page, "Said", /^\$/))).toBe("solid");
    expect(await callRow(page, "Unsaid").innerText()).not.toMatch(/Lowest|Soonest|Later/);
    const best = await page.getByText(/^Best: Said, \$/).innerText();
    expect(best).not.toMatch(/\$1\b|ten minutes/);
  });

  test("leads to what was said all the same", async ({ page, person }) => {
    await openFinished(page, person);

    await cellOf(page, "Unsaid", /^\$1 /).click();

    await page.getByRole("heading", { name: "What was said" }).waitFor();
    expect(await page.getByText("Why this one").count()).toBe(0);
  });
});

describe("each cell of an offer", () => {
  test.for([360, 1280])(
    "opens the line that it rests on, at %i px",
    async (width, { page, person }) => {
      await page.setViewportSize({ width, height: 800 });
      await openFinished(page, person);

      for (const [cell, what] of [
        [/^\$/, "Price: confirmed"],
        [/AM|PM|today|tomorrow|day/i, "Earliest: confirmed"],
        [/^Criterion/, "licensed: confirmed"],
      ] as const) {
        await cellOf(page, "Said", cell).click();
        const line = page.locator("li:focus").filter({ hasText: what });
        await line.waitFor();
        expect(await line.locator("mark").count()).toBeGreaterThan(0);
        // With its second, in sight.
        expect(await line.innerText()).toMatch(/\d:\d\d/);
        expect(await line.evaluate((node) => node.getBoundingClientRect().top < innerHeight)).toBe(
          true,
        );
      }
    },
  );

  test("and the open row tells why this one, with the passages", async ({ page, person }) => {
    await openFinished(page, person);

    await cellOf(page, "Said", /^\$/).click();

    const why = page.getByRole("heading", { name: "Why this one" }).locator("xpath=..");
    await seeText(why, /Can do the job: “.+” \(at \d:\d\d\).*Earliest: .+: “.+”.*\$\d+.*: “.+”/s);
    await page.getByRole("button", { name: /See it in the call\W+Earliest/ }).click();
    await page.locator("li:focus").filter({ hasText: "Earliest: confirmed" }).waitFor();
  });
});
