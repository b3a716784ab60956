import { readFile } from "node:fs/promises";
import { strFromU8, unzipSync } from "fflate";
import { describe, expect } from "vitest";
import { eventually } from "../support/eventually";
import { expectPageError, seeText, signIn, test } from "./page";
import { site } from "./site";

describe("your data", () => {
  test("says how long it is kept, and comes along as one file", async ({ page, person }) => {
    await signIn(page, person, "/settings");
    await seeText(page.getByRole("main"), /Transcripts are deleted 90 days after the call/);

    const arrives = page.waitForEvent("download");
    await page.getByRole("link", { name: "Export my data" }).click();
    const download = await arrives;

    expect(download.suggestedFilename()).toMatch(/^ringround-data-\d{4}-\d\d-\d\d\.zip$/);
    const files = unzipSync(await readFile(await download.path()));
    const about = JSON.parse(strFromU8(files["account.json"] ?? new Uint8Array()));
    expect(about.email).toBe(person.email);
  });

  test("is deleted once the own address is typed, by keyboard alone", async ({ page, person }) => {
    await signIn(page, person, "/settings");
    const field = page.getByLabel("Your email, to confirm");

    await field.fill("somebody@example.test");
    await page.keyboard.press("Enter");
    await seeText(page.getByRole("main"), new RegExp(`Enter ${person.email} to confirm`));
    expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
    expect(await field.getAttribute("aria-invalid")).toBe("true");

    await field.fill(person.email);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/login\?problem=deleted$/);
    await seeText(page.getByRole("main"), /Your account is being deleted/);
    await eventually(
      async () =>
        (
          await fetch(`${site.supabaseUrl}/auth/v1/token?grant_type=password`, {
            method: "POST",
            headers: { apikey: site.publishableKey, "content-type": "application/json" },
            body: JSON.stringify({ email: person.email, password: person.password }),
          })
        ).status,
      (status) => status === 400,
    );
  });

  test("a deletion that does not begin says so, and the account stays", async ({
    page,
    person,
  }) => {
    await signIn(page, person, "/settings");
    expectPageError(page, /ERR_FAILED/);
    await page.route("**/api/v1/account", (route) => route.abort());
    await page.getByLabel("Your email, to confirm").fill(person.email);
    await page.getByRole("button", { name: "Delete my account" }).click();
    await seeText(page.getByRole("alert").first(), /The site did not answer/);
  });
});
