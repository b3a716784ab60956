import type { Vapi } from "@vapi-ai/server-sdk";
import { z } from "zod";
import { extractionSchema } from "./schema";

/** JSON Schema keywords that Vapi's `JsonSchema` has no property for. It rejects unknown properties, so they are left out; `parseCallResult` enforces them. */
const ENFORCED_BY_US = new Set([
  "$schema",
  "additionalProperties",
  "maxLength",
  "minLength",
  "maxItems",
  "minimum",
  "maximum",
]);
const KEPT = new Set(["type", "description", "enum", "items", "properties", "required", "anyOf"]);

type Node = z.core.JSONSchema.BaseSchema;

/**
 * The extraction schema in the form that Vapi's structured outputs accept: type, properties, items,
 * enum, required, description. A nullable field becomes one that is not required, as there is no null type. The
 * `criteria` asked in this call become the only values of a criterion's name, so that answers can be matched to them.
 * @throws Error for a zod construct that cannot be said in that form.
 */
export function callResultJsonSchema(criteria: readonly string[] = []): Vapi.JsonSchema {
  const json = z.toJSONSchema(extractionSchema, { io: "output", unrepresentable: "throw" });
  const { schema } = convert(json, "");
  const criterion = schema.properties?.criteria?.items?.properties?.criterion;
  if (!criterion) throw new Error("The result has no criterion to name.");
  if (criteria.length > 0) criterion.enum = [...criteria];
  return schema;
}

function convert(node: Node, path: string): { schema: Vapi.JsonSchema; isNullable: boolean } {
  for (const keyword of Object.keys(node)) {
    if (!KEPT.has(keyword) && !ENFORCED_BY_US.has(keyword)) {
      throw new Error(
        `${path || "The result"} uses "${keyword}", which Vapi's JsonSchema cannot say.`,
      );
    }
  }
  if (node.anyOf) return unwrapNullable(node, path);

  const types = (Array.isArray(node.type) ? node.type : [node.type]).filter(
    (type) => type !== "null",
  );
  const [type] = types;
  if (types.length !== 1 || !type) throw new Error(`${path} must have exactly one type.`);
  const schema: Vapi.JsonSchema = { type };
  if (node.description) schema.description = node.description;
  if (node.enum) schema.enum = node.enum.map(String);
  if (isNode(node.items)) schema.items = convert(node.items, `${path}[]`).schema;
  if (node.properties) Object.assign(schema, convertProperties(node.properties, path));
  return { schema, isNullable: Array.isArray(node.type) };
}

function unwrapNullable(node: Node, path: string) {
  const branches = (node.anyOf ?? []).filter(isNode).filter((branch) => branch.type !== "null");
  const [branch] = branches;
  if (branches.length !== 1 || !branch) throw new Error(`${path} is a union of several types.`);
  const { schema } = convert(branch, path);
  return {
    schema: node.description ? { ...schema, description: node.description } : schema,
    isNullable: true,
  };
}

function convertProperties(
  properties: Record<string, z.core.JSONSchema._JSONSchema>,
  path: string,
) {
  const converted: Record<string, Vapi.JsonSchema> = {};
  const required: string[] = [];
  for (const [name, property] of Object.entries(properties)) {
    if (!isNode(property)) throw new Error(`${path}.${name} has no schema.`);
    const { schema, isNullable } = convert(property, path ? `${path}.${name}` : name);
    converted[name] = schema;
    if (!isNullable) required.push(name);
  }
  return { properties: converted, required };
}

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value);
