import { type ASTNode, Environment } from "@marcbachmann/cel-js";
import { isRecord } from "./json";

/** What an expression may look at: the event that started the run, and the candidate event. */
export type Scope = { event: unknown; async?: unknown };

/** A CEL expression that was compiled once and can be evaluated many times. */
export type Expression = {
  source: string;
  /** True only if the result is `true`: errors and other types never match. */
  matches: (scope: Scope) => boolean;
  /** The result as text, or null where the expression names nothing (a missing path, an error). */
  key: (scope: Scope) => string | null;
};

/** An expression that no event can ever be compared with; fails the run or the registration. */
export class InvalidExpressionError extends Error {
  override name = "InvalidExpression";
}

const environment = new Environment({
  // The real engine only parses: an unknown variable is a value that is missing, not an error.
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
});

/**
 * Compiles a CEL expression. Throws InvalidExpressionError when it does not parse or uses a function
 * that does not exist here: it would be false for ever, and silence would hide that.
 */
export function compileExpression(source: string): Expression {
  const program = parse(source);
  const paths = collectPaths(program.ast);
  const evaluate = (scope: Scope): unknown => {
    try {
      return program(fillMissing({ ...scope }, paths));
    } catch {
      // Comparing a string with a number and the like: not a match, as in the real engine.
      return undefined;
    }
  };
  return {
    source,
    matches: (scope) => evaluate(scope) === true,
    key: (scope) => asKey(evaluate(scope)),
  };
}

function parse(source: string): ReturnType<Environment["parse"]> {
  try {
    const program = environment.parse(source);
    const checked = program.check();
    if (!checked.valid) throw checked.error ?? new Error("it does not type-check");
    return program;
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split("\n");
    throw new InvalidExpressionError(`expression "${source}" does not compile: ${reason}`, {
      cause: error,
    });
  }
}

function asKey(value: unknown): string | null {
  // `false` is how the real engine spells "no key": its idempotency then lets the run pass.
  if (value === undefined || value === null || value === false) return null;
  if (typeof value === "object") {
    return JSON.stringify(value, (_, part) => (typeof part === "bigint" ? Number(part) : part));
  }
  return String(value);
}

/** Every `a.b.c` of the expression, except below `has(...)`, whose very question is what is missing. */
function collectPaths(node: ASTNode, found: string[][] = []): string[][] {
  const path = pathOf(node);
  if (path) {
    found.push(path);
    return found;
  }
  if (node.op === "call" && node.args[0] === "has") return found;
  if (Array.isArray(node.args)) visit(node.args, found);
  else if (isNode(node.args)) collectPaths(node.args, found);
  return found;
}

function visit(parts: readonly unknown[], found: string[][]): void {
  for (const part of parts) {
    if (Array.isArray(part)) visit(part, found);
    else if (isNode(part)) collectPaths(part, found);
  }
}

function isNode(value: unknown): value is ASTNode {
  return isRecord(value) && typeof value.op === "string" && "args" in value;
}

function pathOf(node: ASTNode): string[] | null {
  if (node.op === "id") return [node.args];
  if (node.op !== ".") return null;
  const parent = pathOf(node.args[0]);
  return parent && [...parent, node.args[1]];
}

/** CEL raises an error on a missing key; the real engine reads it as null. So null is put there. */
function fillMissing(scope: Record<string, unknown>, paths: string[][]): Record<string, unknown> {
  let filled = scope;
  for (const path of paths) filled = fillPath(filled, path);
  return filled;
}

function fillPath(record: Record<string, unknown>, path: string[]): Record<string, unknown> {
  const [head, ...rest] = path;
  if (head === undefined) return record;
  const value = record[head];
  if (rest.length === 0) return value === undefined ? { ...record, [head]: null } : record;
  if (value !== undefined && value !== null && !isRecord(value)) return record;
  const inner = isRecord(value) ? value : {};
  const filled = fillPath(inner, rest);
  return filled === value ? record : { ...record, [head]: filled };
}
