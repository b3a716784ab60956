import { type AppResponse, AppTimeoutError, request } from "./app-client";
import { toRunError } from "./errors";
import { newId } from "./ids";
import { isRecord, messageOf, parseJson } from "./json";
import type { Run } from "./run";
import type { Op, RunError } from "./types";

/** What a request to the app came to. */
export type CallOutcome =
  | { kind: "ops"; ops: Op[]; retryAfter?: string }
  | { kind: "returned"; output: unknown }
  | { kind: "threw"; error: RunError; isFinal: boolean; retryAfter?: string }
  /** The app asks for something this engine lacks. */
  | { kind: "unsupported"; what: string }
  /** No Inngest SDK answered: the app is down, restarting or still compiling. */
  | { kind: "unreachable"; reason: string };

export type CallRequest = {
  run: Run;
  /** `step` for a discovery, else the hash of the only step to run. */
  target: string;
  attempt: number;
  /** Whether the SDK may report steps while the request is still open. */
  checkpointing: boolean;
  requestTimeoutMs: number;
  signal: AbortSignal;
};

/** The SDK's own number of the execution protocol this engine speaks; see README, deviations. */
const REQUEST_VERSION = "2";

/** Sends one request for the run to its app; what goes wrong is an outcome, never a rejection. */
export async function sendCall(call: CallRequest): Promise<CallOutcome> {
  const { run, signal, requestTimeoutMs: timeoutMs } = call;
  const requestId = newId();
  const outgoing = buildRequest(call, requestId);
  run.requests++;
  run.liveRequests.add(requestId);
  try {
    return readAnswer(await request({ method: "POST", ...outgoing, timeoutMs, signal }));
  } catch (failure) {
    return readFailure(failure);
  } finally {
    run.liveRequests.delete(requestId);
  }
}

function buildRequest({ run, target, attempt, checkpointing }: CallRequest, requestId: string) {
  const url = new URL(run.fn.url);
  url.searchParams.set("fnId", run.fn.id);
  url.searchParams.set("stepId", target);
  // -1 lets the SDK name the version; from its first answer on it is known.
  const isFirst = run.stack.length === 0 && run.pending.size === 0;
  const version = isFirst ? "-1" : REQUEST_VERSION;
  const event = run.trigger.payload;
  return {
    url: url.href,
    headers: {
      "x-run-id": run.id,
      "x-request-id": requestId,
      "x-inngest-generation-id": "1",
      "x-inngest-server-kind": "dev",
      "x-inngest-req-version": version,
    },
    body: JSON.stringify({
      ctx: {
        attempt,
        max_attempts: run.fn.maxAttempts,
        // A targeted step runs beside its siblings: nothing else may be run inline with it.
        disable_immediate_execution: target !== "step",
        env: "",
        // The SDK checkpoints if and only if `fn_id` is there, and fails to without `qi_id`.
        ...(checkpointing ? { fn_id: run.fn.id } : {}),
        generation_id: 1,
        qi_id: requestId,
        request_id: requestId,
        run_id: run.id,
        stack: { current: run.stack.length, stack: run.stack },
        step_id: "step",
        use_api: false,
      },
      defers: {},
      event,
      events: [event],
      steps: Object.fromEntries(run.memo),
      use_api: false,
      version: Number(version),
    }),
  };
}

/** Reads the app's answer by the table of the protocol: status, headers, body. */
function readAnswer(response: AppResponse): CallOutcome {
  const { status, headers } = response;
  if (!headers.has("x-inngest-sdk")) {
    return { kind: "unreachable", reason: `answer ${status} is not from an Inngest SDK` };
  }
  const version = headers.get("x-inngest-req-version");
  if (version !== null && version !== REQUEST_VERSION) {
    return {
      kind: "unsupported",
      what: `request version ${version} (SDK before v4, or optimizeParallelism: false)`,
    };
  }
  const body = parseJson(response.body);
  const retryAfter = headers.get("retry-after") ?? undefined;
  if (status === 206 && Array.isArray(body) && body.every(isOp)) {
    return { kind: "ops", ops: body, retryAfter };
  }
  if (status === 200) return { kind: "returned", output: body ?? null };
  const error =
    body === undefined
      ? { name: "Error", message: `the app answered ${status}: ${response.body.slice(0, 200)}` }
      : toRunError(body);
  const isFinal = headers.get("x-inngest-no-retry") === "true";
  return { kind: "threw", error, isFinal, retryAfter };
}

/** What a request that got no answer came to. */
function readFailure(failure: unknown): CallOutcome {
  // The app did get it and may still be at it: an attempt, not an outage.
  if (failure instanceof AppTimeoutError) {
    return {
      kind: "threw",
      error: toRunError({ name: failure.name, message: failure.message }),
      isFinal: false,
    };
  }
  return { kind: "unreachable", reason: messageOf(failure) || "connection failed" };
}

/** The outcome for the inspection page. */
export function inWords(outcome: CallOutcome): string {
  switch (outcome.kind) {
    case "ops":
      return outcome.ops
        .map((op) => `${op.op} ${op.displayName ?? op.name ?? ""}`.trim())
        .join(", ");
    case "returned":
      return "returned";
    case "unsupported":
      return `not implemented: ${outcome.what}`;
    case "unreachable":
      return `unreachable: ${outcome.reason}`;
    case "threw":
      return `threw ${outcome.error.name}: ${outcome.error.message}`;
  }
}

function isOp(value: unknown): value is Op {
  return isRecord(value) && typeof value.id === "string" && typeof value.op === "string";
}
