import { z } from "zod";
import { overLimitVariants } from "../api/over-limit";
import { stepNames } from "../calls/call-record";

// A day: nothing that is waited for lasts longer.
const milliseconds = z.number().int().min(0).max(86_400_000);

/** How a request is answered instead of rightly. Milliseconds in faults are real ones, not scaled. */
export const answer = z.union([
  z.strictObject({
    status: z
      .number()
      .int()
      .min(200)
      .max(599)
      .refine((status) => ![204, 205, 304].includes(status), "must be a status that has a body"),
    /** Text goes out as it is, anything else as JSON; absent: the usual error body of the status. */
    body: z.unknown().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    /** Blanks are added to the body up to this size. */
    bodyBytes: z.number().int().min(1).max(20_000_000).optional(),
  }),
  z.strictObject({ reset: z.literal(true) }),
  z.strictObject({ timeoutMs: milliseconds }),
]);

export type FaultyAnswer = z.infer<typeof answer>;

const shared = {
  /** How many requests or webhooks it strikes before it is gone. */
  count: z.union([z.number().int().min(1), z.literal("always")]).default(1),
  /** Only calls to this number. */
  number: z.string().optional(),
};

const lag = { delayMs: milliseconds.optional(), hiddenForMs: milliseconds.optional() };

export const webhookKinds = [...stepNames, "status-update", "end-of-call-report"] as const;

const webhook = { ...shared, kind: z.enum(webhookKinds).optional() };

export const corruptions = ["truncate", "wrong-signature", "invalid-json", "huge"] as const;

export const fault = z.discriminatedUnion("fault", [
  z.strictObject({ fault: z.literal("fail-before-placing"), answer, ...shared }),
  z.strictObject({ fault: z.literal("fail-after-placing"), answer, ...shared }),
  z.strictObject({
    fault: z.literal("over-limit"),
    variant: z.enum(overLimitVariants),
    /** true: strikes only when all lines are busy; false: pretends that they are. */
    whenFull: z.boolean().default(false),
    ...shared,
  }),
  z.strictObject({ fault: z.literal("list-fails"), answer, count: shared.count }),
  z.strictObject({ fault: z.literal("list-lags"), ...lag, ...shared }),
  z.strictObject({ fault: z.literal("get-fails"), answer, ...shared }),
  z.strictObject({ fault: z.literal("get-lags"), ...lag, ...shared }),
  z.strictObject({ fault: z.literal("control-fails"), answer, ...shared }),
  z.strictObject({ fault: z.literal("webhook-delay"), delayMs: milliseconds, ...webhook }),
  z.strictObject({ fault: z.literal("webhook-drop"), ...webhook }),
  z.strictObject({
    fault: z.literal("webhook-duplicate"),
    /** Sent in all, at the same moment. */
    copies: z.number().int().min(2).max(100).default(2),
    ...webhook,
  }),
  z.strictObject({ fault: z.literal("webhook-reorder"), ...webhook }),
  z.strictObject({ fault: z.literal("webhook-corrupt"), how: z.enum(corruptions), ...webhook }),
]);

export type FaultInput = z.input<typeof fault>;
export type Fault = z.output<typeof fault>;
export type FaultName = Fault["fault"];
export type FaultOf<Name extends FaultName> = Extract<Fault, { fault: Name }>;
export type ArmedFault = Fault & { id: number };

export type Faults = {
  arm: (fault: Fault) => ArmedFault;
  list: () => ArmedFault[];
  clear: () => void;
  /**
   * The oldest armed fault of that name that strikes here, one count used up. A place without a number, such as the
   * list of calls, is struck by faults for any number.
   */
  take: <Name extends FaultName>(
    name: Name,
    where: { number?: string; kind?: string },
    strikes?: (fault: FaultOf<Name>) => boolean,
  ) => FaultOf<Name> | undefined;
};

/** Armed faults, kept in memory only: a restart is the end of every fault. */
export function createFaults(): Faults {
  let armed: ArmedFault[] = [];
  let lastId = 0;

  return {
    arm: (input) => {
      lastId += 1;
      const added = { ...input, id: lastId };
      armed.push(added);
      return added;
    },
    list: () => armed.map((item) => ({ ...item })),
    clear: () => {
      armed = [];
    },
    take: (name, where, strikes = () => true) => {
      const found = armed.find(
        (item) => isNamed(item, name) && matches(item, where) && strikes(item),
      );
      if (!found || !isNamed(found, name)) return undefined;
      if (found.count !== "always") {
        found.count -= 1;
        if (found.count === 0) armed = armed.filter((item) => item !== found);
      }
      return found;
    },
  };
}

const isNamed = <Name extends FaultName>(item: Fault, name: Name): item is FaultOf<Name> =>
  item.fault === name;

function matches(fault: Fault, where: { number?: string; kind?: string }): boolean {
  const filter = "number" in fault && "number" in where ? fault.number : undefined;
  if (filter !== undefined && filter !== where.number) return false;
  if (!("kind" in fault) || fault.kind === undefined || fault.kind === where.kind) return true;
  const type = where.kind === "report" ? "end-of-call-report" : "status-update";
  return fault.kind === type;
}
