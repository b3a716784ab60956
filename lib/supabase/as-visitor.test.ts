import { expect, test } from "vitest";
import { asVisitor } from "./as-visitor";

const url = "https://ref.supabase.co";

/** Sends to a path of the project for a visitor, and tells what arrived. */
async function arrive(path: string, visitor: Record<string, string>, authorization: string) {
  let arrived = new Headers();
  const send: typeof fetch = async (_, init) => {
    arrived = new Headers(init?.headers);
    return new Response();
  };
  const keys = { publishableKey: "sb_publishable_x", secretKey: "sb_secret_x" };
  const headers = { apikey: "sb_publishable_x", authorization };
  await asVisitor({ url, ...keys, headers: new Headers(visitor) }, send)(`${url}${path}`, {
    headers,
  });
  return Object.fromEntries(arrived);
}

const visitor = { "x-vercel-forwarded-for": "203.0.113.7" };

test("Auth hears whose request it is, with the key that makes it believe so", async () => {
  expect(await arrive("/auth/v1/token", visitor, "Bearer sb_publishable_x")).toEqual({
    apikey: "sb_secret_x",
    authorization: "Bearer sb_secret_x",
    "sb-forwarded-for": "203.0.113.7",
  });
});

test("a person's own token stays, so that nothing is done in another name", async () => {
  const headers = await arrive("/auth/v1/user", visitor, "Bearer a.person.token");
  expect(headers.authorization).toBe("Bearer a.person.token");
});

test.each([
  ["/rest/v1/batches", visitor],
  ["/auth/v1/token", {}],
  // Anybody can send this one.
  ["/auth/v1/token", { "x-forwarded-for": "203.0.113.7" }],
])("nothing changes for %s with %j", async (path, sent) => {
  expect(await arrive(path, sent, "Bearer sb_publishable_x")).toEqual({
    apikey: "sb_publishable_x",
    authorization: "Bearer sb_publishable_x",
  });
});
