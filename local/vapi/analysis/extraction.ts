import { type Answer, type Facts, summarize } from "../talk/facts";
import { alternatives, isOfType, mismatches, type Schema } from "./json-schema";

/**
 * Fills a JSON Schema with what was said, as the language model of the real service would: properties it recognizes
 * by name (any spelling: `call_out_fee`, `callOutFee`), null for all others and for what was not said.
 *
 * @throws {Error} when the result does not fit the schema, which is a fault of the simulator
 */
export function extract(facts: Facts, schema: unknown): Record<string, unknown> {
  const known = knownFields(facts);
  const filled = fillObject((name, property) => known[name]?.(property) ?? null, schema);
  const faults = mismatches(filled, schema);
  if (faults.length > 0) throw new Error(`the simulator broke the schema: ${faults.join("; ")}`);
  return filled;
}

/** The same properties with values of the wrong kind: what a model makes of a schema on a bad day. */
export function spoil(schema: unknown): Record<string, unknown> {
  return fillObject((_name, property) => {
    const types = alternatives(property).flatMap((option) => option.types);
    return types.includes("string") ? 42 : "about two hundred, maybe";
  }, schema);
}

type Field = (schema: unknown) => unknown;

/** Fields by spelling without case and separators. */
function knownFields(facts: Facts): Record<string, Field> {
  const value = (fact: unknown): Field => {
    return (schema) => conform(fact, schema);
  };
  return {
    availability: value(facts.availability ?? "unknown"),
    earliesttext: value(facts.earliestText),
    earliestat: value(facts.earliestAt),
    price: value(facts.price),
    calloutfee: value(facts.callOutFee),
    conditions: value(facts.conditions ?? []),
    criteria: (schema) => conform(criteria(facts, schema), schema),
    contactname: value(facts.contactName),
    callbackrequested: value(facts.callbackRequested),
    wrongnumber: value(facts.wrongNumber ?? false),
    donotcall: value(facts.doNotCall ?? false),
    voicemailormenu: value(facts.voicemailOrMenu ?? false),
    languagebarrier: value(facts.languageBarrier ?? false),
    summary: value(summarize(facts)),
  };
}

const spelling = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

function fillObject(
  read: (name: string, property: unknown) => unknown,
  schema: unknown,
): Record<string, unknown> {
  const properties = alternatives(schema).find((option) => option.properties)?.properties ?? {};
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => [name, read(spelling(name), property)]),
  );
}

/** The value as the schema wants it, or null where it cannot be had. */
function conform(value: unknown, schema: unknown): unknown {
  if (value === null || value === undefined) return null;
  for (const option of alternatives(schema)) {
    const found = conformTo(value, option);
    if (found !== null) return found;
  }
  return null;
}

function conformTo(value: unknown, option: Schema): unknown {
  // A fee asked for as a bare number: its amount.
  if (
    isOfType(value, "object") &&
    option.types.some((type) => type === "number" || type === "integer")
  )
    return conformTo((value as { amount?: unknown }).amount ?? null, option);
  if (value === null) return null;
  if (option.types.length > 0 && !option.types.some((type) => isOfType(value, type))) return null;
  if (option.values !== null && !option.values.includes(value)) return null;
  if (Array.isArray(value))
    return value.map((item) => conform(item, option.items)).filter((item) => item !== null);
  if (typeof value === "object" && option.properties !== null) {
    const fields = new Map(Object.entries(value).map(([name, item]) => [spelling(name), item]));
    return fillObject((name, property) => conform(fields.get(name), property), {
      properties: option.properties,
    });
  }
  return value;
}

type Criterion = { criterion: string; met: "yes" | "no" | "unknown"; quote: string | null };

function criteria(facts: Facts, schema: unknown): Criterion[] {
  return criterionTexts(schema).map((criterion) => {
    const answers = [
      /licen[cs]/i.test(criterion) ? [facts.licensed] : [],
      /insur/i.test(criterion) ? [facts.insured] : [],
    ].flat();
    return { criterion, ...judge(answers) };
  });
}

function judge(answers: (Answer | undefined)[]): Omit<Criterion, "criterion"> {
  const given = answers.filter((answer) => answer !== undefined);
  const refused = given.find((answer) => answer.met === "no");
  if (refused) return { met: "no", quote: refused.quote };
  const first = given[0];
  return first && given.length === answers.length
    ? { met: "yes", quote: first.quote }
    : { met: "unknown", quote: null };
}

/** The criteria a schema names: as the allowed values of `criterion`, else in quotation marks in a description. */
function criterionTexts(schema: unknown): string[] {
  const lists = alternatives(schema);
  const items = lists.flatMap((list) => alternatives(list.items));
  const texts = items.flatMap((item) => alternatives(item.properties?.criterion));
  const allowed = texts.flatMap((text) => text.values ?? []);
  if (allowed.length > 0) return allowed.filter((text) => typeof text === "string");

  const descriptions = [...lists, ...items, ...texts].map((node) => node.description).join("\n");
  const quoted = [...descriptions.matchAll(/["“]([^"“”]+)["”]/g)].map((match) => match[1] ?? "");
  if (quoted.length > 0) return [...new Set(quoted)];
  return ["licensed", "insured"].filter((word) => descriptions.toLowerCase().includes(word));
}
