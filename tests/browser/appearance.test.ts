import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { callRow, expectPageError, headline, seeText, signIn, test } from "./page";
import { endCall, LONG_CALL, numbersIn, type Person, scriptCall, startBatch } from "./site";

const freshNumber = numbersIn(208);

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

type State = {
  name: string;
  reach: (page: Page, person: Person) => Promise<unknown>;
};

const states: State[] = [
  { name: "signing in", reach: (page) => page.goto("/login") },
  {
    name: "signing in after a mistake",
    reach: async (page) => {
      await page.goto("/login?mode=sign-up");
      await page.getByRole("button", { name: "Create account" }).click();
      await page.getByText("Enter your email address.").waitFor();
    },
  },
  { name: "the empty list", reach: (page, person) => signIn(page, person) },
  {
    name: "the list",
    reach: async (page, person) => {
      const number = freshNumber();
      await scriptCall(number, LONG_CALL);
      await startBatch(person, [number]);
      await signIn(page, person);
      await page.getByRole("link", { name: /Leaking toilet/ }).waitFor();
    },
  },
  { name: "the empty form", reach: (page, person) => signIn(page, person, "/new") },
  {
    name: "the form with problems",
    reach: async (page, person) => {
      await signIn(page, person, "/new");
      await page
        .getByLabel("Businesses to call")
        .fill("Acme Plumbing, 864-555-0100\nAcme Inc, 8645550100\nShort, 555-12");
      await page.getByRole("button", { name: /^Call/ }).click();
      await page.getByText("Nobody is called yet").waitFor();
    },
  },
  {
    name: "a request that is being called",
    reach: async (page, person) => {
      const numbers = [freshNumber(), freshNumber()];
      for (const number of numbers) await scriptCall(number, LONG_CALL);
      const { pageUrl } = await startBatch(person, numbers);
      await signIn(page, person, pageUrl);
      await seeText(page.getByRole("table"), /Talking/);
    },
  },
  {
    name: "the question before stopping",
    reach: async (page, person) => {
      const number = freshNumber();
      await scriptCall(number, LONG_CALL);
      const { pageUrl } = await startBatch(person, [number]);
      await signIn(page, person, pageUrl);
      await page.getByRole("button", { name: "Stop calling" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "a finished request with an open row",
    reach: async (page, person) => {
      const numbers = [freshNumber(), freshNumber(), freshNumber()];
      const behaviours = ["hourly-quote", "no-answer", "not-in-service"];
      for (const [index, number] of numbers.entries()) {
        await scriptCall(number, { behaviour: behaviours[index] ?? "", ringSeconds: 0 });
      }
      const { pageUrl } = await startBatch(person, numbers);
      await signIn(page, person, pageUrl);
      await seeText(headline(page), /^Done/);
      await callRow(page, "Business 1").getByRole("button").click();
      await page.getByText(/AI assistant calling on behalf/).waitFor();
    },
  },
  {
    name: "nothing found",
    reach: async (page, person) => {
      expectPageError(page, /404/);
      await signIn(page, person);
      await page.goto("/request/not-an-id");
    },
  },
];

describe("every page fits a phone and is accessible in both themes", () => {
  test.for(states)("$name", async ({ reach }, { page, person }) => {
    await reach(page, person);
    expect(await findFlaws(page)).toEqual([]);
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

  await seeText(callRow(page, "Business 1"), /Canceled The call was stopped/);
  expect(await top()).toBe(before);
});
