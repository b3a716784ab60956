import { z } from "zod";
import { behaviorNames, behaviors } from "../behaviors";

// A whole day: longer than any call the real service allows (12 hours).
const MAX_SECONDS = 86_400;

const seconds = z.number().min(0).max(MAX_SECONDS);

/** Longer than any call, shorter than what a webhook may carry. */
const MAX_TURNS = 500;

const turn = z.strictObject({
  role: z.enum(["assistant", "user"]),
  message: z.string().trim().min(1).max(5_000),
});

const oneCall = z.strictObject({
  behavior: z.enum(behaviorNames),
  ringSeconds: seconds.optional(),
  talkSeconds: seconds.optional(),
  reportSeconds: seconds.optional(),
  endedReason: z.string().min(1).max(200).optional(),
  structuredData: z.record(z.string(), z.unknown()).optional(),
  /** Everything that is said, from the first word on, in place of what the behavior says. */
  conversation: z.array(turn).min(1).max(MAX_TURNS).optional(),
});

export const scriptedCall = oneCall.refine(
  ({ behavior, conversation }) => !conversation || behaviors[behavior].talk !== null,
  {
    path: ["conversation"],
    error: "nobody picks up in this behavior; choose one that is answered, such as flat-quote",
  },
);

export const script = z.strictObject({
  number: z.string().min(3).max(40),
  next: z.array(scriptedCall).min(1).max(1000),
});

export type Turn = z.infer<typeof turn>;

/** What a number does in one call; seconds are at time scale 1. */
export type ScriptedCall = z.infer<typeof scriptedCall>;

export type Script = z.infer<typeof script>;

export type Scripts = {
  add: (script: Script) => void;
  /** The next scripted call of a number, once. */
  take: (number: string) => ScriptedCall | undefined;
  clear: () => void;
};

/** Scripts are kept in memory only: they belong to the test that wrote them. */
export function createScripts(): Scripts {
  const queues = new Map<string, ScriptedCall[]>();
  return {
    add: ({ number, next }) => {
      queues.set(number, [...(queues.get(number) ?? []), ...next]);
    },
    take: (number) => queues.get(number)?.shift(),
    clear: () => queues.clear(),
  };
}
