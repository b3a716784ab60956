import { describe, expect } from "vitest";
import {
  callRow,
  connection,
  expectPageError,
  headline,
  lastUpdate,
  openPage,
  seeStatus,
  seeText,
  signIn,
  test,
} from "./page";
import { endCall, LONG_CALL, numbersIn, scriptCall, startBatch } from "./site";

const freshNumber = numbersIn(205);

const STATUS_API = "**/api/v1/providers/batch-status/**";

/** A call that the other side of the phone service stopped brought no answer. */
const OVER = /^Done · 0 of 1 answered$/;

describe("the live page", () => {
  test("shows the end of a call without a reload", async ({ page, person }) => {
    const number = freshNumber();
    await scriptCall(number, LONG_CALL);
    const { pageUrl } = await startBatch(person, [number]);
    await signIn(page, person, pageUrl);
    await seeText(connection(page), /Updates live/);
    await seeText(page.getByRole("table"), /Talking/);
    await page.evaluate(() => Object.assign(window, { isSamePage: true }));

    await endCall(number);

    await seeText(headline(page), OVER);
    expect(await page.evaluate(() => "isSamePage" in window)).toBe(true);
    await seeText(page.getByRole("status"), OVER);
  });

  test("moves a row by what the channel tells, even while nothing can be read", async ({
    page,
    person,
  }) => {
    expectPageError(page, /ERR_FAILED/);
    const number = freshNumber();
    await scriptCall(number, LONG_CALL);
    const { pageUrl } = await startBatch(person, [number]);
    await signIn(page, person, pageUrl);
    await seeText(connection(page), /Updates live/);
    await seeText(page.getByRole("table"), /Talking/);
    await page.route(STATUS_API, (route) => route.abort());

    await endCall(number);

    // Settled in the row, but why and with what answer only a snapshot can tell: no reason is made up meanwhile.
    await seeStatus(page, "Business 1", "canceled");
    expect(await page.getByRole("table").innerText()).toMatch(/Call ended/);
    await seeText(connection(page), /The server is not responding; trying again\./);
    await seeText(lastUpdate(page), /^Last update \d+ seconds? ago\./);

    await page.unroute(STATUS_API);
    await seeText(headline(page), OVER);
    await seeText(connection(page), /All calls are over/);
  });

  test("asks every few seconds when the channel is blocked, and says so", async ({
    page,
    person,
  }) => {
    expectPageError(page, /WebSocket/);
    await page.routeWebSocket(/realtime/, (socket) => socket.close());
    const number = freshNumber();
    await scriptCall(number, LONG_CALL);
    const { pageUrl } = await startBatch(person, [number]);
    await signIn(page, person, pageUrl);
    await seeText(connection(page), /^Not live; checked \d+ seconds? ago\.$/);
    await seeText(page.getByRole("table"), /Talking/);

    await endCall(number);

    await seeText(headline(page), OVER);
  });

  test("becomes live again when the channel comes back", async ({ page, person }) => {
    expectPageError(page, /WebSocket/);
    let isBlocked = true;
    await page.routeWebSocket(/realtime/, (socket) => {
      if (isBlocked) socket.close();
      else socket.connectToServer();
    });
    const number = freshNumber();
    await scriptCall(number, LONG_CALL);
    const { pageUrl } = await startBatch(person, [number]);
    await signIn(page, person, pageUrl);
    await seeText(connection(page), /Not live/);

    isBlocked = false;

    await seeText(connection(page), /Updates live/);
    await endCall(number);
    await seeText(headline(page), OVER);
  });

  test("without a network it says so, counts nothing on, and goes on when asked to", async ({
    page,
    person,
  }) => {
    expectPageError(page, /ERR_INTERNET_DISCONNECTED|ERR_FAILED|WebSocket/);
    const number = freshNumber();
    await scriptCall(number, LONG_CALL);
    const { pageUrl } = await startBatch(person, [number]);
    await signIn(page, person, pageUrl);
    await seeText(connection(page), /Updates live/);
    await seeText(page.getByRole("table"), /Talking/);

    await page.context().setOffline(true);
    await seeText(connection(page), /^You are offline; calls continue\.$/);
    const clock = async () =>
      /\d+:\d\d/.exec(await callRow(page, "Business 1").innerText())?.[0] ?? "";
    const held = await clock();
    // The age of what is shown is what counts on.
    await seeText(lastUpdate(page), /Last update ([3-9]|\d\d) seconds ago/);
    expect(await clock()).toBe(held);

    await page.route(STATUS_API, (route) => route.abort());
    await page.context().setOffline(false);
    await seeText(connection(page), /The server is not responding/);
    await page.unroute(STATUS_API);
    await page.getByRole("button", { name: "Retry now" }).click();
    await seeText(connection(page), /Updates live|Not live/);
    await endCall(number);
    await seeText(headline(page), OVER);
  });

  test("two tabs and a reload agree", async ({ browser, page, person }) => {
    const number = freshNumber();
    await scriptCall(number, LONG_CALL);
    const { pageUrl } = await startBatch(person, [number]);
    await signIn(page, person, pageUrl);
    const second = await page.context().newPage();
    await second.goto(pageUrl);
    await seeText(page.getByRole("table"), /Talking/);
    await second.reload();
    await seeText(second.getByRole("table"), /Talking/);

    await endCall(number);

    await seeText(headline(page), OVER);
    await seeText(headline(second), OVER);
    // Drawn by the server alone, the finished page is the same.
    const { page: plain } = await openPage(browser);
    await plain.context().addCookies(await page.context().cookies());
    await plain.route("**/*.js", (route) => route.abort());
    await plain.goto(pageUrl);
    expect(await headline(plain).innerText()).toMatch(OVER);
    await plain.context().close();
  });

  test("stops the calls on request and keeps what was answered", async ({ page, person }) => {
    const [answered, ringing] = [freshNumber(), freshNumber()];
    await scriptCall(answered, { behavior: "flat-quote", ringSeconds: 0, talkSeconds: 1 });
    await scriptCall(ringing, LONG_CALL);
    const { pageUrl } = await startBatch(person, [answered, ringing]);
    await signIn(page, person, pageUrl);
    await seeStatus(page, "Business 1", "completed");
    await seeText(page.getByRole("table"), /Talking/);

    await page.getByRole("button", { name: "Stop calling" }).click();
    const dialog = page.getByRole("dialog", { name: "Stop calling?" });
    expect(await dialog.innerText()).toMatch(
      /1 call will be hung up\. Answers already received are kept\./,
    );
    await dialog.getByRole("button", { name: "Stop calling" }).click();

    await seeText(headline(page), /^Stopped · 1 of 2 answered$/);
    await seeStatus(page, "Business 2", "canceled");
    await seeText(page.getByRole("table"), /You stopped this call/);
    expect(await page.getByRole("button", { name: "Stop calling" }).count()).toBe(0);
    // Stopped is not done: nothing about the request as a whole looks like a success.
    const progress = page.getByRole("region", { name: "Progress" });
    expect(await progress.locator(".lucide-circle-check, .text-good").count()).toBe(0);
    expect(await page.title()).toMatch(/^Stopped: /);
  });
});
