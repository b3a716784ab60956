import type { oas31 } from "zod-openapi";

type Schema = oas31.SchemaObject | oas31.ReferenceObject;

/** One field of a body, as people read it. */
export type Field = {
  /** Where it is: `providers[].name`. */
  path: string;
  /** "string, at most 200 characters", "whole number, 1 to 3 or null", "Attempt". */
  type: string;
  isRequired: boolean;
  description: string | undefined;
};

/** The fields of a schema and of what is in it, in order; a named schema is not looked into. Empty for no object. Pure. */
export function listFields(schema: Schema, before = ""): Field[] {
  if (isNamed(schema)) return [];
  if (schema.items) return listFields(schema.items, `${before.replace(/\.$/, "")}[].`);
  if (schema.anyOf) return schema.anyOf.flatMap((option) => listFields(option, before));
  return Object.entries(schema.properties ?? {}).flatMap(([name, value]) => [
    {
      path: before + name,
      type: describeType(value),
      isRequired: schema.required?.includes(name) ?? false,
      description: isNamed(value) ? undefined : value.description,
    },
    ...listFields(value, `${before}${name}.`),
  ]);
}

/** What a value may be, in a few words. */
export function describeType(schema: Schema): string {
  if (isNamed(schema)) return schema.$ref.replace(/.*\//, "");
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return [...new Set(options.map(describeType))].join(" or ");
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  const words =
    schema.enum?.join(", ") ??
    [schema.type]
      .flat()
      .map((type) => nameType(type, schema))
      .join(" or ");
  return schema.default === undefined || typeof schema.default === "object"
    ? words
    : `${words}; ${schema.default} by default`;
}

const isNamed = (schema: Schema): schema is oas31.ReferenceObject => schema.$ref !== undefined;

const NAMES: Partial<Record<string, string>> = { integer: "whole number", "date-time": "time" };

function nameType(type: oas31.SchemaObjectType | undefined, schema: oas31.SchemaObject): string {
  if (type === "array") {
    const most = schema.maxItems ? ` of at most ${schema.maxItems}` : "";
    const items = schema.items ? describeType(schema.items) : "value";
    return items === "object" ? `list${most}` : `list${most}: ${items}`;
  }
  if (type === "integer" || type === "number") {
    const { minimum, maximum } = schema;
    // The largest whole number of JavaScript limits nothing.
    const isBounded = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER;
    const bounds = minimum === undefined ? `up to ${maximum}` : `${minimum} to ${maximum}`;
    return `${NAMES[type] ?? type}${isBounded ? `, ${bounds}` : ""}`;
  }
  const name = schema.format ?? type ?? "anything";
  return `${NAMES[name] ?? name}${schema.maxLength ? `, at most ${schema.maxLength} characters` : ""}`;
}
