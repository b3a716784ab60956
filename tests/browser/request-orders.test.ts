import { describe, expect } from "vitest";
import { eventually } from "../support/eventually";
import {
  arriveAt,
  callRow,
  expectPageError,
  headline,
  seeStatus,
  seeText,
  signIn,
  test,
} from "./page";
import { armFault, openRow, startNamed } from "./request";
import { countDials, LONG_CALL, numbersIn, scriptCall } from "./site";

const freshNumber = numbersIn(215);

const QUICK = { ringSeconds: 0, talkSeconds: 1 };
const RETRY_API = "**/api/v1/batches/*/retry";

describe("calling again", () => {
  test("those who were not reached are called again on the same page, and nobody else", async ({
    page,
    person,
  }) => {
    const [answered, busy] = [freshNumber(), freshNumber()];
    await scriptCall(answered, { behavior: "flat-quote", ...QUICK });
    await scriptCall(busy, { behavior: "busy", ...QUICK });
    const { pageUrl } = await startNamed(person, [
      { name: "Answered", phone: answered },
      { name: "Busy", phone: busy },
    ]);
    await signIn(page, person, pageUrl);
    await seeText(headline(page), /^Done · 1 of 2 answered$/);
    await scriptCall(busy, { behavior: "flat-quote", ...QUICK });

    await page.getByRole("button", { name: "Call the one not reached again" }).click();
    const dialog = page.getByRole("dialog", { name: "Call again?" });
    await seeText(dialog, /The line was busy 1.*Answers already received are kept/);
    await dialog.getByRole("button", { name: "Call 1 business" }).click();

    await seeText(page.getByRole("status"), /Calling 1 business again\./);
    await page.locator("#headline:focus").waitFor();
    await seeText(headline(page), /^Done · 2 of 2 answered$/);
    expect([await countDials(answered), await countDials(busy)]).toEqual([1, 2]);
  });

  test("a choice of nobody cannot be sent", async ({ page, person }) => {
    const number = freshNumber();
    await scriptCall(number, { behavior: "busy", ...QUICK });
    const { pageUrl } = await startNamed(person, [{ name: "Busy", phone: number }]);
    await signIn(page, person, pageUrl);
    await seeText(headline(page), /^Done/);

    await page.getByRole("button", { name: "Call the one not reached again" }).click();
    await page.getByRole("checkbox", { name: "The line was busy" }).uncheck();

    expect(await page.getByRole("button", { name: "Call nobody" }).isDisabled()).toBe(true);
  });

  test("an order that is not answered says so, and is repeated under the same key", async ({
    page,
    person,
  }) => {
    expectPageError(page, /ERR_FAILED/);
    const number = freshNumber();
    await scriptCall(number, { behavior: "busy", ...QUICK });
    const { pageUrl } = await startNamed(person, [{ name: "Busy", phone: number }]);
    await signIn(page, person, pageUrl);
    await seeText(headline(page), /^Done/);
    const keys: string[] = [];
    await page.route(RETRY_API, async (route) => {
      keys.push(route.request().headers()["idempotency-key"] ?? "");
      if (keys.length === 1) await route.abort();
      else await route.continue();
    });

    await page.getByRole("button", { name: "Call the one not reached again" }).click();
    await page.getByRole("button", { name: "Call 1 business" }).click();
    await seeText(
      page.getByRole("dialog").getByRole("alert"),
      /No answer came.*nothing happens twice/,
    );
    await page.getByRole("button", { name: "Call 1 business" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });

    await eventually(
      () => countDials(number),
      (dials) => dials === 2,
      { timeoutMs: 60_000 },
    );
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(keys[1]).toBe(keys[0]);
  });

  test("one business that answered is called again after being told what that means", async ({
    page,
    person,
  }) => {
    const number = freshNumber();
    await scriptCall(number, { behavior: "flat-quote", ...QUICK });
    const { pageUrl } = await startNamed(person, [{ name: "Answered", phone: number }]);
    await signIn(page, person, pageUrl);
    await seeText(headline(page), /^Done/);
    await scriptCall(number, LONG_CALL);
    await openRow(page, "Answered");

    await page.getByRole("button", { name: "Call again" }).click();
    const dialog = page.getByRole("dialog", { name: "Call Answered again?" });
    await seeText(dialog, /Someone there has already spoken with the agent/);
    await dialog.getByRole("button", { name: "Call again" }).click();

    await seeStatus(page, "Answered", "in_progress");
    await seeText(headline(page), /^0 of 1 done · calling Answered$/);
    // What was said stays in sight, marked as what it is, until the new call brings something.
    await seeText(callRow(page, "Answered"), /Talking Calling again · \d+:\d\d \$\d+/);
    await seeText(page.getByTestId("summary"), /The only offer so far: Answered, \$\d+/);
    expect(await countDials(number)).toBe(2);

    await page.getByRole("button", { name: "Stop calling" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Stop calling" }).click();
    await seeText(headline(page), /^Done · 1 of 1 answered · last calls stopped$/);
    await seeText(page.getByTestId("summary"), /The last calls took/);
    await seeText(callRow(page, "Answered"), /Answered .*\$\d+/);

    const others = page.getByRole("listitem").filter({ hasText: "You stopped this call" });
    await others.getByText("Canceled").click();
    await seeText(others, /Dialed.*Call ended.*What was said/);
  });

  test("a wrong number leads to a new request with the same job", async ({ page, person }) => {
    const number = freshNumber();
    await scriptCall(number, { behavior: "not-in-service", ...QUICK });
    const { pageUrl } = await startNamed(person, [{ name: "Gone, Ltd", phone: number }]);
    await signIn(page, person, pageUrl);
    await seeText(headline(page), /^Done/);

    await callRow(page, "Gone, Ltd")
      .getByRole("link", { name: /^Edit number/ })
      .click();

    await page.getByText(/with Gone, Ltd on the list/).waitFor();
    await arriveAt(page, "/new");
    expect(await page.getByLabel("Name, line 1").inputValue()).toBe("Gone, Ltd");
    expect(await page.getByLabel("The job in a few words").inputValue()).toBe("Leaking toilet");
  });

  test("the row of somebody not reached says when, and calls again itself", async ({
    page,
    person,
  }) => {
    const number = freshNumber();
    await scriptCall(number, { behavior: "no-answer", ...QUICK });
    const { pageUrl } = await startNamed(person, [{ name: "Silent", phone: number }]);
    await signIn(page, person, pageUrl);
    await seeText(headline(page), /^Done/);
    const row = callRow(page, "Silent");
    await seeText(row, /No answer at \d+:\d\d [AP]M\. Call again/);

    await row.getByRole("button", { name: "Call again" }).click();
    const dialog = page.getByRole("dialog", { name: "Call Silent again?" });
    await dialog.getByRole("button", { name: "Not now" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.locator(":focus").filter({ hasText: "Call again" }).waitFor();

    await scriptCall(number, { behavior: "flat-quote", ...QUICK });
    await row.getByRole("button", { name: "Call again" }).click();
    await dialog.getByRole("button", { name: "Call again" }).click();
    // The list stays where it was, and so does who reads it with the keyboard.
    await row.locator("th button:focus").waitFor();
    await seeText(headline(page), /^Done · 1 of 1 answered$/);
  });
});

describe("a call of which nobody knows whether it happened", () => {
  test("is checked again without a dial, and called again only after a warning", async ({
    page,
    person,
  }) => {
    const number = freshNumber();
    await armFault({ fault: "fail-before-placing", answer: { status: 503 }, number });
    const { pageUrl } = await startNamed(person, [{ name: "Unclear", phone: number }]);
    await signIn(page, person, pageUrl);
    await seeStatus(page, "Unclear", "unknown");
    await seeText(headline(page), /^Done/);
    await callRow(page, "Unclear").getByRole("button", { name: "Check again" }).click();
    await seeText(page.getByRole("status"), /The phone service still has no record of this call/);
    await openRow(page, "Unclear");

    await page.getByRole("button", { name: "Check again" }).click();
    await page.getByText("The phone service still has no record of this call.").first().waitFor();
    expect(await countDials(number)).toBe(0);

    await page.getByRole("button", { name: "Call again", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Call Unclear again?" });
    await seeText(
      dialog,
      /their phone may have rung.*Check first; calling again may phone them twice/,
    );
    await scriptCall(number, { behavior: "flat-quote", ...QUICK });
    await dialog.getByRole("button", { name: "Call again anyway" }).click();
    await seeText(headline(page), /^Done · 1 of 1 answered$/);
  });
});
