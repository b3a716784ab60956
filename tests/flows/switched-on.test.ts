import { afterEach, describe, expect, test } from "vitest";
import { envShape } from "@/lib/env";
import { scriptCalls } from "@/tests/faults/simulator";
import { eventually } from "@/tests/support/eventually";
import { hoursFarAway } from "@/tests/support/hours";
import {
  ordinaryNumbers,
  type Product,
  SERVICE_REQUEST,
  startProduct,
} from "@/tests/support/product";

/**
 * A site on the day on which it is switched on: it calls no stranger and runs up no bill because something was forgotten.
 * A fresh sign-up, a preview, a number in Guam before dawn, one phone in 20 batches, 5,000 calls, and an engine without
 * keys: each is refused, held or does not start, and says why.
 */

let product: Product;
afterEach(() => product?.stop());

const start = async (env: Record<string, string>) => {
  product = await startProduct({ timeScale: 0.05, env: { PATIENCE: "0.02", ...env } });
  return product.signUp();
};
const dialed = async () => (await product.simulator()).calls.map(({ number }) => number);
const stored = () => product.sql`select 1 from public.batches`;

const [STRANGER = "", LISTED = ""] = ordinaryNumbers(2, 1500);
const GUAM = "+16716480000";
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

test("a fresh sign-up calls nobody where sign-up is closed, and is told whom to ask", async () => {
  const person = await start({ SIGN_UP: "closed", SIGN_UP_ALLOWED: "@ours.example" });

  await expect(product.call(person, [STRANGER])).rejects.toThrow(
    /403.*not_invited.*by invitation only.*Ask whoever runs this site/,
  );

  expect(await stored()).toHaveLength(0);
  expect(await dialed()).toEqual([]);
}, 120_000);

test("a preview dials the numbers on its list, and says of all others why not", async () => {
  const person = await start({
    VERCEL_ENV: "preview",
    PRODUCTION_FINGERPRINTS: "none",
    CALL_ALLOWLIST: LISTED,
  });

  const { serviceRequestId } = await product.call(person, [STRANGER, LISTED]);
  const final = await product.finished(person, serviceRequestId);

  expect(final.providers).toMatchObject([
    { callStatus: "skipped", attempt: { detail: "preview_only" } },
    { callStatus: "completed" },
  ]);
  expect(await dialed()).toEqual([LISTED]);
}, 120_000);

describe("a number in Guam", () => {
  test("a country that is not called is refused by row: Guam is not the US", async () => {
    const person = await start({ CALL_COUNTRIES: "US,CA" });

    await expect(product.call(person, [STRANGER, GUAM])).rejects.toThrow(
      /422.*\/providers\/1\/phone.*country_not_allowed/,
    );
    expect(await product.sql`select 1 from public.batches`).toHaveLength(0);
  }, 120_000);

  test("waits for its own morning where Guam is called", async () => {
    const hours = hoursFarAway();
    const person = await start({ CALL_COUNTRIES: "US,GU", CALLING_HOURS: hours });

    const { serviceRequestId } = await product.call(person, [GUAM]);
    const waiting = await eventually(
      () => product.status(person, serviceRequestId),
      ({ providers }) => providers[0]?.attempt.holdCode === "outside_hours",
    );

    // Noon there is ten hours before noon of UTC.
    expect(hours).toContain(" 12:00-");
    expect(Date.parse(waiting.providers[0]?.attempt.notBefore ?? "") % DAY_MS).toBe(2 * HOUR_MS);
    expect(await dialed()).toEqual([]);
  }, 120_000);
});

describe("one phone in many orders", () => {
  test("rings for one of them at a time, and rests in between", async () => {
    const person = await start({ NUMBER_PAUSE_MINUTES: "30" });
    const others = await Promise.all(Array.from({ length: 19 }, () => product.signUp()));
    await scriptCalls(product, [{ number: STRANGER, next: [{ behavior: "flat-quote" }] }]);

    const accepted = await Promise.all(
      [person, ...others].map((who) => product.call(who, [STRANGER])),
    );
    const states = () =>
      product.sql`select outcome, hold_code from public.attempts order by outcome nulls last`;
    const [first, ...rest] = await eventually(
      states,
      ([one, ...waiting]) =>
        one?.outcome !== null && waiting.every((row) => row.hold_code === "called_recently"),
    );

    expect(accepted).toHaveLength(20);
    expect(first).toMatchObject({ outcome: "completed" });
    expect(rest).toHaveLength(19);
    expect(await dialed()).toEqual([STRANGER]);
  }, 120_000);
});

/** What a deployment allows that says nothing of it. */
const USUAL_LIMITS = Object.fromEntries(
  Object.entries(envShape)
    .filter(([name]) => /^(PERSON|DEPLOYMENT)_/.test(name))
    .map(([name, field]) => [name, String(field.parse(undefined))]),
);

describe("5,000 calls", () => {
  const order = (count: number, from: number) => ({
    serviceRequest: SERVICE_REQUEST,
    providers: ordinaryNumbers(count, from).map((phone) => ({ name: phone, phone })),
  });

  test("in long lists are refused by the length of a list", async () => {
    const person = await start({ ...USUAL_LIMITS, CALLING_HOURS: hoursFarAway() });

    for (let list = 0; list < 5; list++) {
      const answer = await product.post(person, order(1000, 1000 * list));
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({
        detail: "Nothing was stored and nobody is called.",
        errors: [
          { pointer: "/providers", detail: "At most 100 businesses can be called with one list." },
        ],
      });
    }
    expect(await stored()).toHaveLength(0);
  }, 120_000);

  test("in many batches are accepted until the day's are used up, and then told when it resets", async () => {
    const person = await start({ ...USUAL_LIMITS, CALLING_HOURS: hoursFarAway() });

    const answers: Response[] = [];
    for (let list = 0; list < 50; list++)
      answers.push(await product.post(person, order(100, 100 * list)));

    expect(answers.map(({ status }) => status)).toEqual([
      ...Array<number>(2).fill(202),
      ...Array<number>(48).fill(429),
    ]);
    const [refused] = answers.slice(-1);
    const seconds = Number(refused?.headers.get("retry-after"));
    const midnight = Math.ceil(Date.now() / DAY_MS) * DAY_MS;
    expect(Math.abs(Date.now() + seconds * 1000 - midnight)).toBeLessThan(60_000);
    expect(await refused?.json()).toMatchObject({
      code: "limit_reached",
      detail: "You may have 200 businesses called a day; 0 are left for today.",
      hint: expect.stringContaining("This resets at 00:00 UTC."),
    });
    const [attempts] = await product.sql`select count(*)::integer as count from public.attempts`;
    expect(attempts?.count).toBe(200);
  }, 120_000);
});

describe("an engine", () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      "without keys starts no site that would take orders which nobody ever calls",
      { INNGEST_DEV: "0" },
      /INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY: are not set, so no batch would ever begin/,
    ],
    [
      "that takes anybody's word starts no site on Vercel",
      { VERCEL: "1", VERCEL_ENV: "production" },
      /INNGEST_DEV: .* anybody could run functions; remove it from Vercel/,
    ],
  ])(
    "%s",
    async (_, wrong, words) => {
      const env: Record<string, string> = { PATIENCE: "0.02" };
      product = await startProduct({ timeScale: 0.05, env });
      await product.killWeb();

      Object.assign(env, wrong);

      await expect(product.startWeb()).rejects.toThrow(words);
    },
    120_000,
  );
});
