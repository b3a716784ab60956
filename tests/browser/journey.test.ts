import { describe, expect } from "vitest";
import { eventually } from "../support/eventually";
import { arriveAt, callRow, connection, headline, seeText, test } from "./page";
import { shownNames } from "./request";

describe("from signing in to the result", () => {
  test("a demo user lists businesses, calls them and gets a comparison", async ({ page }) => {
    await page.goto("/new");
    await arriveAt(page, "/login?next=%2Fnew");
    await page.getByRole("button", { name: "Sign in as demo user" }).click();
    await arriveAt(page, "/new");

    await page.getByRole("button", { name: "Try a simulated batch" }).click();
    await page.getByRole("button", { name: "Call 8 businesses" }).click();
    await arriveAt(page, /^\/request\//);
    // The page stands while the first phones still ring: nothing waited for a call.
    expect(await headline(page).innerText()).toMatch(/^[0-7] of 8 done/);
    await seeText(connection(page), /Updates live/);
    await seeText(headline(page), /^[1-7] of 8 done/);
    expect(await page.title()).toMatch(/^\([0-8]\/8\) Leaking toilet/);

    await seeText(headline(page), /^Done · 4 of 8 answered$/);
    expect(await page.title()).toBe("Done: Leaking toilet · Ringround");
    const said = async (name: string) =>
      (await callRow(page, name).innerText()).replace(/\s+/g, " ");
    expect(await said("Acme Plumbing")).toMatch(/Answered.*\$/);
    expect(await said("Carolina Drain Co")).toMatch(/Not available.*They cannot do this job/);
    expect(await said("Dunbar & Sons")).toMatch(/Not reached Attempt 2 of 2 No answer/);
    expect(await said("Eastside Rooter")).toMatch(/Not reached.*The line was busy/);
    expect(await said("Foothills Plumbing")).toMatch(/Not reached.*A mailbox answered/);
    expect(await said("Greer Water Works")).toMatch(/Number does not work/);

    expect(await page.getByTestId("summary").innerText()).toMatch(
      /Best: .*3 offers.*The calls took \d+ seconds\./s,
    );

    // The list stood still while the person read it; the order is theirs to change.
    expect((await shownNames(page))[0]).toBe("Acme Plumbing");
    await page.getByRole("button", { name: "Sort best first" }).click();
    // Answers before refusals before those who were not reached.
    const names = await eventually(
      () => shownNames(page),
      (shown) => shown.indexOf("Carolina Drain Co") === 3,
    );
    expect(names.slice(4)).toContain("Dunbar & Sons");
    await page.reload();
    expect(await shownNames(page)).toEqual(names);
  });

  test("a row opens to what was found out, when it happened and what was said", async ({
    page,
  }) => {
    await page.goto("/login");
    await page.getByRole("button", { name: "Sign in as demo user" }).click();
    await arriveAt(page, "/");
    await page
      .getByRole("link", { name: /Leaking toilet/ })
      .first()
      .click();
    await arriveAt(page, /^\/request\//);

    const row = page.getByRole("button", { name: "Acme Plumbing" });
    await row.click();
    await page.getByRole("heading", { name: "What was said" }).waitFor();
    await page.getByText(/AI assistant calling on behalf/).waitFor();
    expect(await page.getByText("Picked up").isVisible()).toBe(true);
    // The words on which the price rests, beside it and where they were said.
    const quote = (await page.locator("dd q").first().innerText()).replace(/[“”]/g, "");
    expect(await page.locator("mark").allInnerTexts()).toContain(quote);
    expect(await row.getAttribute("aria-expanded")).toBe("true");

    await row.click();
    await page.getByRole("heading", { name: "What was said" }).waitFor({ state: "hidden" });
  });
});
