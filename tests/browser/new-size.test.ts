import { gzipSync } from "node:zlib";
import { expect } from "vitest";
import { signIn, test } from "./page";

/**
 * The form must stand quickly on a phone. The framework alone (React, the router of Next) takes 138 kB of it; scripts
 * marked `nomodule` are loaded by no browser in use.
 */
const MOST_BYTES = 170_000;

/** The plans of +1, which 25 countries share, are the longest. */
const MOST_PLAN_BYTES = 4_000;

test("the form ships less than 170 kB, with everything that a list makes it load", async ({
  page,
  person,
}) => {
  await signIn(page, person, "/");
  const scripts = new Map<string, Promise<number>>();
  const plans = new Map<string, Promise<number>>();
  page.on("response", (response) => {
    const size = () => response.body().then((body) => gzipSync(body).length);
    if (response.request().resourceType() === "script") scripts.set(response.url(), size());
    if (response.url().includes("/new/plans/")) plans.set(response.url(), size());
  });
  // A load from nothing: what the start page has brought is counted too.
  await page.goto("/new");
  await page
    .getByLabel("Businesses to call")
    .fill("Acme Plumbing, 864-555-0100\nBest Pipes, (864) 555-0101\nShort, 555");
  await page.getByText("2 businesses to call · 1 needs a fix").waitFor();

  const sum = async (sizes: Map<string, Promise<number>>) =>
    (await Promise.all(sizes.values())).reduce((total, size) => total + size, 0);
  expect(scripts.size).toBeGreaterThan(5);
  expect(await sum(scripts)).toBeLessThan(MOST_BYTES);
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
