import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { eventually } from "../support/eventually";
import { arriveAt, callRow, headline, seeText, signIn, test } from "./page";
import { seeNames, startNamed } from "./request";
import { numbersIn, type Person, scriptCall } from "./site";

const freshNumber = numbersIn(251);

/** A finished request in which Anna and Berta answered and Carl's number does not work. */
async function finish(page: Page, person: Person): Promise<string> {
  const behaviors = { Anna: "flat-quote", Berta: "flat-quote", Carl: "not-in-service" };
  const providers = Object.keys(behaviors).map((name) => ({ name, phone: freshNumber() }));
  for (const [index, behavior] of Object.values(behaviors).entries())
    await scriptCall(providers[index]?.phone ?? "", { behavior, ringSeconds: 0, talkSeconds: 1 });
  const { pageUrl } = await startNamed(person, providers);
  await signIn(page, person, pageUrl);
  await seeText(headline(page), /^Done/);
  return pageUrl;
}

const chosen = (page: Page) => page.getByLabel("Order", { exact: true });
const toList = (page: Page) => page.getByRole("link", { name: "Requests", exact: true }).click();

describe("the address of a request", () => {
  test("brings rows and order back on the way back and forward", async ({ page, person }) => {
    const pageUrl = await finish(page, person);
    await chosen(page).selectOption({ label: "Name, Z to A" });
    await page.getByText("With an answer 2", { exact: true }).click();
    await seeNames(page, ["Berta", "Anna"]);
    const address = new URL(page.url());
    expect(address.search).toBe("?show=answered&order=name-down");
    await toList(page);
    await page.getByRole("heading", { name: "Requests" }).waitFor();

    await page.goBack();
    await seeNames(page, ["Berta", "Anna"]);
    expect(page.url()).toBe(address.href);
    expect(await chosen(page).inputValue()).toBe("name down");

    await page.goForward();
    await page.getByRole("heading", { name: "Requests" }).waitFor();
    await page.goBack();
    await seeNames(page, ["Berta", "Anna"]);
    expect(new URL(page.url()).pathname).toBe(new URL(pageUrl, page.url()).pathname);
  });

  test("is left as somebody wrote it, and found again on the way back", async ({
    page,
    person,
  }) => {
    const pageUrl = await finish(page, person);
    const unusual = `${pageUrl}?from=a%20friend&show=failed&order=nothing`;
    await page.goto(unusual);
    await seeNames(page, ["Carl"]);
    await toList(page);
    await page.getByRole("heading", { name: "Requests" }).waitFor();

    await page.goBack();

    await seeNames(page, ["Carl"]);
    await arriveAt(
      page,
      new URL(unusual, page.url()).pathname + new URL(unusual, page.url()).search,
    );
    await page.getByText("All 3", { exact: true }).click();
    await callRow(page, "Anna").waitFor();
    expect(new URL(page.url()).search).toBe("?from=a+friend");
  });

  test("shows which filter it begins with also where the filters do not fit", async ({
    page,
    person,
  }) => {
    const pageUrl = await finish(page, person);
    await page.setViewportSize({ width: 360, height: 780 });
    await page.goto(`${pageUrl}?show=failed`);
    await seeNames(page, ["Carl"]);

    const line = page.getByRole("group", { name: "Show" });
    await eventually(
      () =>
        line.evaluate((element) => {
          const outer = element.getBoundingClientRect();
          const chosen = element.querySelector("label:has(:checked)")?.getBoundingClientRect();
          return chosen ? [chosen.left - outer.left, outer.right - chosen.right] : [-1];
        }),
      (room) => room.every((pixels) => pixels >= 0),
      { timeoutMs: 30_000 },
    );
    expect(await line.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
    expect(await page.evaluate(() => scrollY)).toBe(0);
  });
});
