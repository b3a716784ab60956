import { describe, expect } from "vitest";
import { arriveAt, askForHolds, callRow, headline, seeStatus, seeText, signIn, test } from "./page";
import { openRow, startNamed } from "./request";
import { countDials, numbersIn, type Person, scriptCall, site } from "./site";

/** Whom and when, on the pages. */

const freshNumber = numbersIn(413);
const QUICK = { behavior: "flat-quote", ringSeconds: 0, talkSeconds: 1 };

/** One minute a week, and never the one that is. */
const FAR_AWAY = `${["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][(new Date().getUTCDay() + 2) % 7]} 12:00-12:01`;

const ask = async (person: Person, path: string) => {
  const response = await fetch(`${site.appUrl}${path}`, {
    headers: { Authorization: `Bearer ${person.token}` },
  });
  return response.json();
};

describe("a business outside of its hours", () => {
  test("says until when it waits, and is called anyway when the person says so", async ({
    page,
    person,
  }) => {
    const [early, other] = [freshNumber(), freshNumber()];
    await scriptCall(early, QUICK);
    const providers = [
      { name: "Early", phone: early },
      { name: "Other", phone: other },
    ];
    const { pageUrl } = await startNamed(person, providers, { callingHours: FAR_AWAY });
    await signIn(page, person, pageUrl);
    await seeText(callRow(page, "Early"), /Outside calling hours there/);

    await openRow(page, "Early");
    await page.getByRole("button", { name: "Call anyway" }).click();

    await seeStatus(page, "Early", "completed");
    await seeText(callRow(page, "Other"), /Outside calling hours there/);
    expect(await countDials(other)).toBe(0);
  });
});

test("a business is put on the person's own list from its row", async ({ page, person }) => {
  const number = freshNumber();
  await scriptCall(number, QUICK);
  const { pageUrl } = await startNamed(person, [{ name: "Rude", phone: number }]);
  await signIn(page, person, pageUrl);
  await seeText(headline(page), /^Done/);

  await openRow(page, "Rude");
  await page.getByRole("button", { name: "Never call this business again" }).click();

  await page.getByText("Rude is on your do-not-call list.").first().waitFor();
  expect(await ask(person, "/api/v1/do-not-call")).toMatchObject({
    numbers: [{ phone: number, reason: "Rude", source: "person" }],
  });
  // Called again all the same, nobody dials it, and the row says why.
  await page.getByRole("button", { name: "Call again" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Call again" }).click();
  await seeText(headline(page), /^Done/);
  expect(await countDials(number)).toBe(1);
});

describe("the form", () => {
  test("says how many would wait for their hours, and follows the list", async ({
    page,
    person,
  }) => {
    await askForHolds(page);
    const asked: string[][] = [];
    await page.route("**/api/v1/providers/estimate", async (route) => {
      const { providers } = route.request().postDataJSON();
      asked.push(providers.map(({ phone }: { phone: string }) => phone));
      const businesses = providers.length;
      const first = { firstOpensAt: "2027-01-04T13:00:00Z", firstTimeZone: "America/New_York" };
      await route.fulfill({ json: { businesses, closedNow: 1, ...first } });
    });
    await signIn(page, person, "/");
    await page.goto("/new");
    const list = page.getByLabel("Businesses to call");
    await list.fill("Acme, 864-555-0100");
    await page.getByText(/^It is outside calling hours now; .* at 8:00 AM on Monday/).waitFor();

    await list.fill("Acme, 864-555-0100\nBest, 864-555-0101\nShort, 12");
    await page.getByText("1 of 2 is outside calling hours now").waitFor();
    expect(asked.at(-1)).toEqual(["+18645550100", "+18645550101"]);
  });

  test("keeps why they may be called with the request", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await page.getByLabel("The job in a few words").fill("Leaking toilet");
    await page.getByLabel("Service needed").fill("Plumbing");
    await page.getByLabel("Where").fill("Greenville SC");
    await page.getByLabel("Businesses to call").fill(`Acme, ${freshNumber()}`);
    await page.getByText("More options").click();
    await page.getByLabel("Why they may be called").selectOption("I deal with them already");
    await page.getByRole("button", { name: "Call 1 business" }).click();
    await arriveAt(page, /\/request\//);

    const id = new URL(page.url()).pathname.split("/").at(-1);
    expect(await ask(person, `/api/v1/providers/batch-status/${id}`)).toMatchObject({
      consentBasis: "existing_relation",
    });
  });
});
