import { z } from "zod";
import { BadRequestError } from "./errors";
import { type FunctionConfig, readFunctionConfig } from "./function-config";
import type { EventPayload } from "./types";

export type RegisterAnswer = { ok: true; status: 200; modified: boolean };

/** The functions of every app that has registered, by app name: its latest registration counts. */
export type Registry = {
  /** Takes the body of `POST /fn/register`. Throws UnsupportedError or BadRequestError. */
  register: (body: unknown) => RegisterAnswer;
  get: (functionId: string) => FunctionConfig | undefined;
  all: () => FunctionConfig[];
  /** The functions that one of whose triggers takes the event, each once. */
  triggeredBy: (event: EventPayload) => FunctionConfig[];
};

const bodySchema = z.object({
  appName: z.string().min(1),
  functions: z.array(z.unknown()),
});

/** `onChange` is called after each registration that changed anything. */
export function createRegistry(onChange: (functions: FunctionConfig[]) => void): Registry {
  const apps = new Map<string, { fingerprint: string; functions: FunctionConfig[] }>();
  let byId = new Map<string, FunctionConfig>();

  return {
    register(body) {
      const parsed = bodySchema.safeParse(body);
      if (!parsed.success) {
        throw new BadRequestError("body must have an appName and a list of functions");
      }
      const { appName, functions } = parsed.data;
      const fingerprint = JSON.stringify(functions);
      if (apps.get(appName)?.fingerprint === fingerprint) {
        return { ok: true, status: 200, modified: false };
      }
      apps.set(appName, { fingerprint, functions: functions.map(readFunctionConfig) });
      const all = [...apps.values()].flatMap((app) => app.functions);
      byId = new Map(all.map((fn) => [fn.id, fn]));
      onChange(all);
      return { ok: true, status: 200, modified: true };
    },
    get: (functionId) => byId.get(functionId),
    all: () => [...byId.values()],
    triggeredBy(event) {
      const patterns = new Set(matchingPatterns(event.name));
      return [...byId.values()].filter((fn) =>
        fn.eventTriggers.some(
          (trigger) =>
            patterns.has(trigger.event) && (trigger.expression?.matches({ event }) ?? true),
        ),
      );
    },
  };
}

/** The name itself and the wildcards that take it: `a/b.c` is taken by `a/b.c`, `a/*` and `a/b.*`. */
function matchingPatterns(eventName: string): string[] {
  const patterns = [eventName];
  for (let index = 0; index < eventName.length; index++) {
    const character = eventName[index];
    if (character === "/" || character === ".") patterns.push(`${eventName.slice(0, index + 1)}*`);
  }
  return patterns;
}
