import { describe, expect, test } from "vitest";
import { buildOpenApi } from "@/lib/openapi";
import { loadRoutes } from "@/tests/support/load-routes";

/** Every route of the API, whatever its job: what it takes is described, what it does not take is refused alike. */

const routes = await loadRoutes();
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const WHATEVER_IS_LEFT = "/api/[...path]";

/** For machines of our own: the durable functions, webhooks, and the description itself. */
const UNDESCRIBED = ["/api/inngest", "/api/v1/vapi/webhook/[attemptId]", "/api/v1/openapi.json"];

const described = new Map(
  Object.entries(buildOpenApi("https://ringround.example").paths ?? {}).map(
    ([address, operations]) => [
      address.replaceAll("{", "[").replaceAll("}", "]"),
      Object.keys(operations ?? {}).map((method) => method.toUpperCase()),
    ],
  ),
);

const known = routes.filter(({ address }) => address !== WHATEVER_IS_LEFT);

const call = (handler: (typeof routes)[number]["handlers"][string] | undefined, method: string) => {
  if (!handler) throw new Error(`There is no handler for ${method}.`);
  return handler(new Request("http://test/api/some/address", { method }), {
    params: Promise.resolve({}),
  });
};

test("every route is described, except those for machines of our own, and nothing else is", () => {
  const addresses = known.map(({ address }) => address);
  expect([...described.keys()].sort()).toEqual(
    addresses.filter((address) => !UNDESCRIBED.includes(address)).sort(),
  );
  expect(addresses).toEqual(expect.arrayContaining(UNDESCRIBED));
});

describe.each(known)("$address", ({ address, handlers }) => {
  test("says which methods it takes, and refuses the others as a problem", async () => {
    const options = await call(handlers.OPTIONS, "OPTIONS");
    const allow = options.headers.get("allow") ?? "";
    const taken = METHODS.filter((method) => allow.split(", ").includes(method));

    expect(options.status).toBe(204);
    if (!UNDESCRIBED.includes(address)) expect(taken).toEqual(described.get(address));
    expect(allow.includes("HEAD")).toBe(taken.includes("GET"));
    for (const method of METHODS.filter((other) => !taken.includes(other))) {
      const response = await call(handlers[method], method);
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe(allow);
      expect(response.headers.get("content-type")).toBe("application/problem+json");
      expect(await response.json()).toMatchObject({
        code: "method_not_allowed",
        instance: "/api/some/address",
      });
    }
    for (const method of taken) expect(handlers[method]).toBeTypeOf("function");
  });
});

test.each([...METHODS, "OPTIONS"])(
  "%s of an unknown address is a problem, not a page",
  async (method) => {
    const rest = routes.find(({ address }) => address === WHATEVER_IS_LEFT);
    const response = await call(rest?.handlers[method], method);

    expect(response.status).toBe(404);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(await response.json()).toMatchObject({ code: "route_not_found" });
  },
);
