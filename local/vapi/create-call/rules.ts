/**
 * Complaints about one property, in the words of the real service (class-validator's): `path` is the parent's, with a
 * trailing dot, or empty at the top.
 */
export type Rule = (value: unknown, name: string, path: string) => string[];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const anything: Rule = () => [];

export function text(limits: { min?: number; max?: number } = {}): Rule {
  return (value, name, path) => {
    if (typeof value !== "string") return [`${path}${name} must be a string`];
    if (limits.min !== undefined && value.length < limits.min)
      return [`${path}${name} must be longer than or equal to ${limits.min} characters`];
    if (limits.max !== undefined && value.length > limits.max)
      return [`${path}${name} must be shorter than or equal to ${limits.max} characters`];
    return [];
  };
}

export const flag: Rule = (value, name, path) =>
  typeof value === "boolean" ? [] : [`${path}${name} must be a boolean value`];

export function amount(limits: { min?: number; max?: number } = {}): Rule {
  return (value, name, path) => {
    if (typeof value !== "number" || !Number.isFinite(value))
      return [`${path}${name} must be a number conforming to the specified constraints`];
    if (limits.min !== undefined && value < limits.min)
      return [`${path}${name} must not be less than ${limits.min}`];
    if (limits.max !== undefined && value > limits.max)
      return [`${path}${name} must not be greater than ${limits.max}`];
    return [];
  };
}

export const uuid: Rule = (value, name, path) =>
  typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? []
    : [`${path}${name} must be a UUID`];

export const record: Rule = (value, name, path) =>
  isRecord(value) ? [] : [`${path}${name} must be an object`];

export function oneOf(values: readonly string[]): Rule {
  return (value, name, path) =>
    typeof value === "string" && values.includes(value)
      ? []
      : [`${path}${name} must be one of the following values: ${values.join(", ")}`];
}

export function eachOneOf(values: readonly string[]): Rule {
  return (value, name, path) => {
    if (!Array.isArray(value)) return [`${path}${name} must be an array`];
    return value.every((item) => values.includes(item))
      ? []
      : [`${path}each value in ${name} must be one of the following values: ${values.join(", ")}`];
  };
}

/** Every item against one rule; the complaint names the place, as in `model.messages.0.role`. */
export function list(rule: Rule): Rule {
  return (value, name, path) => {
    if (!Array.isArray(value)) return [`${path}${name} must be an array`];
    return value.flatMap((item, index) => rule(item, String(index), `${path}${name}.`));
  };
}

export type Shape = {
  /** All properties that may appear; any other is refused by name. */
  allowed: readonly string[];
  required?: readonly string[];
  rules?: Record<string, Rule>;
};

/** Complaints about the properties of one object; `path` is empty at the top, else ends with a dot. */
export function checkShape(value: Record<string, unknown>, shape: Shape, path = ""): string[] {
  const unknown = Object.keys(value).filter((name) => !shape.allowed.includes(name));
  const given = shape.allowed.filter((name) => value[name] !== undefined && value[name] !== null);
  const missing = (shape.required ?? []).filter((name) => !given.includes(name));
  return [
    ...unknown.map((name) => `${path}property ${name} should not exist`),
    ...[...given, ...missing].flatMap(
      (name) => shape.rules?.[name]?.(value[name], name, path) ?? [],
    ),
  ];
}

export function nested(shape: Shape): Rule {
  return (value, name, path) =>
    isRecord(value)
      ? checkShape(value, shape, `${path}${name}.`)
      : [`${path}nested property ${name} must be either object or array`];
}
