import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { arriveAt, signIn, test } from "./page";
import { countDials, LONG_CALL, numbersIn, scriptCall, signUp } from "./site";

const freshNumber = numbersIn(229);

const title = (page: Page) => page.getByLabel("The job in a few words");
const box = (page: Page) => page.getByLabel("Businesses to call");

async function describeJob(page: Page, number: string) {
  await title(page).fill("Leaking toilet");
  await page.getByLabel("Service needed").fill("Plumbing");
  await page.getByLabel("Where").fill("Greenville SC");
  await box(page).fill(`Acme Plumbing, ${number}`);
}

async function signOut(page: Page) {
  await page.getByRole("button", { name: "Sign out" }).click();
  await arriveAt(page, "/login");
}

describe("a draft", () => {
  test("is there again after signing out and in", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await describeJob(page, freshNumber());
    await signOut(page);
    await signIn(page, person);
    await page.getByRole("link", { name: "Make your first request" }).click();

    await page.getByRole("button", { name: "Call 1 business" }).waitFor();
    expect(await title(page).inputValue()).toBe("Leaking toilet");
  });

  test("is not there for somebody else who signs in at the same tab, nor afterwards", async ({
    page,
    person,
  }) => {
    await signIn(page, person, "/new");
    await describeJob(page, freshNumber());
    await signOut(page);
    await signIn(page, await signUp(), "/new");

    await page.getByText("Nobody is on the list yet.").waitFor();
    expect([await title(page).inputValue(), await box(page).inputValue()]).toEqual(["", ""]);
    await signOut(page);
    await signIn(page, person, "/new");
    await page.getByText("Nobody is on the list yet.").waitFor();
    expect(await title(page).inputValue()).toBe("");
  });

  test("of one tab is none of another, and each is called for itself", async ({ page, person }) => {
    const [first, second] = [freshNumber(), freshNumber()];
    for (const number of [first, second]) await scriptCall(number, LONG_CALL);
    await signIn(page, person, "/new");
    await describeJob(page, first);
    const other = await page.context().newPage();
    await other.goto("/new");
    await other.getByText("Nobody is on the list yet.").waitFor();
    await describeJob(other, second);

    for (const tab of [page, other]) {
      await tab.getByRole("button", { name: "Call 1 business" }).click();
      await arriveAt(tab, /^\/request\//);
      await tab.getByText("Talking").first().waitFor();
    }
    expect(page.url()).not.toBe(other.url());
    expect([await countDials(first), await countDials(second)]).toEqual([1, 1]);
  });

  test("that is sent from a tab and from its duplicate is one order", async ({ page, person }) => {
    const number = freshNumber();
    await scriptCall(number, LONG_CALL);
    await signIn(page, person, "/new");
    await describeJob(page, number);
    await page.getByRole("button", { name: "Call 1 business" }).waitFor();
    const kept = await page.evaluate(() => ({ ...sessionStorage }));
    const duplicate = await page.context().newPage();
    await duplicate.addInitScript((storage) => {
      for (const [name, value] of Object.entries(storage)) sessionStorage.setItem(name, value);
    }, kept);
    await duplicate.goto("/new");
    await duplicate.getByRole("button", { name: "Call 1 business" }).waitFor();

    await Promise.all(
      [page, duplicate].map((tab) => tab.getByRole("button", { name: "Call 1 business" }).click()),
    );
    await Promise.all([page, duplicate].map((tab) => arriveAt(tab, /^\/request\//)));
    expect(duplicate.url()).toBe(page.url());
    await page.getByText("Talking").first().waitFor();
    expect(await countDials(number)).toBe(1);
  });
});
