import type { Page } from "playwright-core";
import { describe, expect } from "vitest";
import { arriveAt, signIn, test } from "./page";
import { sumShifts, watchShifts } from "./request";
import { LONG_CALL, numbersIn, type Person, scriptCall, signUp, site } from "./site";

const freshNumber = numbersIn(228);

const NO_SUCH_ID = "00000000-0000-4000-8000-00000000dead";

const title = (page: Page) => page.getByLabel("The job in a few words");
const box = (page: Page) => page.getByLabel("Businesses to call");

/** What the tests fill in again: every field of the job, and a name that takes quotes in a list. */
async function startWhole(person: Person) {
  const number = freshNumber();
  await scriptCall(number, LONG_CALL);
  const response = await fetch(`${site.appUrl}/api/v1/providers/batch-call-async`, {
    method: "POST",
    headers: { Authorization: `Bearer ${person.token}`, "Content-Type": "application/json" },
    body: JSON.stringify({
      serviceRequest: {
        title: "Leaking toilet",
        serviceNeeded: "Plumbing",
        location: "Greenville SC",
        urgency: "immediate",
        description: "The floor is damp.\nWater runs all the time.",
        criteria: ["licensed", "insured"],
        clientName: "Jane",
        clientAddress: "1 Main Street",
      },
      providers: [{ name: "Smith, Jones & Sons 24", phone: `${number} ext. 12` }],
      options: { maxAttempts: 1 },
    }),
  });
  const { serviceRequestId, providers } = await response.json();
  return { serviceRequestId, providerId: providers[0].id, number };
}

async function readForm(page: Page) {
  const values = await page.evaluate(() => {
    const form = document.querySelector("main form");
    return form instanceof HTMLFormElement ? Object.fromEntries(new FormData(form)) : {};
  });
  const { country: _, maxAttempts: __, ...fields } = values;
  return fields;
}

const JOB = {
  title: "Leaking toilet",
  serviceNeeded: "Plumbing",
  location: "Greenville SC",
  urgency: "immediate",
  description: "The floor is damp.\nWater runs all the time.",
  criteria: "licensed\ninsured",
  clientName: "Jane",
  clientAddress: "1 Main Street",
};

describe("the job of an earlier request", () => {
  test("is used again from the list, without its businesses, and is then a draft like any other", async ({
    page,
    person,
  }) => {
    await startWhole(person);
    await signIn(page, person);
    await page.getByRole("link", { name: "Use this job again" }).click();

    await page.getByText("The same job as “Leaking toilet”").waitFor();
    await arriveAt(page, "/new");
    expect(await readForm(page)).toEqual({ ...JOB, list: "" });

    await page.getByLabel("Where").fill("Easley SC");
    await page.reload();
    await page.getByLabel("Businesses to call").waitFor();
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>("#location")?.value);
    expect(await readForm(page)).toEqual({ ...JOB, location: "Easley SC", list: "" });
    expect(await page.getByText("The same job as").count()).toBe(0);
  });

  test("comes with the business that is named, ready to have its number changed", async ({
    page,
    person,
  }) => {
    const { serviceRequestId, providerId, number } = await startWhole(person);
    await signIn(page, person, `/new?like=${serviceRequestId}&provider=${providerId}`);

    await page.getByText(/with Smith, Jones & Sons 24 on the list/).waitFor();
    await page.getByRole("button", { name: "Call 1 business" }).waitFor();
    const written = `${number.replace(/^\+1(...)(...)/, "+1 $1 $2 ")} ext. 12`;
    expect(await page.getByLabel("Name, line 1").inputValue()).toBe("Smith, Jones & Sons 24");
    expect(await page.getByLabel("Number of Smith").inputValue()).toBe(written);
  });

  test("does not replace what was typed, unless asked to, and that can be undone", async ({
    page,
    person,
  }) => {
    const { serviceRequestId } = await startWhole(person);
    await signIn(page, person, "/new");
    await title(page).fill("Roof tiles");
    await page.goto(`/new?like=${serviceRequestId}`);

    await page.getByText("What you typed is still here").waitFor();
    expect(await title(page).inputValue()).toBe("Roof tiles");
    await page.getByRole("button", { name: "Replace it" }).click();
    expect(await readForm(page)).toEqual({ ...JOB, list: "" });
    await page.getByRole("button", { name: "Undo" }).click();
    expect(await title(page).inputValue()).toBe("Roof tiles");
  });

  test("is offered once it has been called, for calling others", async ({ page, person }) => {
    await startWhole(person);
    const number = freshNumber();
    await scriptCall(number, LONG_CALL);
    await signIn(page, person);
    await page.getByRole("link", { name: "Use this job again" }).click();
    await page.getByText("The same job as “Leaking toilet”").waitFor();
    await box(page).fill(`Acme Plumbing, ${number}`);
    await page.getByRole("button", { name: "Call 1 business" }).click();
    await arriveAt(page, /^\/request\//);
    await page.goBack();

    await page.getByText("You have called 1 business for “Leaking toilet”").waitFor();
    expect(await title(page).inputValue()).toBe("");
    await page.getByRole("link", { name: "call others for the same job" }).click();
    await page.getByText("The same job as “Leaking toilet”").waitFor();
    expect(await readForm(page)).toEqual({ ...JOB, list: "" });
  });

  test("comes in its place: nothing moves on a phone while the form is filled in", async ({
    page,
    person,
  }) => {
    const { serviceRequestId } = await startWhole(person);
    await signIn(page, person);
    await page.setViewportSize({ width: 360, height: 800 });
    await watchShifts(page);
    await page.goto(`/new?like=${serviceRequestId}`);
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>("#title")?.value);
    // Two frames: what the last change moved has been told by then.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    expect(await sumShifts(page)).toBe(0);
  });

  test("is announced by the first bytes of the page, above the fields", async ({
    page,
    person,
  }) => {
    const { serviceRequestId } = await startWhole(person);
    await signIn(page, person);

    const response = await page.request.get(`/new?like=${serviceRequestId}`);
    const html = await response.text();

    // What is streamed in later comes after the fields, and pushes them down when they have been painted by then.
    const place = html.indexOf("The same job as “Leaking toilet”");
    expect(place).toBeGreaterThan(0);
    expect(place).toBeLessThan(html.indexOf('id="title"'));
  });

  test("is kept in mind over signing in", async ({ page, person }) => {
    const { serviceRequestId } = await startWhole(person);
    await page.goto(`/new?like=${serviceRequestId}`);
    await page.getByLabel("Email").fill(person.email);
    await page.getByLabel("Password").fill(person.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();

    await page.getByText("The same job as “Leaking toilet”").waitFor();
    expect(await readForm(page)).toEqual({ ...JOB, list: "" });
  });

  test("of somebody else, or of nobody, is an empty form", async ({ page, person }) => {
    const { serviceRequestId, providerId } = await startWhole(await signUp());
    const own = await startWhole(person);
    await signIn(page, person);
    for (const query of [
      `like=${serviceRequestId}`,
      `like=${serviceRequestId}&provider=${providerId}`,
      `like=${NO_SUCH_ID}`,
      "like=%27%20or%20true",
      `like=${own.serviceRequestId}&like=${own.serviceRequestId}`,
      `provider=${own.providerId}`,
    ]) {
      const response = await page.goto(`/new?${query}`);
      expect([query, response?.status()]).toEqual([query, 200]);
      await page.getByText("Nobody is on the list yet.").waitFor();
      expect([query, await title(page).inputValue()]).toEqual([query, ""]);
      expect(await page.getByText("The same job as").count()).toBe(0);
    }
    // A business of another request is no reason to leave the own job out.
    await page.goto(`/new?like=${own.serviceRequestId}&provider=${providerId}`);
    await page.getByText("It is filled in. List the businesses to call this time.").waitFor();
    // The words come with the page, what they speak of with its scripts.
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>("#title")?.value);
    expect(await readForm(page)).toEqual({ ...JOB, list: "" });
  });
});
