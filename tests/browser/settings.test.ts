import { describe, expect } from "vitest";
import { arriveAt, signIn, test } from "./page";
import { signUp, site } from "./site";
import { makeApiKey } from "./states";

const NO_SUCH_ID = "00000000-0000-4000-8000-00000000dead";

/** What the API says to a program with the key: 404 once it is let in. */
const statusWith = async (key: string) =>
  (
    await fetch(`${site.appUrl}/api/v1/providers/batch-status/${NO_SUCH_ID}`, {
      headers: { Authorization: `Bearer ${key}` },
    })
  ).status;

describe("API keys", () => {
  test("a key is shown once, lets a program in, and is refused once it is revoked", async ({
    page,
    person,
  }) => {
    await signIn(page, person);
    await page.getByRole("link", { name: "Settings" }).click();
    await arriveAt(page, "/settings");
    const key = await makeApiKey(page, "Nightly script");
    expect(key).toMatch(/^rr_[\w-]{43}$/);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
    await page.getByRole("cell", { name: "never" }).waitFor();

    expect(await statusWith(key)).toBe(404);
    await page.reload();
    const row = page.getByRole("row").filter({ hasText: "Nightly script" });
    await row.getByText(key.slice(0, 9)).waitFor();
    expect(await page.content()).not.toContain(key);
    expect(await row.getByRole("cell").nth(2).innerText()).toBe("just now");

    await page.getByRole("button", { name: "Revoke Nightly script" }).click();
    const question = page.getByRole("dialog", { name: "Revoke Nightly script?" });
    await question.waitFor();
    await page.keyboard.press("Escape");
    await question.waitFor({ state: "hidden" });
    expect(await statusWith(key)).toBe(404);
    await page.getByRole("button", { name: "Revoke Nightly script" }).click();
    await question.getByRole("button", { name: "Revoke the key" }).click();
    await row.getByText("Revoked", { exact: true }).waitFor();
    expect(await statusWith(key)).toBe(401);
  });

  test("what is missing is said at its field, and what was chosen stays", async ({
    page,
    person,
  }) => {
    await signIn(page, person, "/settings");
    await page.getByLabel(/^Stop calls/).check();
    await page.getByRole("button", { name: "Make a key" }).click();
    await page.getByText("Enter a name").waitFor();
    await page.waitForFunction(() => document.activeElement?.id === "key-name");
    expect(await page.getByLabel(/^Stop calls/).isChecked()).toBe(true);

    await page.getByLabel("Name").fill("Script");
    await page.getByLabel(/^Stop calls/).uncheck();
    await page.getByLabel(/^Read requests/).uncheck();
    await page.getByRole("button", { name: "Make a key" }).click();
    await page.getByText("Choose at least one.").waitFor();
    expect(await page.getByLabel("Name").inputValue()).toBe("Script");
  });

  test("of somebody else are not shown", async ({ page, person }) => {
    const other = await signUp();
    await signIn(page, other, "/settings");
    await makeApiKey(page, "Theirs");
    await page.context().clearCookies();
    await signIn(page, person, "/settings");
    expect(await page.getByText("Theirs").count()).toBe(0);
  });

  test("a visitor signs in first", async ({ page }) => {
    await page.goto("/settings");
    await arriveAt(page, "/login?next=%2Fsettings");
  });
});

test("the API reference is open to anybody, works without scripts, and its links lead somewhere", async ({
  browser,
}) => {
  const context = await browser.newContext({ baseURL: site.appUrl, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/reference");
  await page.getByRole("heading", { name: "Start calling" }).waitFor();
  expect(await page.getByText("An API key needs the scope cancel.").count()).toBe(1);
  expect(await page.locator("pre").count()).toBeGreaterThan(4);
  const targets = await page
    .locator("main a[href^='#']")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(targets.length).toBeGreaterThan(5);
  for (const target of targets) expect(await page.locator(target).count()).toBe(1);
  const document = await page.request.get("/api/v1/openapi.json");
  expect(document.status()).toBe(200);
  await context.close();
});
