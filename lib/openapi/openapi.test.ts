import { expect, test } from "vitest";
import { ERROR_CODES } from "@/lib/errors";
import { buildOpenApi } from ".";

const document = buildOpenApi("https://ringround.example");

test("describes every public operation with its body, its answers and its problems", () => {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item ?? {}).map(
      ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
    ),
  );

  expect(operations.map(([name]) => name)).toEqual([
    "POST /api/v1/providers/batch-call-async",
    "POST /api/v1/providers/estimate",
    "POST /api/v1/providers/read-list",
    "GET /api/v1/providers/batch-status/{serviceRequestId}",
    "GET /api/v1/providers/batch-status/{serviceRequestId}/results.csv",
    "POST /api/v1/batches/{executionId}/retry",
    "POST /api/v1/batches/{executionId}/cancel",
    "GET /api/v1/attempts/{attemptId}/story",
    "POST /api/v1/attempts/{attemptId}/call-anyway",
    "POST /api/v1/attempts/{attemptId}/check",
    "DELETE /api/v1/account",
    "GET /api/v1/account/export",
    "GET /api/v1/do-not-call",
    "POST /api/v1/do-not-call",
    "DELETE /api/v1/do-not-call",
    "GET /api/v1/realtime-token",
    "GET /api/v1/health",
    "GET /api/v1/health/ready",
  ]);
  for (const [name, operation] of operations) {
    if (name.startsWith("GET /api/v1/health")) continue;
    expect(Object.keys((operation as { responses: object }).responses)).toEqual(
      expect.arrayContaining(["401", "500", "503"]),
    );
  }
});

test("a problem's code is one of the documented codes", () => {
  const problem = JSON.parse(JSON.stringify(document)).components.schemas.Problem;
  expect(problem.properties.code.enum).toEqual(Object.keys(ERROR_CODES));
});

test("the body is described as it is accepted: defaults are optional", () => {
  const text = JSON.stringify(document);
  const post = JSON.parse(text).paths["/api/v1/providers/batch-call-async"].post;
  const schema = post.requestBody.content["application/json"].schema;
  expect(schema.required).toEqual(["providers"]);
});

test("a retry may come without a body; the health of the site is told to anybody", () => {
  const { paths } = JSON.parse(JSON.stringify(document));
  expect(paths["/api/v1/batches/{executionId}/retry"].post.requestBody.required).toBe(false);
  for (const path of ["/api/v1/health", "/api/v1/health/ready"])
    expect(paths[path].get.security).toEqual([]);
});
