import { describe, expect } from "vitest";
import { arriveAt, expectPageError, seeText, signIn, test } from "./page";
import { LONG_CALL, numbersIn, scriptCall, signUp, site, startBatch } from "./site";

const freshNumber = numbersIn(207);

const NO_SUCH_ID = "00000000-0000-4000-8000-00000000dead";

describe("who sees what", () => {
  test.for(["/", "/new", `/request/${NO_SUCH_ID}`])(
    "a visitor of %s signs in first and comes back",
    async (path, { page, person }) => {
      if (path.includes(NO_SUCH_ID)) expectPageError(page, /404/);
      await page.goto(path);
      await page.getByRole("heading", { name: "Sign in to Ringround" }).waitFor();
      await page.getByLabel("Email").fill(person.email);
      await page.getByLabel("Password").fill(person.password);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await arriveAt(page, path);
    },
  );

  test("somebody else's request and one that does not exist look the same", async ({
    page,
    person,
  }) => {
    expectPageError(page, /404/);
    const owner = await signUp();
    const number = freshNumber();
    await scriptCall(number, LONG_CALL);
    const { pageUrl } = await startBatch(owner, [number]);
    await signIn(page, person);

    const seen = [];
    for (const path of [pageUrl, `/request/${NO_SUCH_ID}`, "/request/not-an-id"]) {
      const response = await page.goto(path);
      await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
      seen.push([response?.status(), await page.title(), await page.getByRole("main").innerText()]);
    }
    expect(seen[0]).toEqual([
      404,
      "Not found · Ringround",
      expect.stringMatching(/another account/),
    ]);
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
  });

  test("a wrong password is refused in words, and the email stays", async ({ page, person }) => {
    await page.goto("/login");
    await page.getByLabel("Email").fill(person.email);
    await page.getByLabel("Password").fill("wrong-password");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();

    await page.getByText("This email and password do not belong to an account.").waitFor();
    expect(await page.getByLabel("Email").inputValue()).toBe(person.email);
  });

  test("a new account begins with an empty list that says what to do", async ({ page }) => {
    await page.goto("/login");
    await page.getByRole("link", { name: "Create one" }).click();
    await page.getByRole("heading", { name: "Create your account" }).waitFor();
    await page.getByLabel("Email").fill(`new-${Date.now()}@example.test`);
    await page.getByLabel("Password").fill("a-long-password-1");
    await page.getByRole("button", { name: "Create account" }).click();

    await arriveAt(page, "/");
    await page.getByRole("link", { name: "Make your first request" }).click();
    await arriveAt(page, "/new");
  });

  test("signing out ends the session", async ({ page, person }) => {
    await signIn(page, person);
    await page.getByRole("button", { name: "Sign out" }).click();
    await arriveAt(page, "/login");
    await page.goto("/new");
    await arriveAt(page, "/login?next=%2Fnew");
  });

  test("a link to another site after signing in leads to the start page", async ({
    page,
    person,
  }) => {
    await page.goto("/login?next=//example.com/");
    await page.getByLabel("Email").fill(person.email);
    await page.getByLabel("Password").fill(person.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await arriveAt(page, "/");
    expect(page.url()).toBe(`${site.appUrl}/`);
  });

  test("the list tells how each request stands", async ({ page, person }) => {
    const [short, long] = [freshNumber(), freshNumber()];
    await scriptCall(short, { behaviour: "flat-quote", ringSeconds: 0, talkSeconds: 1 });
    await scriptCall(long, LONG_CALL);
    await startBatch(person, [short, long]);
    await signIn(page, person);

    await seeText(page.getByRole("main"), /Leaking toilet.*1 of 2 done · 1 answered/);
  });
});
