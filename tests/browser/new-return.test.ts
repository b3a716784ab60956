import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { arriveAt, signIn, test } from "./page";
import { countDials, LONG_CALL, numbersIn, type Person, scriptCall } from "./site";

const freshNumber = numbersIn(210);

const title = (page: Page) => page.getByLabel("The job in a few words");
const box = (page: Page) => page.getByLabel("Businesses to call");

async function describeJob(page: Page, number: string) {
  await title(page).fill("Leaking toilet");
  await page.getByLabel("Service needed").fill("Plumbing");
  await page.getByLabel("Where").fill("Greenville SC");
  await box(page).fill(`Acme Plumbing, ${number}`);
}

/** Calls one business and arrives on its page. */
async function callOne(page: Page, person: Person): Promise<{ number: string; path: string }> {
  const number = freshNumber();
  await scriptCall(number, LONG_CALL);
  await signIn(page, person, "/new");
  await describeJob(page, number);
  await page.getByRole("button", { name: "Call 1 business" }).click();
  await arriveAt(page, /^\/request\//);
  return { number, path: new URL(page.url()).pathname };
}

describe("the way back to a form that was sent", () => {
  test.for([
    ["within the page", async (page: Page): Promise<void> => void (await page.goBack())],
    [
      "after a reload of the live page",
      async (page: Page): Promise<void> => {
        await page.reload();
        await page.goBack();
      },
    ],
    ["by its address", async (page: Page): Promise<void> => void (await page.goto("/new"))],
  ] as const)(
    "%s leads to an empty one that says what was called",
    async ([, goBack], { page, person }) => {
      const { path } = await callOne(page, person);
      await goBack(page);

      await page.getByText("You have called 1 business for “Leaking toilet”").waitFor();
      expect([await title(page).inputValue(), await box(page).inputValue()]).toEqual(["", ""]);
      await page.getByRole("link", { name: "Open the request" }).click();
      await arriveAt(page, path);
    },
  );

  test("and the same entered again opens the request instead of calling twice", async ({
    page,
    person,
  }) => {
    const { number, path } = await callOne(page, person);
    await page.goBack();
    await page.getByText("You have called 1 business").waitFor();
    await describeJob(page, number);

    await page.getByText("You have already called these businesses for this job.").waitFor();
    await page.getByRole("button", { name: "Open the request" }).click();
    await arriveAt(page, path);
    expect(await countDials(number)).toBe(1);
  });

  test("leaves room for another job", async ({ page, person }) => {
    const { path } = await callOne(page, person);
    await page.goBack();
    const other = freshNumber();
    await scriptCall(other, LONG_CALL);
    await describeJob(page, other);
    await page.getByRole("button", { name: "Call 1 business" }).click();
    await arriveAt(page, /^\/request\//);
    expect(new URL(page.url()).pathname).not.toBe(path);
  });
});

describe("before calling", () => {
  test("the form says whom, what they hear and ask, and how long it takes", async ({
    page,
    person,
  }) => {
    await signIn(page, person, "/new");
    await describeJob(page, freshNumber());
    await page.getByLabel("What they must meet").fill("Licensed");

    const summary = page.getByRole("region", { name: "Before calling" });
    await summary
      .getByText(
        "Hello, this is an AI assistant calling on behalf of a customer, who is looking for plumbing in Greenville SC. I am taking written notes of this call. Is this Acme Plumbing, and may I ask a few short questions?",
      )
      .waitFor();
    await summary.getByText("What they are asked").click();
    await summary.getByText("Do they meet this: Licensed?").waitFor();
    await summary.getByText("About 1–4 min").waitFor();
    await summary.getByText("Calls are simulated on this site").waitFor();
  });

  test("a simulated batch fills a job that nobody has begun, and only then", async ({
    page,
    person,
  }) => {
    await signIn(page, person, "/new");
    await page.getByLabel("Calling on behalf of").fill("Jane");
    await page.getByRole("button", { name: "Try a simulated batch" }).click();
    await page.getByRole("button", { name: "Call 8 businesses" }).waitFor();
    expect(await title(page).inputValue()).toBe("");

    await page.getByLabel("Calling on behalf of").fill("");
    await box(page).fill("");
    await page.getByRole("button", { name: "Try a simulated batch" }).click();
    await page.getByRole("button", { name: "Call 8 businesses" }).waitFor();
    expect(await title(page).inputValue()).toBe("Leaking toilet");
  });
});
