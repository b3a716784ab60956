import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { arriveAt, expectPageError, seeText, signIn, test } from "./page";
import { countDials, LONG_CALL, numbersIn, scriptCall } from "./site";

const freshNumber = numbersIn(231);

const bar = (page: Page) => page.getByRole("status").filter({ hasText: "You are offline." });
const problems = (page: Page) =>
  page.getByRole("alert").filter({ hasText: "Nobody has been called" });

async function describeJob(page: Page, number: string) {
  await page.getByLabel("The job in a few words").fill("Leaking toilet");
  await page.getByLabel("Service needed").fill("Plumbing");
  await page.getByLabel("Where").fill("Greenville SC");
  await page.getByLabel("Businesses to call").fill(`Acme Plumbing, ${number}`);
}

describe("without a connection", () => {
  test("calling says what to do, keeps everything, and works afterwards", async ({
    page,
    person,
  }) => {
    expectPageError(page, /ERR_INTERNET_DISCONNECTED/);
    const number = freshNumber();
    await scriptCall(number, LONG_CALL);
    await signIn(page, person, "/new");
    await describeJob(page, number);
    const call = page.getByRole("button", { name: "Call 1 business" });
    await call.waitFor();

    await page.context().setOffline(true);
    await page.getByText("What you typed stays here; call when you are back online.").waitFor();
    await call.click();
    await seeText(problems(page), /You are offline\. Press again when the connection is back/);
    expect(new URL(page.url()).pathname).toBe("/new");
    expect(await page.getByLabel("Where").inputValue()).toBe("Greenville SC");

    await page.context().setOffline(false);
    await bar(page).waitFor({ state: "hidden" });
    await problems(page).waitFor({ state: "hidden" });
    await call.click();
    await arriveAt(page, /^\/request\//);
    await page.getByText("Talking").first().waitFor();
    expect(await countDials(number)).toBe(1);
  });

  test("a list is kept unread, and read when the connection is back", async ({ page, person }) => {
    expectPageError(page, /ERR_INTERNET_DISCONNECTED/);
    await signIn(page, person, "/new");
    await page.getByText("Nobody is on the list yet.").waitFor();
    await page.context().setOffline(true);
    await bar(page).waitFor();
    await describeJob(page, freshNumber());

    await page.getByText("The list will be read as soon as the connection is back.").waitFor();
    await page.getByRole("button", { name: "Call businesses" }).click();
    await seeText(problems(page), /You are offline\. Press again when the connection is back/);

    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Call 1 business" }).waitFor();
    expect(await page.getByLabel("Name, line 1").inputValue()).toBe("Acme Plumbing");
  });

  test("signing in waits with what was entered, and goes on by itself", async ({
    page,
    person,
  }) => {
    expectPageError(page, /ERR_INTERNET_DISCONNECTED/);
    await page.goto("/login");
    await page.getByLabel("Email").fill(person.email);
    await page.getByLabel("Password").fill(person.password);
    await page.context().setOffline(true);
    await page.getByText("Sign-in continues when the connection is back.").waitFor();
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("button", { name: "One moment…" }).waitFor();
    expect(await page.getByLabel("Email").inputValue()).toBe(person.email);

    await page.context().setOffline(false);
    await arriveAt(page, "/");
  });

  test("“Retry now” finds the connection at once, and says so while there is none", async ({
    page,
    person,
  }) => {
    expectPageError(page, /ERR_FAILED/);
    await page.clock.install();
    await signIn(page, person, "/new");
    // Browsers do not always notice that a connection is back; nor does this page, as nothing tells it.
    await page.route("**/*", (route) => route.abort());
    await page.evaluate(() => dispatchEvent(new Event("offline")));
    await bar(page).waitFor();
    // From here on time stands still: the router, which asks again by itself after seconds, never does.
    await page.clock.pauseAt(Date.now() + 60_000);
    const retry = page.getByRole("button", { name: "Retry now" });
    await retry.click();
    await page.getByRole("button", { name: "Trying…" }).waitFor();
    await page.clock.runFor(1000);
    await retry.waitFor();
    await bar(page).waitFor();

    await page.unroute("**/*");
    await retry.click();
    await bar(page).waitFor({ state: "hidden" });
  });
});
