import { createChunks, stringFromBase64URL, stringToBase64URL } from "@supabase/ssr";
import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { ROOT } from "@/local/stack";
import { findRoutes } from "../support/routes";
import { arriveAt, expectPageError, seeText, signIn, test } from "./page";
import { LONG_CALL, numbersIn, scriptCall, signUp, site, startBatch } from "./site";

const freshNumber = numbersIn(207);

const NO_SUCH_ID = "00000000-0000-4000-8000-00000000dead";

const AUTH_COOKIE = /^sb-.*-auth-token(?:\.\d)?$/;

type Session = { access_token: string; refresh_token: string; expires_at: number };

async function authCookies(page: Page) {
  const cookies = await page.context().cookies();
  return cookies
    .filter(({ name }) => AUTH_COOKIE.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The session as the cookies of `@supabase/ssr` carry it. */
async function sessionOf(page: Page): Promise<Session> {
  const text = (await authCookies(page)).map(({ value }) => value).join("");
  return JSON.parse(stringFromBase64URL(text.replace("base64-", "")));
}

async function writeSession(page: Page, session: Session): Promise<void> {
  const [first] = await authCookies(page);
  if (!first) throw new Error("Nobody is signed in.");
  const name = first.name.replace(/\.\d$/, "");
  await page.context().clearCookies({ name: AUTH_COOKIE });
  const chunks = createChunks(name, `base64-${stringToBase64URL(JSON.stringify(session))}`);
  await page.context().addCookies(chunks.map((chunk) => ({ ...first, ...chunk })));
}

// next.js#96650: functions of a built site die when they are loaded.
test("every route of the built site loads, and none sends a stranger's program to sign in", async () => {
  for (const { address } of findRoutes(ROOT)) {
    const url = site.appUrl + address.replaceAll(/\[.*?\]+/g, NO_SUCH_ID);
    // temple-stuart-accounting#488: a redirect on /api/inngest, and no run ever starts.
    for (const method of ["OPTIONS", "GET", "POST", "PUT"]) {
      const { status } = await fetch(url, { method, redirect: "manual" });
      expect([method, address, status >= 300 && status < 400]).toEqual([method, address, false]);
    }
    expect((await fetch(url, { method: "OPTIONS" })).status).toBeLessThan(405);
  }
});

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
    // Ready for the next try.
    await page.waitForFunction(() => document.activeElement?.id === "password");
    expect(await page.getByLabel("Password").getAttribute("aria-invalid")).toBe("true");
    await page.getByRole("link", { name: "Create one" }).click();
    await page.getByRole("heading", { name: "Create your account" }).waitFor();
    expect(await page.getByText("do not belong to an account").count()).toBe(0);
  });

  test("what is missing for signing in is said at its field, which gets the focus", async ({
    page,
  }) => {
    await page.goto("/login");
    for (const [label, problem, typed] of [
      ["Email", "Enter your email address.", "jane@example.test"],
      ["Password", "Enter your password.", ""],
    ] as const) {
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByText(problem).waitFor();
      await page.waitForFunction(
        (text) => document.activeElement?.parentElement?.textContent?.includes(text),
        problem,
      );
      const described = await page.getByLabel(label).getAttribute("aria-describedby");
      expect(await page.locator(`#${described}`).innerText()).toBe(problem);
      await page.getByLabel(label).fill(typed);
    }
  });

  test("a new account begins with an empty list that says what to do", async ({ page }) => {
    await page.goto("/login");
    await page.getByRole("link", { name: "Create one" }).click();
    await page.getByRole("heading", { name: "Create your account" }).waitFor();
    await page.waitForFunction(() => document.title === "Create your account · Ringround");
    await page.getByLabel("Email").fill(`new-${Date.now()}@example.test`);
    await page.getByLabel("Password").fill("a-long-password-1");
    await page.getByRole("button", { name: "Create account" }).click();

    await arriveAt(page, "/");
    await page.getByRole("link", { name: "Make your first request" }).click();
    await arriveAt(page, "/new");
  });

  test("an access token that has run out is renewed on the way to the page", async ({
    page,
    person,
  }) => {
    await signIn(page, person);
    const before = await sessionOf(page);
    await writeSession(page, { ...before, expires_at: 1, access_token: "run.out.token" });

    const response = await page.goto("/new");

    expect(response?.status()).toBe(200);
    await page.getByRole("heading", { name: "New request" }).waitFor();
    // What sets cookies must not be kept by anybody between here and the visitor.
    expect(response?.headers()["cache-control"]).toMatch(/no-store/);
    const after = await sessionOf(page);
    expect(after.access_token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(after.refresh_token).not.toBe(before.refresh_token);
  });

  // supabase#50289, ssr#68: whoever comes second with a token that was just used is signed out.
  test("a token that has run out is renewed for two tabs at once", async ({ page, person }) => {
    await signIn(page, person);
    await writeSession(page, {
      ...(await sessionOf(page)),
      expires_at: 1,
      access_token: "run.out.token",
    });
    const second = await page.context().newPage();

    await Promise.all([page.goto("/new"), second.goto("/")]);
    for (const tab of [page, second, page]) {
      await tab.goto("/new");
      await tab.getByRole("heading", { name: "New request" }).waitFor();
    }
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
    await scriptCall(short, { behavior: "flat-quote", ringSeconds: 0, talkSeconds: 1 });
    await scriptCall(long, LONG_CALL);
    await startBatch(person, [short, long]);
    await signIn(page, person);

    await seeText(
      page.getByRole("main"),
      /Leaking toilet.*1 of 2 done 1 on the phone · 1 answered/,
    );
  });
});
