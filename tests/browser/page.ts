import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { test as base, expect } from "vitest";
import { ROOT } from "@/local/stack";
import { launchChromium } from "../support/browser";
import { eventually } from "../support/eventually";
import { type Person, signUp, site } from "./site";

/** Longer than a whole batch takes on a busy machine; a wait ends as soon as its state is there. */
const WAIT_MS = 90_000;

const tolerated = new WeakMap<Page, RegExp[]>();

/** Announces that this page's console reports a matching error, such as a request that the test blocks. */
export function expectPageError(page: Page, pattern: RegExp): void {
  tolerated.set(page, [...(tolerated.get(page) ?? []), pattern]);
}

/** Opens a page of its own context: no cookies, nothing stored. */
export async function openPage(browser: Browser): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ baseURL: site.appUrl, locale: "en-US" });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("console", (message) => {
    // A violation of the content security policy is one of these too.
    // The text of a failed load does not name what failed to load; the location does.
    if (message.type() === "error") errors.push(`${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => errors.push(String(error)));
  return { page, errors };
}

type Fixtures = {
  browser: Browser;
  /** A page that nobody is signed in to. Errors in its console fail the test. */
  page: Page;
  /** A new account. */
  person: Person;
};

export const test = base.extend<Fixtures>({
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern that this fixture needs no other.
    async ({}, use) => {
      const browser = await launchChromium();
      await use(browser);
      await browser.close();
    },
    { scope: "file" },
  ],
  page: async ({ browser, task }, use) => {
    const { page, errors } = await openPage(browser);
    await use(page);
    if (task.result?.state === "fail") await keepScreenshot(page, task.name);
    const patterns = tolerated.get(page) ?? [];
    await page.context().close();
    expect(errors.filter((text) => !patterns.some((pattern) => pattern.test(text)))).toEqual([]);
  },
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern that this fixture needs no other.
  person: async ({}, use) => {
    await use(await signUp());
  },
});

async function keepScreenshot(page: Page, testName: string): Promise<void> {
  const folder = join(ROOT, "screenshots", "failures");
  await mkdir(folder, { recursive: true });
  const file = `${testName.replace(/\W+/g, "-").slice(0, 80)}.png`;
  // A page that hangs must not hide why the test failed.
  await page.screenshot({ path: join(folder, file), timeout: 10_000 }).catch(() => undefined);
}

/** Signs in through the page and arrives at `path`. */
export async function signIn(page: Page, person: Person, path = "/"): Promise<void> {
  await page.goto(`/login?next=${encodeURIComponent(path)}`);
  await page.getByLabel("Email").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await arriveAt(page, path);
}

export async function arriveAt(page: Page, path: string | RegExp): Promise<void> {
  await page.waitForURL((url) =>
    typeof path === "string" ? url.pathname + url.search === path : path.test(url.pathname),
  );
}

/** The site of these tests limits nobody: its form is told that limits and hours may hold a list back. */
export async function askForHolds(page: Page): Promise<void> {
  await page.route(/\/new(\?.*)?$/, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll('mayHold\\":false', 'mayHold\\":true');
    await route.fulfill({ response, body });
  });
}

/** Waits until an element says what is expected; a timeout tells what it said last. */
export function seeText(locator: Locator, pattern: RegExp): Promise<string> {
  return eventually(
    async () => (await locator.innerText({ timeout: 1000 })).replace(/\s+/g, " "),
    (text) => pattern.test(text),
    { timeoutMs: WAIT_MS, intervalMs: 50 },
  );
}

export const headline = (page: Page): Locator => page.getByTestId("headline");
export const connection = (page: Page): Locator => page.getByTestId("connection");
export const lastUpdate = (page: Page): Locator => page.getByTestId("last-update");

/** The row of a business in the table of calls. */
export const callRow = (page: Page, name: string): Locator =>
  page
    .locator("tr[data-provider]")
    .filter({ has: page.getByRole("button", { name, exact: true }) });

/** Waits until a row has the status, as the API names it. */
export function seeStatus(page: Page, name: string, status: string): Promise<string | null> {
  return eventually(
    () => callRow(page, name).getAttribute("data-status", { timeout: 1000 }),
    (value) => value === status,
    { timeoutMs: WAIT_MS, intervalMs: 50 },
  );
}
