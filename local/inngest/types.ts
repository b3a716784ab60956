/** An event as functions see it: `id` is the sender's own where one was given. */
export type EventPayload = {
  id: string;
  name: string;
  /** Null where the sender left it out. */
  data: Record<string, unknown> | null;
  ts: number;
  user: Record<string, unknown>;
  v?: string;
};

/** An event as the engine keeps it. `internalId` is what `POST /e/:key` answered. */
export type StoredEvent = {
  internalId: string;
  receivedAtMs: number;
  payload: EventPayload;
};

/** An error in the SDK's serialized shape. */
export type RunError = {
  name: string;
  message: string;
  stack?: string;
  cause?: unknown;
  /** The real engine's own label for the failure; present in what other runs are told. */
  error?: string;
};

/** One operation that the SDK reports. Other fields of the wire format are not used. */
export type Op = {
  id: string;
  op: string;
  name?: string;
  displayName?: string;
  opts?: Record<string, unknown>;
  data?: unknown;
  error?: unknown;
  timing?: { a: number; b: number };
};

/** `Running` includes a run that sleeps or waits, as in the real engine's API. */
export type RunStatus = "Queued" | "Running" | "Completed" | "Failed" | "Cancelled";

export type StepStatus = "planned" | "waiting" | "completed" | "failed" | "timed out";

export type StepView = {
  /** SHA-1 of the step id, as the SDK sends it. */
  id: string;
  name: string;
  /** `StepRun`, `Sleep`, `WaitForEvent` or `InvokeFunction`. */
  op: string;
  status: StepStatus;
  input: unknown;
  output?: unknown;
  error?: RunError;
  /** What each failed attempt threw, oldest first. */
  failures: RunError[];
  startedAtMs: number;
  endedAtMs?: number;
};

/** One request to the app on behalf of a run. */
export type CallView = {
  atMs: number;
  durationMs: number;
  /** `step` for a discovery, else the hash of the one step that had to run. */
  target: string;
  attempt: number;
  /** What came of it, in a few words. */
  result: string;
};

export type RunView = {
  id: string;
  functionId: string;
  functionName: string;
  status: RunStatus;
  event: EventPayload;
  queuedAtMs: number;
  startedAtMs?: number;
  endedAtMs?: number;
  output?: unknown;
  error?: RunError;
  /** The run this one repeats. */
  rerunOf?: string;
  /** The run whose `step.invoke` started this one. */
  parentRunId?: string;
  /** Requests that were sent to the app for this run. */
  requests: number;
  steps: StepView[];
  calls: CallView[];
};

export type EventView = {
  internalId: string;
  receivedAtMs: number;
  event: EventPayload;
  runIds: string[];
};

/** Writes one line for the person at the terminal. */
export type Log = (line: string) => void;
