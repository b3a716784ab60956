import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { eventually } from "../support/eventually";
import { box, rows, SHEET, table } from "./business-list";
import { arriveAt, signIn, test } from "./page";
import { LONG_CALL, numbersIn, scriptCall } from "./site";

const freshNumber = numbersIn(209);

const focusedLabel = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? null);

describe("the preview", () => {
  test("is a table also where browsers forget that it is one", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await box(page).fill("Acme, 864-555-0110\nShort, 555-12");
    await page.getByText("1 business to call · 1 needs a fix").waitFor();

    const roles = await table(page).evaluate((root) =>
      [root, ...root.querySelectorAll("thead, tbody, tr, th, td")].map(
        (part) => `${part.localName} ${part.getAttribute("role")}`,
      ),
    );
    expect([...new Set(roles)].sort()).toEqual([
      "table table",
      "tbody rowgroup",
      "td cell",
      "th columnheader",
      "thead rowgroup",
      "tr row",
    ]);
  });

  test("can be changed in place, and the box follows", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await box(page).fill(SHEET);
    await page.getByRole("button", { name: "To fix 1" }).click();
    expect(await rows(page).count()).toBe(1);
    await page.getByLabel("Number of Best Pipes").fill("864-555-0113");

    await page.getByText("3 businesses to call · 1 repeated number merged").waitFor();
    expect(await box(page).inputValue()).toContain("3\tBest Pipes\tEasley\t864-555-0113");
    await page.getByLabel("Name, line 4").fill("Acme & Co");
    await page.getByText("Same number as Acme & Co in line 4.").waitFor();
    await page.getByRole("button", { name: "Remove Acme Inc" }).click();
    await page.getByText("3 businesses to call", { exact: true }).waitFor();
    expect(await box(page).inputValue()).not.toContain("Acme Inc");
  });

  test("is a form for the keyboard: down by Enter, back by Escape", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await box(page).fill("Acme, 864-555-0110\nBest, 864-555-0111");
    await page.getByLabel("Number of Acme").focus();
    await page.keyboard.type("9");
    await page.getByText("1 business to call · 1 needs a fix").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("2 businesses to call").first().waitFor();

    await page.keyboard.press("Enter");
    expect(await focusedLabel(page)).toBe("Number of Best");
    await page.getByRole("button", { name: "Remove Best" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("1 business to call").first().waitFor();
    expect(await focusedLabel(page)).toBe("Remove Acme");
  });

  test("of a thousand rows shows the first, and all on request", async ({ page, person }) => {
    await signIn(page, person, "/new");
    const many = Array.from(
      { length: 1000 },
      (_, index) =>
        `Business ${index}, +1 ${205 + 10 * Math.floor(index / 100)} 555 01${String(index % 100).padStart(2, "0")}`,
    );
    await box(page).fill(many.join("\n"));
    await page.getByText("1000 businesses to call").first().waitFor();
    expect(await rows(page).count()).toBe(20);
    await page.getByRole("button", { name: "Show all 1000" }).click();
    await eventually(
      () => rows(page).count(),
      (count) => count === 1000,
      { timeoutMs: 30_000 },
    );
    // What is out of sight costs a key press nothing, and is drawn when somebody comes there.
    const isDrawn = (index: number) =>
      rows(page)
        .nth(index)
        .locator("td")
        .first()
        .evaluate((cell) => cell.checkVisibility({ contentVisibilityAuto: true }));
    await rows(page).nth(0).scrollIntoViewIfNeeded();
    await eventually(
      () => Promise.all([isDrawn(0), isDrawn(999)]),
      ([first, last]) => first && !last,
      { timeoutMs: 30_000 },
    );
    await page.getByLabel("Name, line 1000").fill("The last one");
    await eventually(() => isDrawn(999), Boolean, { timeoutMs: 30_000 });
    await eventually(
      () => box(page).inputValue(),
      (text) => text.endsWith("The last one, +1 295 555 0199"),
      { timeoutMs: 30_000 },
    );
  });
});

test("everything can be done with the keyboard alone", async ({ page, person }) => {
  const number = freshNumber();
  await scriptCall(number, LONG_CALL);
  await signIn(page, person, "/new");
  /** Goes on by Tab until the control with this id has the focus. */
  const tabTo = async (id: string) => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Tab");
      if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
    }
    throw new Error(`Tab does not lead to ${id}.`);
  };

  await tabTo("title");
  await page.keyboard.type("Leaking toilet");
  await tabTo("serviceNeeded");
  await page.keyboard.type("Plumbing");
  await tabTo("location");
  await page.keyboard.type("Greenville SC");
  await tabTo("list");
  await page.keyboard.type("Acme Plumbing, 555-12");
  await page.getByText("0 businesses to call · 1 needs a fix").waitFor();
  await tabTo("row-0-phone");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(number);
  await page.getByRole("button", { name: "Call 1 business" }).waitFor();
  await tabTo("call");
  await page.keyboard.press("Enter");

  await arriveAt(page, /^\/request\//);
});
