import { randomUUID } from "node:crypto";
import { createServerClient } from "@supabase/ssr";
import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { eventually } from "@/tests/support/eventually";
import { ordinaryNumbers, type Person, type Product, startProduct } from "@/tests/support/product";

/** The token that lets a page listen without any code for signing in. */

let product: Product;
let person: Person;

beforeAll(async () => {
  product = await startProduct({ timeScale: 0.05, env: { PATIENCE: "0.02" } });
  person = await product.signUp();
}, 120_000);
afterAll(() => product?.stop());

type Token = { accessToken: string; expiresAt: string };

const ROUTE = "/api/v1/realtime-token";
const expiryOf = (token: string) =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()).exp * 1000;

test("a bearer gets its own token back with its expiry, and no cache keeps it", async () => {
  const response = await product.request(person, "GET", ROUTE);

  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  const { accessToken, expiresAt } = (await response.json()) as Token;
  expect(accessToken).toBe(person.token);
  expect(Date.parse(expiresAt)).toBe(expiryOf(person.token));
});

test("a session in cookies gets its access token, and a fresh one with new cookies when it had expired", async () => {
  const { NEXT_PUBLIC_SUPABASE_URL: url = "", NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: key = "" } =
    product.stack.env;
  const jar = new Map<string, string>();
  const browser = createServerClient(url, key, {
    cookies: {
      getAll: () => [...jar].map(([name, value]) => ({ name, value })),
      setAll: (changes) => {
        for (const { name, value } of changes) jar.set(name, value);
      },
    },
    realtime: { transport: WebSocket as unknown as typeof globalThis.WebSocket },
  });
  const { data } = await browser.auth.signUp({
    email: `${randomUUID()}@example.test`,
    password: randomUUID(),
  });
  const ask = (cookie: string) => product.request(null, "GET", ROUTE, undefined, { cookie });
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");

  const first = await ask(cookies());
  expect(first.status).toBe(200);
  expect(((await first.json()) as Token).accessToken).toBe(data.session?.access_token);

  // The same session as a browser holds it an hour later.
  const [name = "", value = ""] = [...jar].find(([key]) => key.endsWith("-auth-token")) ?? [];
  const session = JSON.parse(
    Buffer.from(value.replace(/^base64-/, ""), "base64url").toString("utf8"),
  );
  const expired = JSON.stringify({ ...session, expires_at: Math.floor(Date.now() / 1000) - 60 });
  jar.set(name, `base64-${Buffer.from(expired).toString("base64url")}`);

  const second = await ask(cookies());

  expect(second.status).toBe(200);
  expect(second.headers.getSetCookie().join()).toContain(name);
  const { expiresAt } = (await second.json()) as Token;
  expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now());
});

test("joins the channel of an own request, and of nobody else's", async () => {
  const stranger = await product.signUp();
  const { serviceRequestId } = await product.call(person, ordinaryNumbers(1, 700));
  const { NEXT_PUBLIC_SUPABASE_URL: url = "", NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: key = "" } =
    product.stack.env;
  const join = async (who: Person) => {
    const response = await product.request(who, "GET", ROUTE);
    const { accessToken } = (await response.json()) as Token;
    const client = createClient(url, key, {
      accessToken: async () => accessToken,
      realtime: { transport: WebSocket as unknown as typeof globalThis.WebSocket },
    });
    await client.realtime.setAuth();
    let status = "";
    client
      .channel(`request:${serviceRequestId}`, { config: { private: true } })
      .subscribe((next) => {
        status ||= next;
      });
    const answer = await eventually(
      () => status,
      (seen) => seen !== "",
    );
    await client.removeAllChannels();
    await client.realtime.disconnect();
    return answer;
  };

  expect(await join(person)).toBe("SUBSCRIBED");
  expect(await join(stranger)).toBe("CHANNEL_ERROR");
});

test.each([
  ["nobody", {}],
  ["a token of nothing", { authorization: "Bearer nonsense" }],
  ["another scheme", { authorization: "Basic dXNlcjpwYXNz" }],
  ["a forged session", { cookie: "sb-127-auth-token=base64-e30" }],
])("%s is not signed in", async (_, headers) => {
  const response = await product.request(null, "GET", ROUTE, undefined, headers);

  expect(response.status).toBe(401);
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  expect(await response.json()).toMatchObject({ code: "not_signed_in" });
});
