import type { z } from "zod";

type Issue = z.core.$ZodIssue;

const wrongTypes: Record<string, string> = {
  string: "must be a string",
  number: "must be a number conforming to the specified constraints",
  boolean: "must be a boolean value",
  array: "must be an array",
  record: "must be an object",
};

/** What is wrong with a request, in the words of the real service (class-validator's): unknown properties first. */
export function complaintsOf({ issues }: z.ZodError): string[] {
  const isOfProperty = (issue: Issue) => issue.code !== "unrecognized_keys";
  const sorted = issues.toSorted((a, b) => Number(isOfProperty(a)) - Number(isOfProperty(b)));
  return [...new Set(sorted.flatMap(complaintsAbout))];
}

/** Parents lead the sentence, as in `model.messages.0.role`. */
function complaintsAbout(issue: Issue): string[] {
  if (issue.code === "unrecognized_keys") {
    const path = [...issue.path, ""].join(".");
    return issue.keys.map((name) => `${path}property ${name} should not exist`);
  }
  const name = issue.path.at(-1);
  const path = [...issue.path.slice(0, -1), ""].join(".");
  if (issue.code === "invalid_type" && issue.expected === "object") {
    return [`${path}nested property ${String(name)} must be either object or array`];
  }
  if (issue.code === "invalid_value" && typeof name === "number") {
    const parents = [...issue.path.slice(0, -2), ""].join(".");
    return [`${parents}each value in ${String(issue.path.at(-2))} ${requirement(issue)}`];
  }
  return [`${path}${String(name)} ${requirement(issue)}`];
}

function requirement(issue: Issue): string {
  switch (issue.code) {
    case "invalid_type":
      return wrongTypes[issue.expected] ?? issue.message;
    case "invalid_value":
      return `must be one of the following values: ${issue.values.join(", ")}`;
    case "too_small":
      return issue.origin === "string"
        ? `must be longer than or equal to ${issue.minimum} characters`
        : `must not be less than ${issue.minimum}`;
    case "too_big":
      return issue.origin === "string"
        ? `must be shorter than or equal to ${issue.maximum} characters`
        : `must not be greater than ${issue.maximum}`;
    default:
      return issue.message;
  }
}
