import type { Page } from "playwright-core";
import { expect } from "vitest";
import { signIn, test } from "./page";

const box = (page: Page) => page.getByLabel("Businesses to call");

/** Collects every text that a polite region of the form has from now on. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const spoken: string[] = [];
    Object.assign(window, { spoken });
    for (const region of document.querySelectorAll("main [role=status]")) {
      new MutationObserver(() => spoken.push(region.textContent ?? "")).observe(region, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    }
  });
  return () => page.evaluate(() => (window as unknown as { spoken: string[] }).spoken);
}

test("what a list comes to is read out once, when the keys have rested", async ({
  page,
  person,
}) => {
  await signIn(page, person, "/new");
  await box(page).focus();
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  const spoken = await listen(page);

  await page.keyboard.type("Acme, 864-555-0100");
  await page.getByText("1 business to call", { exact: true }).waitFor();
  await page.clock.runFor(1000);
  await page.keyboard.type("\nShort, 555-12");
  await page.getByText("1 business to call · 1 needs a fix").waitFor();
  await page.clock.runFor(1000);
  expect(await spoken()).toEqual([]);

  await page.clock.runFor(1000);
  await page.getByText("1 business to call, 1 needs a fix.").waitFor();
  expect(await spoken()).toEqual(["1 business to call, 1 needs a fix."]);
});
