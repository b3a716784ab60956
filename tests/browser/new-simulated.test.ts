import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { arriveAt, signIn, test } from "./page";
import { signUp } from "./site";

const title = (page: Page) => page.getByLabel("The job in a few words");
const box = (page: Page) => page.getByLabel("Businesses to call");

async function tryFromStart(page: Page) {
  await page.getByRole("link", { name: "Try a simulated batch" }).click();
  await arriveAt(page, "/new");
}

describe("a simulated batch from the start page", () => {
  test("fills an empty form, says so, and stays after a reload", async ({ page, person }) => {
    await signIn(page, person);
    await tryFromStart(page);

    await page.getByText("No phone rings, and nothing is charged.").waitFor();
    await page.getByRole("button", { name: "Call 8 businesses" }).waitFor();
    expect(await title(page).inputValue()).toBe("Leaking toilet");
    await page.reload();
    await page.getByRole("button", { name: "Call 8 businesses" }).waitFor();
    expect(await page.getByText("No phone rings, and nothing is charged.").count()).toBe(0);
  });

  test("replaces nothing that was typed unless asked to, and that can be undone", async ({
    page,
    person,
  }) => {
    await signIn(page, person, "/new");
    await title(page).fill("Roof tiles");
    await page.getByRole("link", { name: "Ringround" }).click();
    await tryFromStart(page);

    await page.getByText("The simulated batch has not replaced it.").waitFor();
    expect([await title(page).inputValue(), await box(page).inputValue()]).toEqual([
      "Roof tiles",
      "",
    ]);
    await page.getByRole("button", { name: "Replace it" }).click();
    await page.getByRole("button", { name: "Call 8 businesses" }).waitFor();
    expect(await title(page).inputValue()).toBe("Leaking toilet");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Nobody is on the list yet.").waitFor();
    expect(await title(page).inputValue()).toBe("Roof tiles");
  });

  test("is the draft of who asked for it, and of nobody else in the same tab", async ({
    page,
    person,
  }) => {
    await signIn(page, person);
    await tryFromStart(page);
    await page.getByRole("button", { name: "Call 8 businesses" }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await arriveAt(page, "/login");
    await signIn(page, await signUp(), "/new");

    await page.getByText("Nobody is on the list yet.").waitFor();
    expect([await title(page).inputValue(), await box(page).inputValue()]).toEqual(["", ""]);
  });
});

test("the button of the form leaves the focus at the list that it has filled", async ({
  page,
  person,
}) => {
  await signIn(page, person, "/new");
  await page.getByRole("button", { name: "Try a simulated batch" }).press("Enter");
  await page.getByRole("button", { name: "Call 8 businesses" }).waitFor();

  // The button is gone by then; the next stop is the box.
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("list");
});
