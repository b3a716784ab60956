import { describe, expect, test } from "vitest";
import { answer, startTestServer } from "@/lib/calls/test-server";
import { deploymentOf, statesOf } from "@/tests/support/deployment";
import { checkClocks } from "./clock";
import { examine } from "./examine";
import type { Check } from "./finding";
import { checkVapi } from "./vapi";
import { checkWebhook } from "./webhook";

/** One host of its own for each service that a check must not take for one of this machine. */
const asHosted = (url: string) => url.replace("127.0.0.1", "0.0.0.0");

const run = async (check: Check, variables: Record<string, string>) =>
  statesOf(await check(deploymentOf(variables)));

describe("variables", () => {
  test("every problem is a line of its own, and nothing is asked of any service", async () => {
    const { source } = deploymentOf();
    const found = await examine({ ...source, VAPI_API_KEY: "", PATIENCE: "0.2" });

    expect(found.map(({ part, check, state }) => `${part} ${check} ${state}`)).toEqual([
      "Variables VAPI_API_KEY fault",
      "Variables PATIENCE fault",
    ]);
    expect(found[1]?.says).toBe("must be 1 with real phones; remove it");
  });

  test("the services that do not answer are faults, each with its address", async () => {
    const gone = "http://127.0.0.1:9";
    const { source } = deploymentOf({
      APP_URL: gone,
      NEXT_PUBLIC_SUPABASE_URL: gone,
      VAPI_BASE_URL: gone,
      INNGEST_BASE_URL: gone,
    });
    const found = await examine(source);

    const silent = found.filter(({ check, says }) => check === "answers" && says.includes(gone));
    expect(silent.map(({ part }) => part)).toEqual([
      "Database",
      "Inngest",
      "Vapi",
      "Webhooks",
      "Mail",
      "Clocks",
    ]);
  });
});

describe("vapi", () => {
  /** A phone service with one number, in front of a database without refused calls. */
  async function start(number: object, { status = 200, refused = 0 } = {}) {
    const phone = await startTestServer(({ url }, response) => {
      if (url.startsWith("/call")) return answer(response, status, []);
      if (url === "/phone-number/known") return answer(response, 200, { id: "known", ...number });
      answer(response, 404, { message: "Not Found" });
    });
    const database = await startTestServer((_, response) =>
      answer(response, 200, "", { "content-range": `*/${refused}` }),
    );
    return {
      VAPI_BASE_URL: asHosted(phone.url),
      VAPI_PHONE_NUMBER_ID: "known",
      NEXT_PUBLIC_SUPABASE_URL: database.url,
    };
  }
  const GOOD = { provider: "twilio", number: "+18645550100", status: "active" };

  test("a key, a number and lines that are right are found so", async () => {
    expect(await run(checkVapi, await start(GOOD))).toMatchObject({
      key: "ok",
      "phone number": "ok",
      lines: "ok",
    });
  });

  test("a key that is refused is named", async () => {
    const found = await run(checkVapi, await start(GOOD, { status: 401 }));
    expect(found.key).toContain("VAPI_API_KEY is refused (401)");
  });

  test.each([
    [
      "that Vapi gives away",
      { provider: "vapi", number: "+18645550100" },
      "for calls that come in",
    ],
    ["that is blocked", { ...GOOD, status: "blocked" }, "is blocked"],
  ])("a number %s is named", async (_, number, words) => {
    expect((await run(checkVapi, await start(number)))["phone number"]).toContain(words);
  });

  test("a number that does not exist is named", async () => {
    const wrong = { ...(await start(GOOD)), VAPI_PHONE_NUMBER_ID: "other" };
    expect((await run(checkVapi, wrong))["phone number"]).toContain("Vapi knows no other");
  });

  test("more lines than the account has are seen by the calls that it refused", async () => {
    const found = await run(checkVapi, await start(GOOD, { refused: 3 }));
    expect(found.lines).toContain("no line for 3 calls");
  });

  test("a model whose end is announced is named with its day", async () => {
    const old = { ...(await start(GOOD)), ASSISTANT_MODEL: "gpt-4.1" };
    expect((await run(checkVapi, old)).agent).toContain("gpt-4.1 is shut down on 2027-01-14.");
  });
});

describe("webhooks", () => {
  async function start(status: number, body: unknown, headers: Record<string, string> = {}) {
    const site = await startTestServer((_, response) => answer(response, status, body, headers));
    return { site, variables: { APP_URL: asHosted(site.url) } };
  }

  test("a signed one is taken", async () => {
    const { site, variables } = await start(200, { received: true });

    expect(await run(checkWebhook, variables)).toEqual({ address: "ok" });
    expect(site.received[0]?.headers).toHaveProperty("x-ringround-signature");
  });

  test.each([
    ["another secret", 401, { code: "bad_signature" }, "another WEBHOOK_SECRET"],
    ["protection", 401, "<html>Sign in</html>", "asks webhooks to sign in (401)"],
    ["protection by a redirect", 302, "", "asks webhooks to sign in (302)"],
    ["another site", 200, "<html>Welcome</html>", "answers 200 to a webhook"],
    ["a site without the route", 404, { code: "route_not_found" }, "answers 404 to a webhook"],
  ])("%s is named", async (_, status, body, words) => {
    const { variables } = await start(status, body);
    expect((await run(checkWebhook, variables)).address).toContain(words);
  });

  test("a laptop that real phones would have to reach is named", async () => {
    const found = await run(checkWebhook, { APP_URL: "http://localhost:3000" });
    expect(found.address).toContain("which Vapi cannot reach");
  });
});

describe("clocks", () => {
  async function startAt(offsetMs: number) {
    const date = new Date(Date.now() + offsetMs).toUTCString();
    const { url } = await startTestServer((_, response) => answer(response, 200, "", { date }));
    return url;
  }

  test.each([
    [20_000, "ok"],
    [-20_000, "ok"],
    [90_000, /Supabase differs by (89|90|91) s/],
    [-90_000, /Supabase differs by (89|90|91) s/],
  ])("%d ms off is %s", async (offset, words) => {
    const right = await startAt(0);
    const variables = {
      APP_URL: right,
      VAPI_BASE_URL: right,
      NEXT_PUBLIC_SUPABASE_URL: await startAt(offset),
    };
    expect((await run(checkClocks, variables)).skew).toMatch(words);
  });
});
