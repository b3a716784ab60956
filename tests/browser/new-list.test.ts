import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { eventually } from "../support/eventually";
import { arriveAt, expectPageError, seeText, signIn, test } from "./page";
import { LONG_CALL, numbersIn, scriptCall } from "./site";

const freshNumber = numbersIn(209);

const box = (page: Page) => page.getByLabel("Businesses to call");
const table = (page: Page) => page.getByRole("table", { name: /as understood/ });
const rows = (page: Page) => table(page).locator("tbody");

/** A sheet as Excel copies it, with what goes wrong in sheets. */
const SHEET = [
  "Rating\tBusiness name\tCity\tPhone no.",
  '4.5\t"Smith, ""The Pipe"" Jones\n& Sons"\tGreer\t(864) 555-0110',
  "4\tAcme Plumbing\tEasley\t'864\u00a0555\u00a00111",
  "3\tBest Pipes\tEasley\t8.64555E+09",
  "\tAcme Inc\t\t+1 864 555 0111",
].join("\n");

async function paste(page: Page, text: string) {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await box(page).focus();
  await page.keyboard.press("ControlOrMeta+V");
}

async function dropFile(page: Page, name: string, bytes: number[]) {
  const transfer = await page.evaluateHandle(
    ([file, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(content)], file));
      return data;
    },
    [name, bytes] as const,
  );
  for (const type of ["dragover", "drop"]) {
    await box(page).dispatchEvent(type, { dataTransfer: transfer });
  }
}

const bytesOf = (text: string): number[] => [...Buffer.from(text)];

const focusedLabel = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? null);

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
    await page
      .getByText(/“Business name”, numbers from “Phone no.”. Not used: Rating, City/)
      .waitFor();
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

describe("a table without names", () => {
  test("says so, and names written beside the numbers are kept", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await box(page).fill("Phone,Ext\n864-555-0110,12\n864-555-0111,");
    await page.getByText("Numbers are read from “Phone”. No column has names").waitFor();
    await page.getByLabel("Name, line 2").fill("Acme");

    await page.getByText("1 business to call · 1 needs a fix").waitFor();
    await page.getByText("Names are read from “Name”, numbers from “Phone”.").waitFor();
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
    await dropFile(page, "more.csv", bytesOf("Phone;Company\r\n864-555-0112;Best; Pipes\r\n"));

    await page.getByText("Added “more.csv”.").waitFor();
    await page.getByText("2 businesses to call").first().waitFor();
    expect(await box(page).inputValue()).toBe("Acme Plumbing, 864-555-0110\nBest, 864-555-0112");
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
    await page.getByText(/“list.xlsx” is a workbook.*Save it as CSV/).waitFor();
    await dropFile(page, "big.csv", new Array(1_000_001).fill(0x41));
    await page.getByText(/“big.csv” has 1.0 MB; a list can have 1 MB/).waitFor();

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

    await page.getByText("Names are read from “Name”, numbers from “Phone”.").waitFor();
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
    expect(file).toMatch(/^\ufeffLine,Name,Phone,.*\r\n5,Best Pipes,8\.64555E\+09,.*last digits/);

    await box(page).fill(file.replace("8.64555E+09", "864-555-0113"));
    await page.getByRole("button", { name: "Call 1 business" }).waitFor();
    expect(await page.getByLabel("Name, line 2").inputValue()).toBe("Best Pipes");
  });
});

describe("the preview", () => {
  test("is a table also where browsers forget that it is one", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await box(page).fill("Acme, 864-555-0110\nShort, 555-12");
    await page.getByText("1 business to call · 1 needs a fix").waitFor();

    const roles = await table(page).evaluate((root) =>
      [root, ...root.querySelectorAll("thead, tbody, tr, th, td")].map(
        (part) => `${part.localName} ${part.getAttribute("role")}`,
      ),
    );
    expect([...new Set(roles)].sort()).toEqual([
      "table table",
      "tbody rowgroup",
      "td cell",
      "th columnheader",
      "thead rowgroup",
      "tr row",
    ]);
  });

  test("can be changed in place, and the box follows", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await box(page).fill(SHEET);
    await page.getByRole("button", { name: "To fix 1" }).click();
    expect(await rows(page).count()).toBe(1);
    await page.getByLabel("Number of Best Pipes").fill("864-555-0113");

    await page.getByText("3 businesses to call · 1 repeated number merged").waitFor();
    expect(await box(page).inputValue()).toContain("3\tBest Pipes\tEasley\t864-555-0113");
    await page.getByLabel("Name, line 4").fill("Acme & Co");
    await page.getByText("Same number as Acme & Co in line 4.").waitFor();
    await page.getByRole("button", { name: "Remove Acme Inc" }).click();
    await page.getByText("3 businesses to call", { exact: true }).waitFor();
    expect(await box(page).inputValue()).not.toContain("Acme Inc");
  });

  test("is a form for the keyboard: down by Enter, back by Escape", async ({ page, person }) => {
    await signIn(page, person, "/new");
    await box(page).fill("Acme, 864-555-0110\nBest, 864-555-0111");
    await page.getByLabel("Number of Acme").focus();
    await page.keyboard.type("9");
    await page.getByText("1 business to call · 1 needs a fix").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("2 businesses to call").first().waitFor();

    await page.keyboard.press("Enter");
    expect(await focusedLabel(page)).toBe("Number of Best");
    await page.getByRole("button", { name: "Remove Best" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText("1 business to call").first().waitFor();
    expect(await focusedLabel(page)).toBe("Remove Acme");
  });

  test("does not let through what it could not check", async ({ page, person }) => {
    expectPageError(page, /ERR_FAILED/);
    await signIn(page, person, "/new");
    await page.route("**/new/plans/44.json", (route) => route.abort());
    await box(page).fill("Acme, 864-555-0110\nLondon, +44 20 7946 0018");

    await page.getByText("Some numbers could not be checked.").waitFor();
    await seeText(rows(page).nth(1), /Checking/);
    await page.unroute("**/new/plans/44.json");
    await page.evaluate(() => dispatchEvent(new Event("online")));
    await page.getByText("2 businesses to call").first().waitFor();
  });

  test("of a thousand rows shows the first, and all on request", async ({ page, person }) => {
    await signIn(page, person, "/new");
    const many = Array.from(
      { length: 1000 },
      (_, index) =>
        `Business ${index}, +1 ${205 + 10 * Math.floor(index / 100)} 555 01${String(index % 100).padStart(2, "0")}`,
    );
    await box(page).fill(many.join("\n"));
    await page.getByText("1000 businesses to call").first().waitFor();
    expect(await rows(page).count()).toBe(20);
    await page.getByRole("button", { name: "Show all 1000" }).click();
    await eventually(
      () => rows(page).count(),
      (count) => count === 1000,
      { timeoutMs: 30_000 },
    );
    // What is out of sight costs a key press nothing, and is drawn when somebody comes there.
    const isDrawn = (index: number) =>
      rows(page)
        .nth(index)
        .locator("td")
        .first()
        .evaluate((cell) => cell.checkVisibility({ contentVisibilityAuto: true }));
    await rows(page).nth(0).scrollIntoViewIfNeeded();
    await eventually(
      () => Promise.all([isDrawn(0), isDrawn(999)]),
      ([first, last]) => first && !last,
      { timeoutMs: 30_000 },
    );
    await page.getByLabel("Name, line 1000").fill("The last one");
    await eventually(() => isDrawn(999), Boolean, { timeoutMs: 30_000 });
    await eventually(
      () => box(page).inputValue(),
      (text) => text.endsWith("The last one, +1 295 555 0199"),
      { timeoutMs: 30_000 },
    );
  });
});

test("everything can be done with the keyboard alone", async ({ page, person }) => {
  const number = freshNumber();
  await scriptCall(number, LONG_CALL);
  await signIn(page, person, "/new");
  /** Goes on by Tab until the control with this id has the focus. */
  const tabTo = async (id: string) => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Tab");
      if ((await page.evaluate(() => document.activeElement?.id)) === id) return;
    }
    throw new Error(`Tab does not lead to ${id}.`);
  };

  await tabTo("title");
  await page.keyboard.type("Leaking toilet");
  await tabTo("serviceNeeded");
  await page.keyboard.type("Plumbing");
  await tabTo("location");
  await page.keyboard.type("Greenville SC");
  await tabTo("list");
  await page.keyboard.type("Acme Plumbing, 555-12");
  await page.getByText("0 businesses to call · 1 needs a fix").waitFor();
  await tabTo("row-0-phone");
  await page.keyboard.press("ControlOrMeta+A");
  await page.keyboard.type(number);
  await page.getByRole("button", { name: "Call 1 business" }).waitFor();
  await tabTo("call");
  await page.keyboard.press("Enter");

  await arriveAt(page, /^\/request\//);
});
