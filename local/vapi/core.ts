import type { OverLimitVariant } from "./api/over-limit";
import type { CallRecord } from "./calls/call-record";
import type { Exchange } from "./calls/exchange";
import type { Store } from "./calls/store";
import type { Faults } from "./inspector/faults";
import type { Scripts } from "./inspector/script";

/** Requests counted since the start or the latest reset; refused ones are part of `create`. */
export type RequestCounts = {
  create: number;
  refused: number;
  list: number;
  get: number;
  control: number;
};

export const noRequests = (): RequestCounts => ({
  create: 0,
  refused: 0,
  list: 0,
  get: 0,
  control: 0,
});

/** What the routes share. */
export type Core = {
  store: Store;
  exchange: Exchange;
  faults: Faults;
  scripts: Scripts;
  lines: number;
  overLimit: OverLimitVariant;
  /** Absent: any bearer token will do. */
  apiKey?: string;
  counts: RequestCounts;
  baseUrl: () => string;
  /** Forgets calls, scripts, faults and counts; webhooks on their way are given up. */
  reset: () => Promise<void>;
};

export const numberOf = (call: CallRecord): string => call.request.customer.number;
