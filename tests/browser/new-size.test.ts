import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { box } from "./business-list";
import { signIn, test } from "./page";

/**
 * The form must stand quickly on a phone. The framework alone (React, the router of Next) takes 138 kB of it; scripts
 * marked `nomodule` are loaded by no browser in use. What reads a list comes when somebody begins, and runs beside the
 * page: 40 kB of it are the numbering plans of the world. Workbooks are a file of their own.
 */
const MOST_BYTES = { byItself: 160_000, reader: 80_000 };

/** Collects the scripts that the page loads from now on: sizes as they travel, by address. */
function watchScripts(page: Page) {
  const scripts = new Map<string, Promise<number>>();
  page.context().on("response", (response) => {
    if (!/\.js(?:\?|$)/.test(response.url()) || response.status() !== 200) return;
    scripts.set(
      response.url().replace(/[?#].*/, ""),
      response.body().then((body) => gzipSync(body).length),
    );
  });
  return scripts;
}

const sum = async (sizes: Map<string, Promise<number>>) =>
  (await Promise.all(sizes.values())).reduce((total, size) => total + size, 0);

test("the form ships less than 160 kB, and what reads a list to who begins one", async ({
  page,
  person,
}) => {
  await signIn(page, person, "/");
  const scripts = watchScripts(page);
  // A load from nothing: what the start page has brought is counted too.
  await page.goto("/new");
  await page.getByText("Nobody is on the list yet.").waitFor();
  await page.waitForLoadState("networkidle");
  expect(scripts.size).toBeGreaterThan(5);
  const byItself = await sum(scripts);
  expect(byItself).toBeLessThan(MOST_BYTES.byItself);

  // By the first field the list is being prepared for.
  await page.getByLabel("The job in a few words").focus();
  await page
    .getByLabel("Businesses to call")
    .fill("Acme, 864-555-0100\nLondon, +44 20 7946 0018\nShort, 555");
  await page.getByText("2 businesses to call · 1 needs a fix").waitFor();
  const reader = (await sum(scripts)) - byItself;
  console.log(`The form loads ${byItself} bytes by itself, and ${reader} to read a list.`);
  expect(reader).toBeGreaterThan(0);
  expect(reader).toBeLessThan(MOST_BYTES.reader);
});

test("10,000 lines are read while the page goes on", async ({ page, person }) => {
  await signIn(page, person, "/new");
  await page.getByLabel("Businesses to call").fill("Acme, 864-555-0100");
  await page.getByText("1 business to call").first().waitFor();
  const list = Array.from(
    { length: 10_000 },
    (_, index) =>
      `${index},Business ${index},12 Main St,Greenville,864-${200 + Math.floor(index / 100)}-${1000 + index}`,
  );
  const text = `Id,Company,Street,City,Phone\n${list.join("\n")}\n`;
  await page.evaluate(() => {
    const seen = window as unknown as { blocked: number[] };
    seen.blocked = [];
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries()) seen.blocked.push(entry.duration);
    }).observe({ type: "longtask" });
  });
  await page.getByLabel("List file").setInputFiles({
    name: "list.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(text),
  });
  await page
    .getByText(/^8\d{3} businesses to call/)
    .first()
    .waitFor();
  const blocked = await page.evaluate(() => (window as unknown as { blocked: number[] }).blocked);
  // The box lays the text out in one piece, whoever puts it there: 10,000 lines take a browser 30 to 100 ms.
  const layout = await box(page).evaluate((area) => {
    const [begin, { value }] = [performance.now(), area as HTMLTextAreaElement];
    (area as HTMLTextAreaElement).value = `${value} `;
    area.getBoundingClientRect();
    return performance.now() - begin;
  });
  const longest = Math.max(0, ...blocked);
  console.log(
    `The page was blocked for ${longest} ms; the box alone takes ${Math.round(layout)} ms.`,
  );
  expect(longest - layout).toBeLessThan(100);
});
