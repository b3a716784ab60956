import type { Page, Route } from "playwright-core";
import { describe } from "vitest";
import { eventually } from "../support/eventually";
import { callRow, connection, expectPageError, headline, seeText, signIn, test } from "./page";
import { startNamed } from "./request";
import { LONG_CALL, numbersIn, scriptCall } from "./site";

const freshNumber = numbersIn(252);

const SCRIPTS = "**/_next/static/chunks/*.js";

/** Counts the scripts that are asked for from now on. */
function countScripts(page: Page): () => number {
  let count = 0;
  page.on("request", (request) => {
    if (request.resourceType() === "script") count += 1;
  });
  return () => count;
}

describe("what is loaded when it is needed", () => {
  test("the question before stopping is read when somebody comes to its button, by pointer or by key", async ({
    page,
    person,
  }) => {
    const number = freshNumber();
    await scriptCall(number, LONG_CALL);
    const { pageUrl } = await startNamed(person, [{ name: "Talker", phone: number }]);
    await signIn(page, person);
    await page.goto(pageUrl);
    await seeText(connection(page), /Updates live/);
    const stop = page.getByRole("button", { name: "Stop calling" });
    for (const come of [() => stop.hover(), () => stop.focus()]) {
      await page.reload();
      await seeText(connection(page), /Updates live/);
      await page.waitForLoadState("networkidle");
      const scripts = countScripts(page);
      await come();
      await eventually(scripts, (count) => count > 0, { timeoutMs: 30_000 });
      // What is under way arrives; the press itself may ask for nothing.
      await page.route(SCRIPTS, (route) => route.abort());

      await stop.click();

      await page.getByRole("dialog", { name: "Stop calling?" }).waitFor();
      await page.unroute(SCRIPTS);
    }
  });

  test("a question that cannot be loaded says so, and pressing again tries again", async ({
    page,
    person,
  }) => {
    expectPageError(page, /ERR_FAILED/);
    const number = freshNumber();
    await scriptCall(number, { behavior: "busy", ringSeconds: 0, talkSeconds: 1 });
    const { pageUrl } = await startNamed(person, [{ name: "Busy", phone: number }]);
    await signIn(page, person, pageUrl);
    await seeText(headline(page), /^Done/);
    await page.waitForLoadState("networkidle");
    const refuse = (route: Route) => route.abort();
    await page.route(SCRIPTS, refuse);
    await callRow(page, "Busy").getByRole("button", { name: "Call again" }).click();
    await page
      .getByTestId("said")
      .getByText(/could not be loaded.*try again/)
      .waitFor();
    await page.getByRole("button", { name: "Busy", exact: true }).click();
    await page
      .getByRole("alert")
      .getByText(/could not be loaded/)
      .waitFor();

    await page.unroute(SCRIPTS, refuse);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "What was said" }).waitFor();
    await page.getByRole("button", { name: "Call again", exact: true }).click();
    await page.getByRole("dialog", { name: "Call Busy again?" }).waitFor();
  });

  test("a question that could not be read ahead is tried again by each press", async ({
    page,
    person,
  }) => {
    expectPageError(page, /ERR_FAILED/);
    const number = freshNumber();
    await scriptCall(number, LONG_CALL);
    const { pageUrl } = await startNamed(person, [{ name: "Talker", phone: number }]);
    await signIn(page, person);
    // What the page itself needs is in the cache after a first visit; what it reads ahead is told apart by its words.
    let isRefused = true;
    await page.route(SCRIPTS, async (route) => {
      const response = await route.fetch();
      const isQuestion = (await response.text()).includes("Answers already received are kept.");
      if (isRefused && isQuestion) await route.abort();
      else await route.fulfill({ response });
    });
    await page.goto(pageUrl);
    await seeText(connection(page), /Updates live/);

    const stop = page.getByRole("button", { name: "Stop calling" });
    await stop.click();
    await page
      .getByRole("alert")
      .getByText(/could not be loaded/)
      .waitFor();
    isRefused = false;
    await stop.click();

    await page.getByRole("dialog", { name: "Stop calling?" }).waitFor();
    await eventually(
      () => page.getByText(/could not be loaded/).count(),
      (count) => count === 0,
    );
  });
});
