/**
 * What a request may have at most, in characters where nothing else is said. The form and the API go by these numbers;
 * `tests/database/limits.test.ts` holds the constraints of the tables equal to them.
 */
export const TEXT_LIMITS = {
  title: 200,
  serviceNeeded: 200,
  description: 4000,
  location: 200,
  /** All of them, typed into one field. */
  criteria: 2000,
  clientName: 100,
  clientAddress: 300,
} as const;

export const LIMITS = {
  criteria: 10,
  criterion: 200,
  /** As many as one statement stores in some 100 ms and a page still shows at once. */
  providers: 1000,
  /** A number with label, extension and spaces stays under 60. */
  phoneAsWritten: 100,
} as const;

/** The rest, which no form asks for: apart, as a browser would have to load it. */
export const API_LIMITS = {
  providerName: 200,
  /** Dials per provider: a third ring already annoys. */
  attempts: 3,
  /** A day. */
  retryDelaySeconds: 86_400,
  callSeconds: 600,
  capUsd: 10_000,
  timeZone: 60,
  idempotencyKey: 255,
  apiKeyName: 60,
  /** Keys of a person that are not revoked: one for each program, and a list that is still read. */
  apiKeys: 20,
  /** Of one API key: four requests polled as often as Retry-After asks (each 2 s), or one order every half second. */
  requestsPerMinute: 120,
} as const;
