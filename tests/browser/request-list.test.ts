import { decodeJwt } from "jose";
import { describe, expect } from "vitest";
import { z } from "zod";
import { eventually } from "../support/eventually";
import { arriveAt, expectPageError, openPage, seeText, signIn, test } from "./page";
import {
  endCall,
  LONG_CALL,
  numbersIn,
  type Person,
  scriptCall,
  site,
  startBatch,
  without,
} from "./site";

const freshNumber = numbersIn(249);

async function startTwo(person: Parameters<typeof startBatch>[0]) {
  const [toilet, roof] = [freshNumber(), freshNumber()];
  for (const number of [toilet, roof]) await scriptCall(number, LONG_CALL);
  await startBatch(person, [toilet]);
  await startBatch(person, [roof], {
    title: "Roof tiles",
    serviceNeeded: "Roofing",
    location: "Spartanburg SC",
  });
  return { toilet, roof };
}

/** Requests that nobody is called for, the oldest first. */
async function insertRequests(
  person: Person,
  titles: readonly string[],
  firstMinute: number,
): Promise<void> {
  const payload = z.object({ sub: z.uuid() }).parse(decodeJwt(person.token));
  const rows = titles.map((title, index) => ({
    user_id: payload.sub,
    title,
    service_needed: "Plumbing",
    location: "Greenville SC",
    urgency: "flexible",
    created_at: new Date(Date.UTC(2026, 0, 1, 0, firstMinute + index)).toISOString(),
  }));
  const response = await fetch(`${site.supabaseUrl}/rest/v1/service_requests`, {
    method: "POST",
    headers: {
      apikey: site.secretKey,
      Authorization: `Bearer ${site.secretKey}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify(rows),
  });
  if (!response.ok) throw new Error(await response.text());
}

type Shift = { value: number };

describe("the list of requests", () => {
  test("follows the calls of each request without a reload", async ({ page, person }) => {
    const { toilet } = await startTwo(person);
    await signIn(page, person);
    await seeText(page.getByRole("main"), /Roof tiles.*Leaking toilet.*Calling 1 business/);
    await page.evaluate(() => Object.assign(window, { isSamePage: true }));

    await endCall(toilet);

    await seeText(page.getByRole("main"), /Leaking toilet.*Nobody answered 1 business called/);
    expect(await page.evaluate(() => "isSamePage" in window)).toBe(true);
  });

  test("shows what another tab has begun: at once on coming back, and by itself after a while", async ({
    page,
    person,
  }) => {
    const quick = { behavior: "busy", ringSeconds: 0, talkSeconds: 1 };
    const begin = async (title: string) => {
      const number = freshNumber();
      await scriptCall(number, quick);
      await startBatch(person, [number], { title });
    };
    await page.clock.install();
    await signIn(page, person);
    await page.getByRole("heading", { name: "Call everyone at once" }).waitFor();

    await begin("Roof tiles");
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await seeText(page.getByRole("main"), /Roof tiles/);
    await eventually(
      async () => {
        await page.clock.fastForward(5000);
        return page.getByRole("main").innerText();
      },
      (text) => /Nobody answered/.test(text),
      { timeoutMs: 60_000, intervalMs: 250 },
    );

    // Nothing is open now: seldom is often enough.
    await begin("Garden wall");
    await page.clock.fastForward(30_000);
    await seeText(page.getByRole("main"), /Garden wall.*Roof tiles/);
  });

  test("is searched while typing, and the address says for what", async ({ page, person }) => {
    await startTwo(person);
    await signIn(page, person);
    const requests = page.getByRole("list", { name: /^Requests/ }).getByRole("listitem");
    await seeText(page.getByRole("main"), /Leaking toilet/);
    await page.keyboard.press("/");
    await page.keyboard.type("spartan roof");

    await arriveAt(page, "/?q=spartan%20roof");
    await seeText(page.getByRole("main"), /Roof tiles/);
    expect(await requests.count()).toBe(1);

    await page.reload();
    const field = page.getByRole("searchbox", { name: "Search requests" });
    expect(await field.inputValue()).toBe("spartan roof");
    expect(await requests.count()).toBe(1);

    await field.fill("chimney");
    await page.getByText("No request has chimney in its title, service or place.").waitFor();
    await page.getByRole("link", { name: "Show all requests" }).click();
    await arriveAt(page, "/");
    await seeText(page.getByRole("main"), /Roof tiles.*Leaking toilet/);
    expect(await field.inputValue()).toBe("");
  });

  test("has the latest hundred, says so, and finds the older ones by searching", async ({
    page,
    person,
  }) => {
    const titles = Array.from({ length: 101 }, (_, index) => `Job number ${index + 1}`);
    await insertRequests(person, titles.slice(1), 1);
    await signIn(page, person);
    const items = page.getByRole("list", { name: /^Requests/ }).getByRole("listitem");
    await page.getByText("Job number 2", { exact: true }).waitFor();
    expect(await items.count()).toBe(100);
    const note = page.getByText("These are your latest 100 requests.");
    expect(await note.count()).toBe(0);

    await insertRequests(person, ["The oldest"], 0);
    await page.reload();
    await note.waitFor();
    expect(await items.count()).toBe(100);
    expect(await page.getByText("The oldest").count()).toBe(0);
    await page.getByRole("searchbox").fill("oldest");
    await page.getByText("The oldest", { exact: true }).waitFor();
    await page.getByRole("searchbox").fill("number");
    await page.getByText("Job number 101", { exact: true }).waitFor();
    expect(await page.getByText(/Add a word to narrow them down/).count()).toBe(0);
  });

  test("comes whole and can be searched without scripts", async ({ browser, page, person }) => {
    await startTwo(person);
    await signIn(page, person);
    const context = await browser.newContext({ baseURL: site.appUrl, javaScriptEnabled: false });
    await context.addCookies(await page.context().cookies());
    const plain = await context.newPage();
    await plain.goto("/");
    expect(await plain.getByRole("main").innerText()).toMatch(/Leaking toilet/);

    await plain.getByRole("searchbox").fill("roof");
    await plain.getByRole("searchbox").press("Enter");

    await arriveAt(plain, "/?q=roof");
    const text = await plain.getByRole("main").innerText();
    expect(text).toMatch(/Roof tiles/);
    expect(text).not.toMatch(/Leaking toilet/);
    await context.close();
  });

  test("keeps what is searched for over signing in", async ({ page, person }) => {
    await page.goto("/?q=roof");
    await page.getByLabel("Email").fill(person.email);
    await page.getByLabel("Password").fill(person.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await arriveAt(page, "/?q=roof");
    await page.getByText("No request has roof in its title, service or place.").waitFor();
  });

  test("stays and says how old it is while the connection is gone, and goes on when it is back", async ({
    page,
    person,
  }) => {
    expectPageError(page, /ERR_INTERNET_DISCONNECTED/);
    const { toilet } = await startTwo(person);
    await signIn(page, person);
    await seeText(page.getByRole("main"), /Leaking toilet/);

    await page.context().setOffline(true);
    await page.getByText(/You are offline\. This page shows the state as of \d+:\d\d/).waitFor();
    await endCall(toilet);
    // A click waits for the connection instead of leaving for an error page of the browser.
    await page.getByRole("link", { name: /Roof tiles/ }).click();
    expect(await page.getByRole("main").innerText()).toMatch(/Leaking toilet/);

    await page.context().setOffline(false);
    await arriveAt(page, /^\/request\//);
    await page.getByRole("heading", { name: "Roof tiles" }).waitFor();
    await page.getByText(/You are offline/).waitFor({ state: "hidden" });
  });

  test("stays while the database does not answer, and follows again afterwards", async ({
    page,
    person,
  }) => {
    await startTwo(person);
    await signIn(page, person);
    await seeText(page.getByRole("main"), /Leaking toilet/);

    await without("supabase", async () => {
      await page.getByText("The list cannot be loaded right now").waitFor();
      expect(await page.getByRole("main").innerText()).toMatch(/Roof tiles.*Leaking toilet/s);
    });

    await page.getByText("The list cannot be loaded right now").waitFor({ state: "hidden" });
    expect(await page.getByRole("main").innerText()).toMatch(/Roof tiles.*Leaking toilet/s);
  });

  test("is drawn in its place: nothing moves while the page loads", async ({ page, person }) => {
    await startTwo(person);
    await signIn(page, person);
    await page.addInitScript(() => {
      const moves: number[] = [];
      Object.assign(window, { moves });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) moves.push((entry as unknown as Shift).value);
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto("/");
    await seeText(page.getByRole("main"), /Leaking toilet.*on the phone/);
    await page.getByRole("searchbox").focus();
    // Two frames: what the last change moved has been told by then.
    const moves = await page.evaluate(
      () =>
        new Promise((resolve) => {
          requestAnimationFrame(() =>
            requestAnimationFrame(() => resolve("moves" in window ? window.moves : null)),
          );
        }),
    );
    expect(moves).toEqual([]);
  });
});

describe("what a link to the site shows elsewhere", () => {
  test("a name, a sentence and a picture, without signing in", async ({ browser }) => {
    const { page, errors } = await openPage(browser);
    await page.goto("/");
    await page.getByRole("heading", { name: "Sign in to Ringround" }).waitFor();
    const meta = (name: string) =>
      page
        .locator(`meta[property="${name}"], meta[name="${name}"]`)
        .first()
        .getAttribute("content");

    expect(await meta("og:title")).toBe("Ringround");
    expect(await meta("og:description")).toMatch(/^Phones many local businesses/);
    expect(await meta("robots")).toBe("index");
    const image = await fetch((await meta("og:image")) ?? "", { redirect: "error" });
    expect(image.headers.get("content-type")).toBe("image/png");
    expect((await image.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
    for (const path of ["/manifest.webmanifest", "/apple-icon", "/icon.svg", "/favicon.ico"]) {
      const response = await fetch(`${site.appUrl}${path}`, { redirect: "manual" });
      expect([path, response.status]).toEqual([path, 200]);
    }
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test("nothing of what is behind the sign-in is for search engines", async ({ page, person }) => {
    await signIn(page, person, "/new");
    expect(await page.locator('meta[name="robots"]').getAttribute("content")).toMatch(/noindex/);
  });
});
