/** The part of JSON Schema that the simulator reads. */
export type Schema = {
  types: string[];
  properties: Record<string, unknown> | null;
  items: unknown;
  values: unknown[] | null;
  description: string;
};

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

/** The alternatives a schema allows, without its null: `anyOf`, `oneOf` and lists of types are told apart. */
export function alternatives(schema: unknown): Schema[] {
  const node = asRecord(schema);
  const options = node.anyOf ?? node.oneOf;
  if (Array.isArray(options)) return options.flatMap((option) => alternatives(option));

  const types = [node.type].flat().filter((type): type is string => typeof type === "string");
  const allowed = types.filter((type) => type !== "null");
  if (types.length > 0 && allowed.length === 0) return [];
  const constant = "const" in node ? [node.const] : null;
  return [
    {
      types: allowed,
      properties: node.properties === undefined ? null : asRecord(node.properties),
      items: node.items,
      values: Array.isArray(node.enum) ? node.enum : constant,
      description: typeof node.description === "string" ? node.description : "",
    },
  ];
}

/**
 * Where a value leaves a schema, one sentence each; empty when it fits. Null fits everywhere: it is how an extraction
 * says "not mentioned".
 */
export function mismatches(value: unknown, schema: unknown, at = "$"): string[] {
  if (value === null) return [];
  const options = alternatives(schema);
  const reports = options.map((option) => mismatch(value, option, at));
  if (reports.some((report) => report.length === 0)) return [];
  return reports[0] ?? [`${at} is ${JSON.stringify(value)}, not null`];
}

function mismatch(value: unknown, schema: Schema, at: string): string[] {
  if (schema.values !== null && !schema.values.includes(value))
    return [`${at} is ${JSON.stringify(value)}, not one of ${JSON.stringify(schema.values)}`];
  if (schema.types.length > 0 && !schema.types.some((type) => isOfType(value, type)))
    return [`${at} is ${JSON.stringify(value)}, not of type ${schema.types.join(" or ")}`];
  if (Array.isArray(value))
    return value.flatMap((item, index) => mismatches(item, schema.items, `${at}[${index}]`));
  return Object.entries(asRecord(value)).flatMap(([name, item]) => {
    if (schema.properties === null) return [];
    return name in schema.properties
      ? mismatches(item, schema.properties[name], `${at}.${name}`)
      : [`${at}.${name} is not in the schema`];
  });
}

export function isOfType(value: unknown, type: string): boolean {
  switch (type) {
    case "array":
      return Array.isArray(value);
    case "object":
      return typeof value === "object" && value !== null && !Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}
