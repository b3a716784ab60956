import { describe, expect } from "vitest";
import { eventually } from "../support/eventually";
import {
  callRow,
  connection,
  expectPageError,
  headline,
  lastUpdate,
  seeStatus,
  seeText,
  signIn,
  test,
} from "./page";
import { openRow, startNamed } from "./request";
import { LONG_CALL, numbersIn, scriptCall } from "./site";

const freshNumber = numbersIn(253);

const QUICK = { ringSeconds: 0, talkSeconds: 1 };

describe("a row of a request", () => {
  test("says why it waits for a further try and when that is, also to who comes later", async ({
    page,
    person,
  }) => {
    const number = freshNumber();
    await scriptCall(number, { behavior: "no-answer", ...QUICK });
    const { pageUrl } = await startNamed(person, [{ name: "Silent", phone: number }], {
      maxAttempts: 2,
      retryDelaySeconds: 3600,
    });
    await signIn(page, person, pageUrl);
    const words =
      /Waiting Attempt 2 of 2 No answer at \d+:\d\d [AP]M\. Next try at \d+:\d\d [AP]M\./;
    await seeText(callRow(page, "Silent"), words);
    await page.reload();
    await seeText(callRow(page, "Silent"), words);
  });

  test("shows an extension, and the link to the phone dials it", async ({ page, person }) => {
    const number = freshNumber();
    await scriptCall(number, { behavior: "busy", ...QUICK });
    const { pageUrl } = await startNamed(person, [{ name: "Desk", phone: `${number} x12` }]);
    await signIn(page, person, pageUrl);
    await seeText(headline(page), /^Done/);
    await seeText(callRow(page, "Desk"), /^Desk \+1 253 555 01\d\d ext\. 12/);
    await openRow(page, "Desk");
    const link = page.getByRole("link", { name: /ext\. 12$/ });
    expect(await link.getAttribute("href")).toBe(`tel:${number};ext=12`);
  });

  test("of somebody who is called again counts as a call under way and as an answer, never as two of one kind", async ({
    page,
    person,
  }) => {
    const number = freshNumber();
    await scriptCall(number, { behavior: "flat-quote", ...QUICK });
    const { pageUrl } = await startNamed(person, [{ name: "Again", phone: number }]);
    await signIn(page, person, pageUrl);
    await seeText(headline(page), /^Done/);
    await scriptCall(number, LONG_CALL);
    await openRow(page, "Again");
    await page.getByRole("button", { name: "Call again" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Call again" }).click();
    await seeStatus(page, "Again", "in_progress");

    const main = page.getByRole("main");
    await seeText(main, /Answered 0 .*On the phone 1 .*All 1 With an answer 1/);
    expect(await page.getByRole("radio", { name: /^Answered/ }).count()).toBe(0);
  });
});

describe("on a narrow phone", () => {
  test("nothing moves when the connection goes, nor with the age of what is shown", async ({
    page,
    person,
  }) => {
    expectPageError(page, /ERR_INTERNET_DISCONNECTED|WebSocket/);
    await page.setViewportSize({ width: 360, height: 780 });
    const number = freshNumber();
    await scriptCall(number, LONG_CALL);
    const { pageUrl } = await startNamed(person, [{ name: "Talker", phone: number }]);
    await signIn(page, person, pageUrl);
    await seeText(connection(page), /Updates live/);
    await seeText(callRow(page, "Talker"), /Talking/);
    const top = async () => (await page.getByRole("table").boundingBox())?.y;
    const before = await top();

    await page.context().setOffline(true);
    await seeText(connection(page), /You are offline/);
    expect(await top()).toBe(before);
    await seeText(lastUpdate(page), /1\d seconds ago/);
    expect(await top()).toBe(before);
  });

  test("a label of two lines takes no more room than one with a line below", async ({
    page,
    person,
  }) => {
    await page.setViewportSize({ width: 360, height: 780 });
    const [gone, busy] = [freshNumber(), freshNumber()];
    await scriptCall(gone, { behavior: "not-in-service", ...QUICK });
    await scriptCall(busy, { behavior: "busy", ...QUICK });
    const { pageUrl } = await startNamed(person, [
      { name: "Gone", phone: gone },
      { name: "Busy", phone: busy },
    ]);
    await signIn(page, person, pageUrl);
    await seeText(headline(page), /^Done/);
    await seeText(callRow(page, "Gone"), /Number does not work/);
    const height = async (name: string) =>
      (await callRow(page, name).getByRole("cell").first().boundingBox())?.height;
    expect(await height("Gone")).toBe(await height("Busy"));
  });

  test("filters that go on fade where they do, until they are scrolled to their end", async ({
    page,
    person,
  }) => {
    await page.setViewportSize({ width: 360, height: 780 });
    const number = freshNumber();
    await scriptCall(number, { behavior: "not-in-service", ...QUICK });
    const { pageUrl } = await startNamed(person, [{ name: "Gone", phone: number }]);
    await signIn(page, person, pageUrl);
    await page.getByRole("radio", { name: /^Failed/ }).waitFor({ state: "attached" });
    const filters = page.getByRole("group", { name: "Show" });
    const fades = (start: string, end: string) =>
      eventually(
        () =>
          filters.evaluate((element) => {
            const style = getComputedStyle(element);
            return [style.getPropertyValue("--fade-start"), style.getPropertyValue("--fade-end")];
          }),
        (seen) => seen.join() === [start, end].join(),
      );
    await fades("0px", "40px");
    await filters.evaluate((element) => element.scrollTo({ left: element.scrollWidth }));
    await fades("40px", "0px");
  });
});
