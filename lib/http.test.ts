import { describe, expect, test } from "vitest";
import { AppError } from "./errors";
import { handle, problem, readBody, readIdempotencyKey, readJson } from "./http";
import { configureLog } from "./log";

configureLog("silent");

const post = (
  body: BodyInit,
  headers: Record<string, string> = { "content-type": "application/json" },
) => new Request("http://test/api", { method: "POST", body, headers });

describe("bodies", () => {
  test("JSON is read whatever its charset parameter or suffix", async () => {
    expect(
      await readJson(post('{"a":1}', { "content-type": "application/json; charset=utf-8" }), 100),
    ).toEqual({ a: 1 });
    expect(
      await readJson(post('{"a":1}', { "content-type": "application/vnd.api+json" }), 100),
    ).toEqual({ a: 1 });
  });

  test.each([
    ["text/plain", "unsupported_media_type"],
    ["application/jsonp", "unsupported_media_type"],
  ])("%s is refused", async (type, code) => {
    await expect(readJson(post("{}", { "content-type": type }), 100)).rejects.toMatchObject({
      code,
    });
  });

  test("where a body may be left out, none and a blank one stand for the default, whatever their type", async () => {
    const read = (request: Request) => readJson(request, 100, { whenEmpty: { a: 1 } });

    expect(await read(new Request("http://test/api", { method: "POST" }))).toEqual({ a: 1 });
    expect(await read(post(" \n"))).toEqual({ a: 1 });
    expect(await read(post("", { "content-type": "text/plain" }))).toEqual({ a: 1 });
    expect(await read(post('{"b":2}'))).toEqual({ b: 2 });
    await expect(read(post('{"b":2}', { "content-type": "text/plain" }))).rejects.toMatchObject({
      code: "unsupported_media_type",
    });
  });

  test("broken JSON is named as such", async () => {
    await expect(readJson(post('{"a":'), 100)).rejects.toMatchObject({ code: "malformed_json" });
  });

  test("a body beyond the limit is refused, also when it does not say how long it is", async () => {
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1024)),
    });
    const request = new Request("http://test/api", {
      method: "POST",
      body: endless,
      duplex: "half",
    } as RequestInit);

    await expect(readBody(request, 10_000)).rejects.toMatchObject({ code: "body_too_large" });
    await expect(readBody(post("x".repeat(101)), 100)).rejects.toMatchObject({
      code: "body_too_large",
    });
    expect(await readBody(post("x".repeat(100)), 100)).toHaveLength(100);
  });
});

describe("idempotency keys", () => {
  const read = (key?: string) =>
    readIdempotencyKey(post("{}", key === undefined ? {} : { "idempotency-key": key }));

  test("quoted and bare forms are the same key; none is none", () => {
    expect(read('"abc-1"')).toBe("abc-1");
    expect(read("abc-1")).toBe("abc-1");
    expect(read()).toBeNull();
  });

  test.each(["", '""', "x".repeat(256), "kéy"])("%j is refused", (key) => {
    expect(() => read(key)).toThrow(AppError);
  });
});

describe("problems", () => {
  test("an expected error carries its code, its fields and when to come back", async () => {
    const response = problem(
      new AppError("store_unavailable", {
        detail: "Soon.",
        retryAfterSeconds: 5,
        errors: [{ pointer: "/a", code: "x", detail: "y" }],
      }),
      "/api/x",
    );

    expect(response.status).toBe(503);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("retry-after")).toBe("5");
    expect(await response.json()).toMatchObject({
      code: "store_unavailable",
      status: 503,
      instance: "/api/x",
      errors: [{ pointer: "/a" }],
    });
  });

  test("an unexpected error tells nothing of its text", async () => {
    const response = await handle(post("{}"), () => Promise.reject(new Error("password=hunter2")));

    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("hunter2");
  });
});
