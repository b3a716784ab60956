import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { signIn, test } from "./page";

/**
 * The form must stand quickly on a phone. The framework alone (React, the router of Next) takes 138 kB of it; scripts
 * marked `nomodule` are loaded by no browser in use. What reads a list takes 12 kB, and comes when somebody begins.
 */
const MOST_BYTES = { byItself: 160_000, withList: 170_000 };

/** The plans of +1, which 25 countries share, are the longest. */
const MOST_PLAN_BYTES = 4_000;

/** Collects what the page loads from now on: sizes as they travel, by address. */
function watchLoads(page: Page) {
  const scripts = new Map<string, Promise<number>>();
  const plans = new Map<string, Promise<number>>();
  page.on("response", (response) => {
    const size = () => response.body().then((body) => gzipSync(body).length);
    if (response.request().resourceType() === "script") scripts.set(response.url(), size());
    if (response.url().includes("/new/plans/")) plans.set(response.url(), size());
  });
  return { scripts, plans };
}

const sum = async (sizes: Map<string, Promise<number>>) =>
  (await Promise.all(sizes.values())).reduce((total, size) => total + size, 0);

test("the form ships less than 170 kB, and 10 kB less to who has not begun", async ({
  page,
  person,
}) => {
  await signIn(page, person, "/");
  const { scripts, plans } = watchLoads(page);
  // A load from nothing: what the start page has brought is counted too.
  await page.goto("/new");
  await page.getByText("Nobody is on the list yet.").waitFor();
  await page.waitForLoadState("networkidle");
  expect(scripts.size).toBeGreaterThan(5);
  expect(await sum(scripts)).toBeLessThan(MOST_BYTES.byItself);
  expect(plans.size).toBe(0);

  // By the first field the list is being prepared for.
  const plan = page.waitForResponse(/\/new\/plans\//);
  await page.getByLabel("The job in a few words").focus();
  await plan;
  await page
    .getByLabel("Businesses to call")
    .fill("Acme Plumbing, 864-555-0100\nBest Pipes, (864) 555-0101\nShort, 555");
  await page.getByText("2 businesses to call · 1 needs a fix").waitFor();
  expect(await sum(scripts)).toBeLessThan(MOST_BYTES.withList);
  expect(plans.size).toBe(1);
  expect(await sum(plans)).toBeLessThan(MOST_PLAN_BYTES);
});

test("numbers of another country bring its plan along, and no other", async ({ page, person }) => {
  const plans: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/new/plans/")) plans.push(request.url().replace(/.*\//, ""));
  });
  await signIn(page, person, "/new");
  await page.getByLabel("Businesses to call").fill("Acme, 864-555-0100\nLondon, +44 20 7946 0018");
  await page.getByText("2 businesses to call").first().waitFor();

  expect(plans.sort()).toEqual(["1.json", "44.json"]);
});
