import { z } from "zod";
import { checkCron } from "./cron";
import { parseDurationMs } from "./durations";
import { BadRequestError, UnsupportedError } from "./errors";
import { compileExpression, type Expression } from "./expressions";
import { isRecord, messageOf } from "./json";

type EventTrigger = { event: string; expression?: Expression };
export type CancelRule = { event: string; expression?: Expression; timeout?: string };
/** At most `limit` requests in flight per key. Shared with other functions unless `fn`. */
export type ConcurrencyLimit = {
  limit: number;
  key?: Expression;
  scope: "fn" | "env" | "account";
};

export type FunctionConfig = {
  /** Composite id, `<app>-<function>`: the value of `fnId=` and of `step.invoke`. */
  id: string;
  name: string;
  /** Where the app serves the function, with `fnId` and `stepId` in the query. */
  url: string;
  /** Times a step or the function itself may be tried: retries + 1. */
  maxAttempts: number;
  eventTriggers: EventTrigger[];
  crons: string[];
  concurrency: ConcurrencyLimit[];
  cancelOn: CancelRule[];
  idempotency?: Expression;
};

/** The SDK leaves `retries` out when a function sets none; the platform's default is 4. */
const DEFAULT_RETRIES = 4;

const IMPLEMENTED_OPTIONS = new Set([
  "id",
  "name",
  "triggers",
  "steps",
  "idempotency",
  "concurrency",
  "cancel",
]);

const concurrencySchema = z.object({
  limit: z.number().int().positive(),
  key: z.string().optional(),
  scope: z.enum(["fn", "env", "account"]).default("fn"),
});

const functionSchema = z.object({
  id: z.string().min(1),
  name: z.string().optional(),
  triggers: z.array(
    z.union([
      z.object({ cron: z.string(), jitter: z.string().optional() }),
      z.object({ event: z.string().min(1), expression: z.string().optional() }),
    ]),
  ),
  steps: z.object({
    step: z.object({
      runtime: z.object({ type: z.string(), url: z.url() }),
      retries: z.object({ attempts: z.number().int().nonnegative().optional() }).optional(),
    }),
  }),
  idempotency: z.string().optional(),
  concurrency: z
    .union([z.number().int().positive(), concurrencySchema, z.array(concurrencySchema)])
    .optional(),
  cancel: z
    .array(
      z.object({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() }),
    )
    .default([]),
});

/**
 * Reads one function of `POST /fn/register`. Throws UnsupportedError naming the function and the
 * option when it asks for something this engine lacks: running it without would be a fake success.
 * Throws BadRequestError for a malformed one.
 */
export function readFunctionConfig(raw: unknown): FunctionConfig {
  const id = isRecord(raw) && typeof raw.id === "string" ? raw.id : "(no id)";
  for (const option of isRecord(raw) ? Object.keys(raw) : []) {
    if (!IMPLEMENTED_OPTIONS.has(option)) throw unsupported(id, `option "${option}"`);
  }
  const parsed = functionSchema.safeParse(raw);
  if (!parsed.success) throw new BadRequestError(`function "${id}": ${parsed.error.message}`);
  const { triggers, steps, concurrency, cancel, idempotency, name } = parsed.data;
  const { runtime, retries } = steps.step;
  if (runtime.type !== "http") throw unsupported(id, `runtime type "${runtime.type}"`);

  try {
    const config: FunctionConfig = {
      id,
      name: name ?? id,
      url: runtime.url,
      maxAttempts: (retries?.attempts ?? DEFAULT_RETRIES) + 1,
      eventTriggers: [],
      crons: [],
      concurrency: readConcurrency(concurrency),
      cancelOn: cancel.map((rule) => {
        if (rule.timeout?.includes("T") === false) parseDurationMs(rule.timeout);
        return { event: rule.event, expression: compiled(rule.if), timeout: rule.timeout };
      }),
      idempotency: compiled(idempotency),
    };
    for (const trigger of triggers) {
      if ("event" in trigger) {
        config.eventTriggers.push({
          event: trigger.event,
          expression: compiled(trigger.expression),
        });
      } else {
        if (trigger.jitter) throw unsupported(id, 'option "jitter" of a cron trigger');
        checkCron(trigger.cron);
        config.crons.push(trigger.cron);
      }
    }
    return config;
  } catch (error) {
    if (error instanceof UnsupportedError) throw error;
    throw new BadRequestError(`function "${id}": ${messageOf(error)}`, { cause: error });
  }
}

function readConcurrency(value: z.infer<typeof functionSchema>["concurrency"]): ConcurrencyLimit[] {
  if (value === undefined) return [];
  if (typeof value === "number") return [{ limit: value, scope: "fn" }];
  return (Array.isArray(value) ? value : [value]).map(({ limit, key, scope }) => {
    if (scope !== "fn" && key === undefined) {
      throw new BadRequestError(`a concurrency key must be given for the scope "${scope}"`);
    }
    return { limit, scope, key: compiled(key) };
  });
}

function compiled(source: string | undefined): Expression | undefined {
  return source === undefined ? undefined : compileExpression(source);
}

function unsupported(functionId: string, what: string): UnsupportedError {
  return new UnsupportedError(`${what}, used by function "${functionId}"`);
}
