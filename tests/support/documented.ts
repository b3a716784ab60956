import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { ZodOpenApiPathItemObject } from "zod-openapi";
import { buildOpenApi } from "@/lib/openapi";

/** Holds live answers against the OpenAPI document, read as any other program would: as JSON Schema of 2020-12. */

const document = JSON.parse(JSON.stringify(buildOpenApi("https://ringround.example")));

type Answer = { content?: Record<string, unknown> };
export type Operation = {
  /** `POST /api/v1/batches/{executionId}/retry`. */
  name: string;
  method: string;
  path: string;
  operationId: string;
  responses: Record<string, Answer>;
  requestBody?: unknown;
  security?: Record<string, string[]>[];
  "x-codeSamples"?: { source: string }[];
};

export const OPERATIONS: Operation[] = Object.entries<ZodOpenApiPathItemObject>(
  document.paths,
).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    ...(operation as Pick<Operation, "operationId" | "responses">),
    name: `${method.toUpperCase()} ${path}`,
    method: method.toUpperCase(),
    path,
  })),
);

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(document, "openapi");

const inPointer = (part: string) =>
  encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));

/** The operation that answers, by its path with ids in it; undefined where the document has none. */
export function operationOf(method: string, route: string): Operation | undefined {
  const pathname = route.replace(/\?.*$/, "");
  return OPERATIONS.find(
    (operation) =>
      operation.method === method &&
      new RegExp(`^${operation.path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(
        pathname,
      ),
  );
}

/**
 * What an answer has that the document does not: its status, its type, or a field. Empty when all of it is described.
 * The caller can still read the body.
 */
export async function findUndocumented(
  operation: Operation,
  response: Response,
): Promise<string[]> {
  const { name, path, method, responses } = operation;
  const described = responses[response.status];
  if (!described) return [`${name} answers ${response.status}, which is not described.`];
  // An answer that breaks off is its reader's affair.
  const text = await response
    .clone()
    .text()
    .catch(() => null);
  if (text === null) return [];
  const type = response.headers.get("content-type")?.replace(/;.*$/, "");
  if (!described.content) return text === "" ? [] : [`${name} ${response.status} has a body.`];
  if (!type || !described.content[type])
    return [`${name} ${response.status} is ${type}, which is not described.`];
  const pointer = ["paths", path, method.toLowerCase(), "responses", String(response.status)]
    .concat("content", type, "schema")
    .map(inPointer)
    .join("/");
  const validate = ajv.getSchema(`openapi#/${pointer}`);
  if (!validate) throw new Error(`There is no schema at ${pointer}.`);
  validate(type.endsWith("json") ? JSON.parse(text) : text);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) =>
      `${name} ${response.status}: ${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** @throws when an answer of a described operation has anything that the document does not describe. */
export async function assertDocumented(
  method: string,
  route: string,
  response: Response,
): Promise<Response> {
  const operation = operationOf(method, route);
  const problems = operation ? await findUndocumented(operation, response) : [];
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return response;
}
