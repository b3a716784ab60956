import type { Page } from "playwright-core";
import { arriveAt, askForHolds, callRow, expectPageError, headline, seeText, signIn } from "./page";
import {
  cancelBatch,
  LONG_CALL,
  limitPerson,
  numbersIn,
  type Person,
  scriptCall,
  startBatch,
  without,
} from "./site";

const freshNumber = numbersIn(208);

/** A page in one of the states that people see it in. */
export type PageState = {
  name: string;
  /** Brings a page that nobody is signed in to into the state, and looks at it there. */
  visit: (page: Page, person: Person, look: () => Promise<void>) => Promise<void>;
};

/** A state that lasts by itself. */
function lasting(name: string, reach: (page: Page, person: Person) => Promise<unknown>): PageState {
  return {
    name,
    visit: async (page, person, look) => {
      await reach(page, person);
      await look();
    },
  };
}

async function startLongCalls(
  person: Person,
  count: number,
  job?: Parameters<typeof startBatch>[2],
) {
  const numbers = Array.from({ length: count }, freshNumber);
  for (const number of numbers) await scriptCall(number, LONG_CALL);
  return startBatch(person, numbers, job);
}

async function startShortCalls(
  person: Person,
  behaviors: readonly string[],
  job?: Parameters<typeof startBatch>[2],
) {
  const numbers = behaviors.map(freshNumber);
  for (const [index, number] of numbers.entries()) {
    await scriptCall(number, {
      behavior: behaviors[index] ?? "",
      ringSeconds: 0,
      talkSeconds: 1,
    });
  }
  return startBatch(person, numbers, job);
}

/** One request of each kind that the list tells apart. */
async function seeFullList(page: Page, person: Person): Promise<void> {
  const boiler = { title: "Boiler makes a noise", serviceNeeded: "Heating" };
  const stopped = await startLongCalls(person, 1, boiler);
  await cancelBatch(person, stopped.executionId);
  const roof = { title: "Roof tiles after the storm", serviceNeeded: "Roofing" };
  await startShortCalls(person, ["no-answer", "busy"], roof);
  await startShortCalls(person, ["flat-quote", "hourly-quote", "unavailable"]);
  await startLongCalls(person, 2, { title: "Garden wall", serviceNeeded: "Masonry" });
  await signIn(page, person);
  const list = page.getByRole("main");
  await seeText(
    list,
    /Garden wall.*2 on the phone.*Leaking toilet.*3 of 3 answered Best:.*Roof.*Nobody answered.*Boiler.*Stopped by you/,
  );
}

/** Four minutes at $0.15: what is set aside for a call. */
const ONE_CALL = 0.6;

/** One call, and two that its cost leaves no room for. */
async function reachCap(page: Page, person: Person): Promise<void> {
  const numbers = [freshNumber(), freshNumber(), freshNumber()];
  const quick = { behavior: "flat-quote", ringSeconds: 0, talkSeconds: 1 };
  for (const number of numbers) await scriptCall(number, quick);
  const { pageUrl } = await startBatch(person, numbers, {}, { capUsd: ONE_CALL });
  await signIn(page, person, pageUrl);
  await seeText(headline(page), /Cap reached · 1 of 3 called/);
  await page.getByText("with a new cap to go on").waitFor();
}

/** Makes a key that may read, on the page of settings, and gives it. */
export async function makeApiKey(page: Page, name: string): Promise<string> {
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Make a key" }).click();
  await page.getByRole("rowheader", { name }).waitFor();
  return page.getByTestId("secret").innerText();
}

export const PAGE_STATES: PageState[] = [
  lasting("signing in", (page) => page.goto("/login")),
  lasting("signing in after a mistake", async (page) => {
    await page.goto("/login?mode=sign-up");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByText("Enter your email address.").waitFor();
  }),
  lasting("signing in by a link that has expired", (page) => page.goto("/login?problem=link")),
  lasting("the API reference", async (page) => {
    await page.goto("/reference");
    for (const summary of await page.locator("summary").all()) await summary.click();
  }),
  lasting("settings without a key", async (page, person) => {
    await signIn(page, person, "/settings");
    await page.getByRole("button", { name: "Make a key" }).click();
    await page.getByText("Enter a name").waitFor();
  }),
  lasting("settings with keys", async (page, person) => {
    await signIn(page, person, "/settings");
    for (const name of ["Nightly script", "CRM of the office, which orders by itself"])
      await makeApiKey(page, name);
    await page.getByRole("button", { name: "Revoke Nightly script" }).click();
    await page.getByRole("button", { name: "Revoke the key" }).click();
    await page.getByText("Revoked", { exact: true }).waitFor();
  }),
  lasting("asking whether a key is to be revoked", async (page, person) => {
    await signIn(page, person, "/settings");
    await makeApiKey(page, "Nightly script");
    await page.getByRole("button", { name: "Revoke Nightly script" }).click();
    await page.getByText("This cannot be undone.").waitFor();
  }),
  lasting("signing in with a wrong password", async (page, person) => {
    await page.goto("/login");
    await page.getByLabel("Email").fill(person.email);
    await page.getByLabel("Password").fill("wrong-password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("do not belong to an account").waitFor();
  }),
  lasting("signing in after a session has ended", (page) =>
    page.goto("/login?next=/new&problem=session"),
  ),
  lasting("signing in after a deletion", (page) => page.goto("/login?problem=deleted")),
  lasting("the settings, a deletion not confirmed", async (page, person) => {
    await signIn(page, person, "/settings");
    await page.getByRole("button", { name: "Delete my account" }).click();
    await page.getByText(/to confirm\.$/).waitFor();
  }),
  lasting("the empty list", async (page, person) => {
    await signIn(page, person);
    await page.getByRole("heading", { name: "Call everyone at once" }).waitFor();
  }),
  lasting("the list", seeFullList),
  lasting("the list without a connection", async (page, person) => {
    expectPageError(page, /ERR_INTERNET_DISCONNECTED/);
    await startShortCalls(person, ["flat-quote"]);
    await signIn(page, person);
    await seeText(page.getByRole("main"), /1 of 1 answered/);
    await page.context().setOffline(true);
    await page.getByText(/This page shows the state as of \d/).waitFor();
  }),
  {
    name: "the list that cannot be read at the moment",
    visit: async (page, person, look) => {
      await startLongCalls(person, 1);
      await signIn(page, person);
      await seeText(page.getByRole("main"), /Leaking toilet/);
      await without("supabase", async () => {
        await page.getByText("The list cannot be loaded right now").waitFor();
        await look();
      });
    },
  },
  lasting("a search that finds nothing", async (page, person) => {
    await startLongCalls(person, 1);
    await signIn(page, person);
    await page.getByRole("searchbox", { name: "Search requests" }).fill("chimney");
    await page.getByText(/No request has chimney/).waitFor();
  }),
  lasting("the empty form", (page, person) => signIn(page, person, "/new")),
  lasting("the form with problems", async (page, person) => {
    await signIn(page, person, "/new");
    await page
      .getByLabel("Businesses to call")
      .fill("Acme Plumbing, 864-555-0100\nAcme Inc, 8645550100\nShort, 555-12");
    await page.getByRole("button", { name: /^Call/ }).click();
    await page.getByText("Nobody has been called").waitFor();
  }),
  lasting("the form with a text that is too long", async (page, person) => {
    await signIn(page, person, "/new");
    await page.getByLabel("Details").fill("The tap drips. ".repeat(300));
    await page.getByText("4,000 characters fit; this has 4,499.").waitFor();
  }),
  lasting("the form with a low cap and a limit", async (page, person) => {
    await limitPerson(person, { callsPerDay: 2 });
    await askForHolds(page);
    expectPageError(page, /422/);
    await signIn(page, person);
    await page.goto("/new?simulated");
    await page.getByText("More options").click();
    await page.getByLabel("Spending cap in US dollars").fill("0.1");
    await page.getByText(/2 are left for today\. This resets at/).waitFor();
    await page.getByRole("button", { name: "Call 8 businesses" }).click();
    await page.getByText("Set it to $0.60 or more.").first().waitFor();
  }),
  lasting("the form of a simulated batch", async (page, person) => {
    await signIn(page, person);
    await page.goto("/new?simulated");
    await page.getByText("A simulated batch is filled in").waitFor();
    await page.getByRole("button", { name: "Call 8 businesses" }).waitFor();
  }),
  lasting("the form with the job of an earlier request", async (page, person) => {
    const { serviceRequestId, providers } = await startShortCalls(person, ["not-in-service"]);
    await signIn(page, person, `/new?like=${serviceRequestId}&provider=${providers[0]?.id}`);
    await page.getByText("The same job as “Leaking toilet”").waitFor();
    await page.getByRole("button", { name: "Call 1 business" }).waitFor();
  }),
  lasting("the form that keeps what was typed", async (page, person) => {
    const { serviceRequestId } = await startShortCalls(person, ["flat-quote"]);
    await signIn(page, person, "/new");
    await page.getByLabel("The job in a few words").fill("Roof tiles");
    await page.goto(`/new?like=${serviceRequestId}`);
    await page.getByText("What you typed is still here").waitFor();
  }),
  lasting("the form without a connection", async (page, person) => {
    expectPageError(page, /ERR_INTERNET_DISCONNECTED/);
    await signIn(page, person, "/new");
    await page.getByRole("button", { name: "Try a simulated batch" }).click();
    const call = page.getByRole("button", { name: "Call 8 businesses" });
    await call.waitFor();
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "Retry now" }).waitFor();
    await call.click();
    await page.getByText("Nobody has been called").waitFor();
  }),
  lasting("a request that is being called", async (page, person) => {
    const { pageUrl } = await startLongCalls(person, 2);
    await signIn(page, person, pageUrl);
    await seeText(page.getByRole("table"), /Talking/);
  }),
  lasting("a request held by its cap", async (page, person) => {
    const numbers = [freshNumber(), freshNumber(), freshNumber()];
    for (const number of numbers) await scriptCall(number, LONG_CALL);
    const { pageUrl } = await startBatch(person, numbers, {}, { capUsd: ONE_CALL });
    await signIn(page, person, pageUrl);
    await seeText(page.getByTestId("summary"), /set aside for live calls\./);
  }),
  lasting("a request stopped by its cap", async (page, person) => {
    await reachCap(page, person);
  }),
  lasting("the question with a new cap", async (page, person) => {
    await reachCap(page, person);
    await page.getByRole("button", { name: "Call 2 not called yet" }).click();
    await page.getByRole("dialog").waitFor();
  }),
  lasting("a request held by the breaker", async (page, person) => {
    const numbers = Array.from({ length: 8 }, freshNumber);
    for (const number of numbers) await scriptCall(number, { behavior: "fault-before-answer" });
    // No more than three at once.
    const { pageUrl } = await startBatch(person, numbers, {}, { capUsd: 3.5 * ONE_CALL });
    await signIn(page, person, pageUrl);
    await seeText(page.getByTestId("summary"), /Calling is paused.*Next try/);
  }),
  lasting("the question before stopping", async (page, person) => {
    const { pageUrl } = await startLongCalls(person, 1);
    await signIn(page, person, pageUrl);
    await page.getByRole("button", { name: "Stop calling" }).click();
    await page.getByRole("dialog").waitFor();
  }),
  lasting("a finished request with an open row", async (page, person) => {
    const { pageUrl } = await startShortCalls(person, [
      "hourly-quote",
      "no-answer",
      "not-in-service",
    ]);
    await signIn(page, person, pageUrl);
    await seeText(headline(page), /^Done/);
    await callRow(page, "Business 1").getByRole("button").first().click();
    await page.getByText(/AI assistant calling on behalf/).waitFor();
  }),
  lasting("an answer that nobody was heard to give, open", async (page, person) => {
    const number = freshNumber();
    const price = { kind: "flat", low: 1, currency: "USD" };
    const structuredData = { price, earliestText: "in ten minutes", callOutFee: { amount: 2 } };
    await scriptCall(number, {
      behavior: "flat-quote",
      ringSeconds: 0,
      talkSeconds: 1,
      structuredData,
    });
    const { pageUrl } = await startBatch(person, [number]);
    await signIn(page, person, pageUrl);
    await seeText(headline(page), /^Done/);
    await callRow(page, "Business 1")
      .getByRole("button", { name: "not confirmed" })
      .first()
      .click();
    await page.getByText(/AI assistant calling on behalf/).waitFor();
  }),
  lasting("a request with every outcome", async (page, person) => {
    const { pageUrl } = await startShortCalls(person, [
      "hourly-quote",
      "flat-quote",
      "unavailable",
      "no-answer",
      "not-in-service",
      "wrong-number",
      "do-not-call",
      "fault-mid-call",
    ]);
    await signIn(page, person, pageUrl);
    await seeText(headline(page), /^Done/);
    await page.goto(`${pageUrl}?order=price`);
    await page.getByText("Per hour, USD").waitFor();
  }),
  lasting("a business that is called again", async (page, person) => {
    const numbers = [freshNumber(), freshNumber()];
    const quick = { behavior: "hourly-quote", ringSeconds: 0, talkSeconds: 1 };
    for (const number of numbers) await scriptCall(number, quick);
    const { pageUrl } = await startBatch(person, numbers);
    await signIn(page, person, pageUrl);
    await seeText(headline(page), /^Done/);
    for (const number of numbers) await scriptCall(number, LONG_CALL);
    await callRow(page, "Business 1").getByRole("button").first().click();
    await page.getByRole("button", { name: "Call again" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Call again" }).click();
    await seeText(callRow(page, "Business 1"), /Talking Calling again/);
    await page.getByText("In an earlier call").waitFor();
    await page.getByRole("listitem").filter({ hasText: "Quoted" }).getByText("Answered").click();
    await page.getByText(/AI assistant calling on behalf/).waitFor();
  }),
  lasting("a request without a connection", async (page, person) => {
    expectPageError(page, /ERR_INTERNET_DISCONNECTED|WebSocket/);
    const { pageUrl } = await startLongCalls(person, 3);
    await signIn(page, person, pageUrl);
    await seeText(page.getByRole("table"), /Talking/);
    await page.context().setOffline(true);
    await page.getByText(/You are offline; calls continue/).waitFor();
  }),
  lasting("nothing found", async (page, person) => {
    expectPageError(page, /404/);
    await signIn(page, person);
    await page.goto("/request/not-an-id");
    await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
  }),
  {
    name: "a page that cannot be read",
    visit: async (page, person, look) => {
      expectPageError(page, /500/);
      // The page's own report of what it could not draw.
      expectPageError(page, /React error #441|Server Components render/);
      await signIn(page, person);
      await page.getByRole("heading", { name: "Call everyone at once" }).waitFor();
      await without("supabase", async () => {
        await page.goto("/");
        await page.getByRole("heading", { name: "This page cannot be shown right now" }).waitFor();
        await look();
      });
      await page.getByRole("button", { name: "Try again" }).click();
      await arriveAt(page, "/");
      await page.getByRole("heading", { name: "Requests" }).waitFor();
    },
  },
];
