import { gzipSync } from "node:zlib";
import { expect } from "vitest";
import { signIn, test } from "./page";

/**
 * The form must stand quickly on a phone. The framework alone (React, the router of Next) takes 138 kB of it; scripts
 * marked `nomodule` are loaded by no browser in use.
 */
const MOST_BYTES = 170_000;

test("the form ships less than 170 kB, with everything that a list makes it load", async ({
  page,
  person,
}) => {
  await signIn(page, person, "/");
  const sizes = new Map<string, Promise<number>>();
  page.on("response", (response) => {
    const isCounted =
      response.request().resourceType() === "script" || response.url().includes("/new/plans/");
    if (isCounted)
      sizes.set(
        response.url(),
        response.body().then((body) => gzipSync(body).length),
      );
  });
  // A load from nothing: what the start page has brought is counted too.
  await page.goto("/new");
  await page
    .getByLabel("Businesses to call")
    .fill("Acme Plumbing, 864-555-0100\nBest Pipes, (864) 555-0101\nShort, 555");
  await page.getByText("2 businesses to call · 1 needs a fix").waitFor();

  const bytes = await Promise.all(sizes.values());
  const files = [...sizes.keys()].map((url) => url.replace(/.*\//, ""));
  expect(files).toContain("1.json");
  expect(bytes.length).toBeGreaterThan(5);
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_BYTES);
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
