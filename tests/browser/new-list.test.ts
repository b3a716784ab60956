import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { box, columns, rows, SHEET } from "./business-list";
import { seeText, signIn, test } from "./page";

async function paste(page: Page, text: string) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await box(page).focus();
  await page.keyboard.press("ControlOrMeta+V");
}

/** @param content its bytes, or how many there are of the letter A. */
async function dropFile(page: Page, name: string, content: number[] | number) {
  const transfer = await page.evaluateHandle(
    ([file, bytes]) => {
      const data = new DataTransfer();
      const part = typeof bytes === "number" ? "A".repeat(bytes) : new Uint8Array(bytes);
      data.items.add(new File([part], file));
      return data;
    },
    [name, content] as const,
  );
  for (const type of ["dragover", "drop"]) {
    await box(page).dispatchEvent(type, { dataTransfer: transfer });
  }
}

const bytesOf = (text: string): number[] => [...Buffer.from(text)];

describe("a pasted spreadsheet", () => {
  test("is understood, and what is broken in it is named with the fix", async ({
    page,
    person,
  }) => {
    await signIn(page, person, "/new");
    await paste(page, SHEET);

    await page
      .getByText("2 businesses to call · 1 repeated number merged · 1 needs a fix")
      .waitFor();
    await expect.poll(() => columns(page), { timeout: 10_000 }).toEqual(["3", "1"]);
    expect(await page.getByLabel("Name, line 2").inputValue()).toBe(
      'Smith, "The Pipe" Jones & Sons',
    );
    await seeText(rows(page).nth(1), /\+1 864 555 0111/);
    await seeText(
      rows(page).nth(2),
      /8\.64555E\+09.*last digits are lost.*Format the column as text/,
    );
    await seeText(rows(page).nth(3), /Called once Same number as Acme Plumbing in line 4/);
  });
});

describe("a table that could be read in two ways", () => {
  const NUMBERS = "Numbers are in";

  test("asks for the column to call, and the answer stays with the table", async ({
    page,
    person,
  }) => {
    await signIn(page, person, "/new");
    await box(page).fill(
      "Company,Day,Night\nAcme,864-555-0110,864-555-0120\nBest,864-555-0111,864-555-0121",
    );
    await page.getByText("Several columns could be it. Choose one.").waitFor();
    expect(
      await page.getByRole("button", { name: /^Call \d/ }).count(),
      "nobody is called meanwhile",
    ).toBe(0);

    await page.getByLabel(NUMBERS).selectOption("2");
    await seeText(rows(page).nth(0), /\+1 864 555 0120/);
    await page.reload();
    await seeText(rows(page).nth(0), /\+1 864 555 0120/);
    await page.getByLabel(NUMBERS).selectOption("1");
    await seeText(rows(page).nth(0), /\+1 864 555 0110/);

    await box(page).fill("Company,Phone\nAcme,864-555-0130");
    await expect.poll(() => columns(page), { timeout: 10_000 }).toEqual(["1", "0"]);
  });

  test("is changed in place where it was decided", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await box(page).fill(
      "Company,Contact person,Phone\nAcme,Ada Smith,864-555-0110\nBest,Bob Jones,864-555-0111",
    );
    await expect.poll(() => columns(page), { timeout: 10_000 }).toEqual(["2", "0"]);
    await page.getByLabel("Names are in").selectOption("1");
    await expect
      .poll(() => page.getByLabel("Name, line 2").inputValue(), { timeout: 10_000 })
      .toBe("Ada Smith");
  });
});

describe("a number of an area code that is not known yet", () => {
  test("is called once a person says that it is right", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await box(page).fill("Acme, 621-234-5678");
    await page.getByText("1 needs a fix").waitFor();
    await page.getByRole("button", { name: "The number is right: call +1 621 234 5678" }).click();
    await page.getByText("1 business to call").waitFor();
    await page.reload();
    await page.getByText("1 business to call").waitFor();
  });
});

describe("a table without names", () => {
  test("says so, and names written beside the numbers are kept", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await box(page).fill("Phone,Ext\n864-555-0110,12\n864-555-0111,");
    await expect.poll(() => columns(page), { timeout: 10_000 }).toEqual(["0", ""]);
    await page.getByLabel("Name, line 2").fill("Acme");

    await page.getByText("1 business to call · 1 needs a fix").waitFor();
    await expect.poll(() => columns(page), { timeout: 10_000 }).toEqual(["0", "2"]);
    await page.getByLabel("Number of Acme").focus();
    expect(await page.getByLabel("Name, line 2").inputValue()).toBe("Acme");
  });
});

describe("a file", () => {
  test("that is dropped is added below what is there, and can be taken back", async ({
    page,
    person,
  }) => {
    await signIn(page, person, "/new");
    await box(page).fill("Acme Plumbing, 864-555-0110");
    await dropFile(page, "more.csv", bytesOf("Phone;Company\r\n864-555-0112;Best Pipes\r\n"));

    await page.getByText("Added “more.csv”.").waitFor();
    await page.getByText("2 businesses to call").first().waitFor();
    expect(await box(page).inputValue()).toBe(
      "Acme Plumbing, 864-555-0110\nBest Pipes, 864-555-0112",
    );
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await box(page).inputValue()).toBe("Acme Plumbing, 864-555-0110");
  });

  test("of Windows is read with its letters and quotes", async ({ page, person }) => {
    await signIn(page, person, "/new");
    // "Müller ‘Sö’" in Windows-1252.
    const name = [0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72, 0x20, 0x91, 0x53, 0xf6, 0x92];
    await dropFile(page, "list.csv", [...name, ...bytesOf(", 864-555-0112")]);

    await page.getByText("1 business to call").first().waitFor();
    expect(await page.getByLabel("Name, line 1").inputValue()).toBe("Müller ‘Sö’");
  });

  test("that is no list is refused in words, and nothing is lost", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await box(page).fill("Acme Plumbing, 864-555-0110");
    await dropFile(page, "list.xlsx", [0x50, 0x4b, 3, 4]);
    await page.getByText(/“list.xlsx”: It is no workbook that can be read.*Save it as/).waitFor();
    await dropFile(page, "big.csv", 4_100_000);
    await page.getByText(/“big.csv”: It has 4.1 MB; a list can have 4 MB/).waitFor();

    expect(await box(page).inputValue()).toBe("Acme Plumbing, 864-555-0110");
  });

  test("can be chosen, and never leaves the browser", async ({ page, person }) => {
    await signIn(page, person, "/new");
    const sent: string[] = [];
    page.on("request", (request) => sent.push(request.postData() ?? ""));
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose a file" }).click();
    await (await chooser).setFiles({
      name: "list.csv",
      mimeType: "text/csv",
      buffer: Buffer.from("Name,Phone,Secret\nAcme,864-555-0110,do-not-send"),
    });

    await page.getByText("1 business to call").first().waitFor();
    expect(sent.join("")).not.toContain("do-not-send");
  });
});

describe("what can be downloaded", () => {
  test("a template, which the form reads without a fault", async ({ page, person }) => {
    await signIn(page, person, "/new");
    const coming = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download a template" }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe("ringround-list.csv");
    await page.getByLabel("List file").setInputFiles(await download.path());

    await expect.poll(() => columns(page), { timeout: 10_000 }).toEqual(["1", "0"]);
    await page.getByRole("button", { name: "Call 2 businesses" }).waitFor();
  });

  test("the rows that need a fix, to come back when they have it", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await box(page).fill(SHEET);
    const coming = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download the row" }).click();
    const download = await coming;
    expect(download.suggestedFilename()).toBe("ringround-rows-to-fix.csv");
    const file = await readFile(await download.path(), "utf8");
    expect(file).toMatch(
      /^\ufeff"Line","Name","Phone",.*\r\n"5","Best Pipes","8\.64555E\+09",.*last digits/,
    );

    await box(page).fill(file.replace("8.64555E+09", "864-555-0113"));
    await page.getByRole("button", { name: "Call 1 business" }).waitFor();
    expect(await page.getByLabel("Name, line 2").inputValue()).toBe("Best Pipes");
  });
});
