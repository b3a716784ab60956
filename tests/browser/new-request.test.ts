import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { eventually } from "../support/eventually";
import { arriveAt, expectPageError, seeText, signIn, test } from "./page";
import { countDials, LONG_CALL, numbersIn, scriptCall } from "./site";

const freshNumber = numbersIn(206);

const SEND_API = "**/api/v1/providers/batch-call-async";

async function describeJob(page: Page) {
  await page.getByLabel("The job in a few words").fill("Leaking toilet");
  await page.getByLabel("Service needed").fill("Plumbing");
  await page.getByLabel("Where").fill("Greenville SC");
}

const list = (page: Page) => page.getByLabel("Businesses to call");
const preview = (page: Page) => page.getByRole("table", { name: /as understood/ });

describe("the form", () => {
  test("says of every row what will happen to it", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await list(page).fill(
      "Acme Plumbing, 864-555-0100\nBest Pipes - 864.555.0101\nAcme Inc, +1 (864) 555 0100\nShort, 555-12",
    );

    const rows = preview(page).locator("tbody");
    await seeText(rows.nth(0), /\+1 864 555 0100/);
    expect(await page.getByLabel("Number of Acme Plumbing").inputValue()).toBe("864-555-0100");
    await seeText(rows.nth(2), /Called once Same number as Acme Plumbing in line 1/);
    await seeText(rows.nth(3), /Needs a fix Saw "555-12".*Include the area code/);

    await page.getByRole("button", { name: "Keep 2 good, skip 1" }).click();
    await seeText(rows.nth(3), /Skipped/);
    expect(await page.getByRole("button", { name: "Call 2 businesses" }).isEnabled()).toBe(true);
    await page.getByRole("button", { name: "Do not skip" }).click();
    await seeText(rows.nth(3), /Needs a fix/);
  });

  test("calls nobody while something is missing, and leads to it", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await list(page).fill("Short, 555-12");
    await page.getByRole("button", { name: "Call businesses" }).click();

    const alert = page.getByRole("alert").filter({ hasText: "Nobody has been called" });
    await seeText(
      alert,
      /what the job is.*which service.*where the job is.*1 row cannot be called/,
    );
    const focused = await page.evaluate(() => document.activeElement?.id);
    expect(focused).toBe("title");
    expect(await page.getByLabel("Where").getAttribute("aria-invalid")).toBe("true");

    await page.getByLabel("Where").fill("Greenville SC");
    expect(await page.getByLabel("Where").getAttribute("aria-invalid")).toBeNull();
  });

  test("keeps everything over a reload and over signing in again", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await describeJob(page);
    await list(page).fill("Acme Plumbing, 864-555-0100");

    await page.reload();
    await page.getByRole("button", { name: "Call 1 business" }).waitFor();
    expect(await page.getByLabel("The job in a few words").inputValue()).toBe("Leaking toilet");

    // Signed out in another tab; this one finds out when it sends.
    expectPageError(page, /401/);
    await page.context().clearCookies();
    await page.getByRole("button", { name: "Call 1 business" }).click();
    await arriveAt(page, "/login?next=/new&problem=session");
    await page.getByText("Your session has ended").waitFor();
    await page.getByLabel("Email").fill(person.email);
    await page.getByLabel("Password").fill(person.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await arriveAt(page, "/new");
    await page.getByRole("button", { name: "Call 1 business" }).waitFor();
    expect(await page.getByLabel("Where").inputValue()).toBe("Greenville SC");
  });

  test("names a row that the server refuses beside that row", async ({ page, person }) => {
    expectPageError(page, /422/);
    await signIn(page, person, "/new");
    await describeJob(page);
    await list(page).fill("Acme Plumbing, 864-555-0100\nBest Pipes, 864-555-0101");
    // The page itself would have refused it: what is sent is changed on the way.
    await page.route(SEND_API, (route) =>
      route.continue({
        postData: (route.request().postData() ?? "").replace("864-555-0101", "911"),
      }),
    );
    await page.getByRole("button", { name: "Call 2 businesses" }).click();

    await seeText(
      preview(page).locator("tbody").nth(0),
      /Refused.*emergency number, which is never called/,
    );
    await eventually(
      () => page.evaluate(() => document.activeElement?.getAttribute("aria-label")),
      (label) => label === "Number of Best Pipes",
      { timeoutMs: 10_000 },
    );
    await seeText(page.getByRole("alert").first(), /Nobody has been called.*1 row was refused/);
  });
});

describe("sending", () => {
  test("is up to the button: Enter in a line of the job orders nothing", async ({
    page,
    person,
  }) => {
    const number = freshNumber();
    await scriptCall(number, LONG_CALL);
    await signIn(page, person, "/new");
    await describeJob(page);
    await list(page).fill(`Acme Plumbing, ${number}`);
    await page.getByRole("button", { name: "Call 1 business" }).waitFor();
    const sent: string[] = [];
    page.on("request", (request) => sent.push(request.method()));
    for (const label of ["The job in a few words", "Where", "Calling on behalf of"])
      await page.getByLabel(label).press("Enter");
    // What a press orders goes out before the next thing that is asked of the page is done.
    await page.getByLabel("Where").fill("Easley SC");
    await page.getByText("looking for plumbing in Easley SC").waitFor();
    expect(sent).not.toContain("POST");

    await page.getByRole("button", { name: "Call 1 business" }).press("Enter");
    await arriveAt(page, /^\/request\//);
    expect(sent).toContain("POST");
  });

  test("twice by a double click makes one request", async ({ page, person }) => {
    const number = freshNumber();
    await scriptCall(number, LONG_CALL);
    await signIn(page, person, "/new");
    await describeJob(page);
    await list(page).fill(`Acme Plumbing, ${number}`);
    await page.getByRole("button", { name: "Call 1 business" }).dblclick();
    await arriveAt(page, /^\/request\//);

    await page.getByRole("link", { name: "Requests" }).click();
    await page.getByRole("heading", { name: "Requests" }).waitFor();
    await seeText(page.getByRole("main"), /Calling 1 business/);
    expect(await page.getByRole("link", { name: /Leaking toilet/ }).count()).toBe(1);
  });

  test("again after a lost answer opens the same request and dials nobody twice", async ({
    page,
    person,
  }) => {
    expectPageError(page, /ERR_FAILED/);
    const number = freshNumber();
    await scriptCall(number, LONG_CALL);
    await signIn(page, person, "/new");
    await describeJob(page);
    await list(page).fill(`Acme Plumbing, ${number}`);
    let isLost = true;
    await page.route(SEND_API, async (route) => {
      if (!isLost) return route.continue();
      isLost = false;
      await route.fetch();
      return route.abort();
    });

    await page.getByRole("button", { name: "Call 1 business" }).click();
    await seeText(page.getByRole("alert").first(), /The answer did not arrive/);
    await page.getByRole("button", { name: "Call 1 business" }).click();
    await arriveAt(page, /^\/request\//);
    await seeText(page.getByRole("table"), /Talking/);

    expect(await countDials(number)).toBe(1);
    await page.goto("/");
    await page.getByRole("link", { name: /Leaking toilet/ }).waitFor();
    expect(await page.getByRole("link", { name: /Leaking toilet/ }).count()).toBe(1);
  });
});
