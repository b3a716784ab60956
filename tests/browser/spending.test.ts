import { describe, expect } from "vitest";
import {
  arriveAt,
  askForHolds,
  expectPageError,
  headline,
  seeStatus,
  seeText,
  signIn,
  test,
} from "./page";
import { countDials, limitPerson, numbersIn, scriptCall, startBatch } from "./site";

/** What calls may cost and how many there may be, on the pages. */

const freshNumber = numbersIn(254);
const QUICK = { behavior: "flat-quote", ringSeconds: 0, talkSeconds: 1 };

test("a cap holds a batch, stops it in words, and a new one lets the rest be called", async ({
  page,
  person,
}) => {
  expectPageError(page, /422/);
  const numbers = [freshNumber(), freshNumber(), freshNumber()];
  const [first = "", ...rest] = numbers;
  await scriptCall(first, { ...QUICK, talkSeconds: 16 });
  for (const number of rest) await scriptCall(number, QUICK);
  // Four minutes at $0.15: enough for one call at a time.
  const { pageUrl } = await startBatch(person, numbers, {}, { capUsd: 0.6 });
  await signIn(page, person, pageUrl);
  const spending = page.getByTestId("spending");
  await seeText(spending, /^Simulated: \$0\.00 of \$0\.60 used, \$0\.60 set aside for live calls$/);
  await seeText(page.getByTestId("summary"), /The rest of the cap is set aside for live calls\./);

  await seeText(headline(page), /^Cap reached · 1 of 3 called$/);
  await seeText(spending, /^Simulated: \$0\.\d\d of \$0\.60 used$/);
  await seeText(
    page.getByRole("alert").filter({ hasText: "new cap" }),
    /^\$0\.\d\d of \$0\.60 used; one more call could cost more than is left/,
  );
  await page.goto("/");
  await seeText(page.getByRole("main"), /Cap reached 1 of 3 answered/);
  await page.goto(pageUrl);

  await page.getByRole("button", { name: "Call 2 not called yet" }).click();
  const dialog = page.getByRole("dialog");
  const cap = dialog.getByLabel("Spending cap in US dollars");
  const call = dialog.getByRole("button", { name: "Call 2 businesses" });
  expect(await cap.inputValue()).toBe("0.6");
  await cap.fill("0");
  expect(await call.isDisabled()).toBe(true);
  await cap.fill("0.1");
  await call.click();
  await dialog.getByText("Set it to $0.60 or more.").waitFor();
  await cap.fill("2");
  await call.click();

  await seeStatus(page, "Business 2", "completed");
  await seeStatus(page, "Business 3", "completed");
  await seeText(spending, /of \$2\.00 used$/);
  expect(await countDials(first)).toBe(1);
});

describe("the form", () => {
  test("puts a cap that is too low beside its field, and sends the one that is set", async ({
    page,
    person,
  }) => {
    expectPageError(page, /422/);
    const number = freshNumber();
    await scriptCall(number, QUICK);
    await signIn(page, person, "/new");
    await page.getByLabel("The job in a few words").fill("Leaking toilet");
    await page.getByLabel("Service needed").fill("Plumbing");
    await page.getByLabel("Where").fill("Greenville SC");
    await page.getByLabel("Businesses to call").fill(`Acme, ${number}`);
    await page.getByText("More options").click();
    const cap = page.getByLabel("Spending cap in US dollars");
    await cap.fill("0.1");
    const details = page.locator("details", { has: page.getByText("More options") });
    await page.getByText("More options").click();
    await cap.waitFor({ state: "hidden" });

    await page.getByRole("button", { name: "Call 1 business" }).click();
    await details.getByText("Set it to $0.60 or more.").waitFor();
    await page.getByRole("link", { name: /A cap of \$0\.10/ }).click();
    expect(await cap.evaluate((field) => field === document.activeElement)).toBe(true);
    await cap.fill("0.75");
    await page.getByRole("button", { name: "Call 1 business" }).click();

    await arriveAt(page, /\/request\//);
    await seeText(page.getByTestId("spending"), /of \$0\.75 used/);
  });

  test("tells which limit a list exceeds before the button is pressed, and after", async ({
    page,
    person,
  }) => {
    await limitPerson(person, { callsPerDay: 2 });
    await askForHolds(page);
    expectPageError(page, /429/);
    await signIn(page, person);
    await page.goto("/new?simulated");
    const limit =
      /You may have 2 businesses called a day; 2 are left for today\. This resets at \d+:\d\d [AP]M\./;
    await seeText(page.getByRole("status").filter({ hasText: "left for today" }), limit);

    await page.getByRole("button", { name: "Call 8 businesses" }).click();
    await seeText(page.getByRole("alert").filter({ hasText: "Nobody has been called" }), limit);
    const list = page.getByLabel("Businesses to call");
    await list.fill((await list.inputValue()).split("\n").slice(0, 2).join("\n"));
    await page.getByText("left for today").first().waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Call 2 businesses" }).waitFor();
  });
});

test("the settings of a simulated site say which rails are off", async ({ page, person }) => {
  await signIn(page, person, "/settings");
  await page
    .getByText(
      /no phone rings\. Off here, and on where phones ring: calling hours, the list of countries, .*, who may sign up, limits/,
    )
    .waitFor();
});
