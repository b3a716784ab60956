import { readFile } from "node:fs/promises";
import type { Download, Page } from "playwright-core";
import { describe, expect } from "vitest";
import { eventually } from "../support/eventually";
import { callRow, headline, seeStatus, seeText, signIn, test } from "./page";
import { seeNames, startNamed, sumShifts, tabTo, watchShifts } from "./request";
import { LONG_CALL, numbersIn, type Person, scriptCall } from "./site";

const freshNumber = numbersIn(214);

const QUICK = { ringSeconds: 0, talkSeconds: 1 };

/** A finished request: businesses by name, with what each of them does. */
async function openFinished(page: Page, person: Person, calls: Record<string, string>) {
  const providers = Object.keys(calls).map((name) => ({ name, phone: freshNumber() }));
  for (const { name, phone } of providers)
    await scriptCall(phone, { behavior: calls[name] ?? "", ...QUICK });
  const { pageUrl } = await startNamed(person, providers);
  await signIn(page, person, pageUrl);
  await seeText(headline(page), /^Done/);
  await page.reload();
}

const chosen = (page: Page) => page.getByLabel("Order", { exact: true });

describe("while calls run", () => {
  test.for([1280, 360])("a whole batch moves nothing at %i px", async (width, { page, person }) => {
    // The first eight numbers of an area code are eight different fates.
    const providers = Array.from({ length: 8 }, (_, index) => ({
      name: `Business ${index + 1}`,
      phone: `+1${width === 360 ? 216 : 217}555010${index}`,
    }));
    await signIn(page, person);
    await page.setViewportSize({ width, height: 800 });
    await watchShifts(page);
    const { pageUrl } = await startNamed(person, providers, { maxAttempts: 2 });
    await page.goto(pageUrl);

    await seeText(headline(page), /^Done/);
    await seeText(page.getByTestId("connection"), /All calls are over/);

    expect(await sumShifts(page)).toBeLessThan(0.02);
  });

  test("answers fill their rows while others talk, and rows change places on command only", async ({
    page,
    person,
  }) => {
    const [slow, quick, talking] = [freshNumber(), freshNumber(), freshNumber()];
    await scriptCall(slow, { behavior: "flat-quote", ringSeconds: 0, talkSeconds: 24 });
    await scriptCall(quick, { behavior: "hourly-quote", ...QUICK });
    await scriptCall(talking, LONG_CALL);
    const { pageUrl } = await startNamed(person, [
      { name: "Slow", phone: slow },
      { name: "Quick", phone: quick },
      { name: "Talking", phone: talking },
    ]);
    await signIn(page, person, pageUrl);
    await seeText(callRow(page, "Quick"), /Answered.*\$\d+\/h/);
    await chosen(page).selectOption({ label: "Answered first" });
    await seeNames(page, ["Quick", "Slow", "Talking"]);

    await seeText(callRow(page, "Slow"), /Answered.*\$\d+/);
    await seeNames(page, ["Quick", "Slow", "Talking"]);
    await page.getByRole("button", { name: "1 new – sort again" }).click();

    await seeNames(page, ["Slow", "Quick", "Talking"]);
    expect(await page.getByRole("button", { name: /sort again/i }).count()).toBe(0);
    await seeStatus(page, "Talking", "in_progress");
  });
});

describe("the table of a finished request", () => {
  test("sorts by price with unknown ones last both ways, and says how it is sorted", async ({
    page,
    person,
  }) => {
    await openFinished(page, person, {
      Nobody: "no-answer",
      First: "flat-quote",
      Second: "flat-quote",
      Third: "flat-quote",
      Refuses: "unavailable",
    });
    expect(await chosen(page).inputValue()).toBe("best up");
    const header = page.getByRole("columnheader", { name: "Price" });
    const prices = async () =>
      (await page.locator("tr[data-provider]").allInnerTexts())
        .map((text) => /\$([\d,]+)/.exec(text)?.[1]?.replace(",", ""))
        .map((price) => (price ? Number(price) : null));
    const seePrices = (expected: (number | null)[]) =>
      eventually(prices, (seen) => seen.join() === expected.join(), { timeoutMs: 30_000 });

    await header.getByRole("button").click();
    expect(await header.getAttribute("aria-sort")).toBe("ascending");
    const known = (await prices()).filter((price) => price !== null).sort((a, b) => a - b);
    await seePrices([...known, null, null]);

    await header.getByRole("button").click();
    expect(await header.getAttribute("aria-sort")).toBe("descending");
    await seePrices([...known.reverse(), null, null]);
    await page.getByText("Lowest price").first().waitFor();
  });

  test("filters, with a number at each filter", async ({ page, person }) => {
    await openFinished(page, person, {
      Priced: "flat-quote",
      Refuses: "unavailable",
      Busy: "busy",
    });
    const show = (name: string) => page.getByText(name, { exact: true }).click();

    await show("With an answer 2");
    await seeNames(page, ["Priced", "Refuses"]);
    await show("With a price 1");
    await seeNames(page, ["Priced"]);
    await show("Not reached 1");
    await seeNames(page, ["Busy"]);
    await show("All 3");
    await seeNames(page, ["Priced", "Refuses", "Busy"]);
  });

  test("keeps what is shown and in which order in its address, without a visit more", async ({
    page,
    person,
  }) => {
    await openFinished(page, person, {
      Anna: "flat-quote",
      Berta: "flat-quote",
      Carl: "not-in-service",
    });
    const visits = await page.evaluate(() => history.length);
    await chosen(page).selectOption({ label: "Name, Z to A" });
    await page.getByText("With an answer 2", { exact: true }).click();
    await seeNames(page, ["Berta", "Anna"]);
    expect(new URL(page.url()).search).toBe("?show=answered&order=name-down");
    expect(await page.evaluate(() => history.length)).toBe(visits);

    await page.reload();
    await seeNames(page, ["Berta", "Anna"]);
    expect(await chosen(page).inputValue()).toBe("name down");

    await page.getByText("Failed 1", { exact: true }).click();
    await seeNames(page, ["Carl"]);
    await page.getByText("All 3", { exact: true }).click();
    expect(new URL(page.url()).search).toBe("?order=name-down");
  });

  test("has a heading over each kind of price, where they do not compare", async ({
    page,
    person,
  }) => {
    await openFinished(page, person, {
      Hourly: "hourly-quote",
      Flat: "flat-quote",
      Busy: "busy",
    });
    await chosen(page).selectOption({ label: "Lowest price" });
    await seeText(
      page.getByRole("table"),
      /Per job, USD Flat .*Per hour, USD Hourly .*Others Busy/,
    );
    await chosen(page).selectOption({ label: "Best first" });
    await page.getByText("Per job, USD").waitFor({ state: "detached" });
  });

  test("leaves the page as CSV that runs nothing, as JSON, and copied", async ({
    page,
    person,
  }) => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await openFinished(page, person, {
      "=cmd()": "flat-quote",
      'Say "hi", Ltd': "busy",
    });
    const exportAs = async (name: string) => {
      await page.getByRole("button", { name: "Export" }).click();
      await page.getByRole("button", { name }).click();
    };
    const saved = async (name: string): Promise<Download> => {
      const download = page.waitForEvent("download");
      await exportAs(name);
      return download;
    };

    const csv = await saved("Save as CSV");
    expect(csv.suggestedFilename()).toBe("ringround-leaking-toilet.csv");
    const text = await readFile(await csv.path(), "utf8");
    expect(text.startsWith('\ufeff"Rank","Business","Phone","Call",')).toBe(true);
    // On the embedded stack no call costs anything, even if the simulator names a price.
    expect(text.split("\r\n").map((line) => line.split(",").at(-1))).toEqual([
      '"Simulated"',
      '"yes"',
      '"yes"',
      "",
    ]);
    const [, first = "", second = ""] = text.split("\r\n");
    expect(first).toMatch(/^"1","'=cmd\(\)","'\+1214555\d{4}","Answered",/);
    expect(second).toMatch(/^"","Say ""hi"", Ltd","'\+1214555\d{4}","Not reached",/);
    await page.getByText("Saved 2 rows as CSV.").last().waitFor();

    const json = JSON.parse(await readFile(await (await saved("Save as JSON")).path(), "utf8"));
    expect(json).toMatchObject([{ name: "=cmd()", rank: 1 }, { name: 'Say "hi", Ltd' }]);

    await exportAs("Copy as Markdown");
    await seeText(page.getByRole("status"), /Copied 2 rows as Markdown/);
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    expect(await clipboard()).toMatch(/^\| Business \| Phone \|.*\n\| --- .*\n\| =cmd\(\) \|/);
    await exportAs("Copy for a spreadsheet");
    await seeText(page.getByRole("status"), /Copied 2 rows as spreadsheet cells/);
    expect((await clipboard()).split("\n")[1]).toMatch(/^'=cmd\(\)\t'\+1214/);
  });

  test("is used from end to end with the keyboard alone", async ({ page, person }) => {
    await openFinished(page, person, { Priced: "flat-quote", Busy: "busy" });
    const focused = (name: RegExp) => page.locator(":focus").filter({ hasText: name }).waitFor();

    await tabTo(page, /^Call the one not reached again$/);
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Call again?" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await focused(/not reached again/);

    await tabTo(page, /^All 2/);
    await page.keyboard.press("ArrowRight");
    await seeNames(page, ["Priced"]);
    await page.keyboard.press("ArrowLeft");

    await tabTo(page, /^Order$/);
    await tabTo(page, /^Export$/);
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Copy as Markdown" }).waitFor();
    await page.keyboard.press("Escape");
    await focused(/^Export$/);

    await tabTo(page, /^Business$/);
    await page.keyboard.press("Enter");
    await seeNames(page, ["Busy", "Priced"]);

    await tabTo(page, /^Priced$/);
    const said = page.getByRole("heading", { name: "What was said" });
    await page.keyboard.press("Enter");
    await said.waitFor();
    await page.keyboard.press("Enter");
    await said.waitFor({ state: "hidden" });
  });

  test("J, K and Escape work in the rows, and letters nowhere else", async ({ page, person }) => {
    await openFinished(page, person, { Priced: "flat-quote", Busy: "busy" });
    const focused = (name: RegExp) => page.locator(":focus").filter({ hasText: name }).waitFor();
    await tabTo(page, /^Export$/);
    await page.keyboard.press("j");
    await focused(/^Export$/);

    await tabTo(page, /^Priced$/);
    await page.keyboard.press("Enter");
    const said = page.getByRole("heading", { name: "What was said" });
    await said.waitFor();
    await page.keyboard.press("j");
    await focused(/^Busy$/);
    await page.keyboard.press("j");
    await focused(/^Busy$/);
    await page.keyboard.press("k");
    await focused(/^Priced$/);

    await page.keyboard.press("Tab");
    await page.keyboard.press("Escape");
    await said.waitFor({ state: "hidden" });
    await focused(/^Priced$/);
  });
});
