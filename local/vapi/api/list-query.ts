import type { Vapi } from "@vapi-ai/server-sdk";
import type { CallRecord } from "../calls/call-record";

// Of the real service: 100 unless asked, never more than 1,000.
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

const comparisons = {
  Gt: (value: number, bound: number) => value > bound,
  Lt: (value: number, bound: number) => value < bound,
  Ge: (value: number, bound: number) => value >= bound,
  Le: (value: number, bound: number) => value <= bound,
};

const filters = {
  id: (call, value) => call.id === value,
  phoneNumberId: (call, value) => call.request.phoneNumberId === value,
  // Calls of the simulator never have a saved assistant.
  assistantId: () => false,
  createdAtGt: (call, value) => comparisons.Gt(call.createdAt, Date.parse(value)),
  createdAtLt: (call, value) => comparisons.Lt(call.createdAt, Date.parse(value)),
  createdAtGe: (call, value) => comparisons.Ge(call.createdAt, Date.parse(value)),
  createdAtLe: (call, value) => comparisons.Le(call.createdAt, Date.parse(value)),
  updatedAtGt: (call, value) => comparisons.Gt(call.updatedAt, Date.parse(value)),
  updatedAtLt: (call, value) => comparisons.Lt(call.updatedAt, Date.parse(value)),
  updatedAtGe: (call, value) => comparisons.Ge(call.updatedAt, Date.parse(value)),
  updatedAtLe: (call, value) => comparisons.Le(call.updatedAt, Date.parse(value)),
} satisfies Record<
  Exclude<keyof Vapi.ListCallsRequest, "limit">,
  (call: CallRecord, value: string) => boolean
>;

type Filter = (call: CallRecord, value: string) => boolean;

const filterOf = (name: string): Filter | undefined =>
  Object.hasOwn(filters, name) ? filters[name as keyof typeof filters] : undefined;

/** Complaints about the query of `GET /call`, in the words of the real service. */
export function queryComplaints(query: Record<string, string>): string[] {
  return Object.entries(query).flatMap(([name, value]) => {
    if (name === "limit") return limitComplaints(value);
    if (!filterOf(name)) return [`property ${name} should not exist`];
    const isDate = /^(created|updated)At/.test(name);
    return isDate && Number.isNaN(Date.parse(value)) ? [`${name} must be a Date instance`] : [];
  });
}

function limitComplaints(value: string): string[] {
  const limit = Number(value);
  if (value === "" || Number.isNaN(limit))
    return ["limit must be a number conforming to the specified constraints"];
  if (limit > MAX_LIMIT) return [`limit must not be greater than ${MAX_LIMIT}`];
  return limit < 0 ? ["limit must not be less than 0"] : [];
}

/** The calls that a valid query asks for, newest first. `calls` come oldest first. */
export function selectCalls(
  calls: readonly CallRecord[],
  query: Record<string, string>,
): CallRecord[] {
  const { limit, ...conditions } = query;
  return calls
    .filter((call) =>
      Object.entries(conditions).every(([name, value]) => filterOf(name)?.(call, value)),
    )
    .reverse()
    .slice(0, limit === undefined ? DEFAULT_LIMIT : Number(limit));
}
