import type { MiddlewareHandler } from "hono";

/**
 * A moment at which a crash leaves something half done: just before or just after one request, sent or received.
 * `record_call_event report`, `dial`, `send calls/attempt.ended` and `webhook ringing` are names of requests.
 */
export type Point = { name: string; side: "before" | "after" };

/** Told of every point while the process stands still there; it goes on when the promise resolves. */
export type AtPoint = (point: Point) => Promise<void>;

/** Asks the process that forked this one, which may end it there instead of answering. */
export function askParent(): AtPoint {
  const waiting = new Map<number, () => void>();
  let last = 0;
  process.on("message", (message: { type?: string; id?: number }) => {
    if (message.type === "go" && message.id !== undefined) waiting.get(message.id)?.();
  });
  return (point) =>
    new Promise((resolve) => {
      last += 1;
      const id = last;
      waiting.set(id, () => {
        waiting.delete(id);
        resolve();
      });
      process.send?.({ type: "point", id, point });
    });
}

/** Every request that this process sends from now on passes two points, if it has a name. */
export function watchSent(atPoint: AtPoint): void {
  const send = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const method = init?.method ?? (input instanceof Request ? input.method : "GET");
    const name = nameSent(method, url, init?.body);
    if (name === null) return send(input, init);
    await atPoint({ name, side: "before" });
    const answer = await send(input, init);
    await atPoint({ name, side: "after" });
    return answer;
  };
}

/** Every request that is received passes two points: before it is handled, and before its answer leaves. */
export function watchReceived(atPoint: AtPoint): MiddlewareHandler {
  return async (context, next) => {
    const url = new URL(context.req.url);
    const text = context.req.method === "POST" ? await context.req.raw.clone().text() : "";
    const name = nameReceived(context.req.method, url, text);
    if (name === null) return next();
    await atPoint({ name, side: "before" });
    await next();
    await atPoint({ name, side: "after" });
  };
}

function nameSent(method: string, url: URL, body: unknown): string | null {
  const text = typeof body === "string" ? body : "";
  const rpc = /\/rest\/v1\/rpc\/(\w+)$/.exec(url.pathname)?.[1];
  if (rpc === "record_call_event") return `${rpc} ${readPath(text, ["p_event", "kind"])}`;
  if (rpc !== undefined) return rpc;
  if (url.pathname.startsWith("/e/")) return `send ${eventNames(text)}`;
  if (url.pathname.startsWith("/v1/checkpoint/")) return "report a step to the engine";
  if (url.pathname.endsWith("/call")) return method === "POST" ? "dial" : "list calls";
  if (/\/call\/[^/]+$/.test(url.pathname)) return "ask about a call";
  if (url.pathname.endsWith("/control")) return "hang up";
  return null;
}

function nameReceived(method: string, url: URL, body: string): string | null {
  if (method !== "POST") return null;
  if (url.pathname.startsWith("/api/v1/vapi/webhook/")) {
    const type = readPath(body, ["message", "type"]);
    const status = readPath(body, ["message", "status"]);
    return `webhook ${type === "status-update" ? status : "report"}`;
  }
  if (url.pathname === "/api/inngest") {
    const name = url.searchParams.get("fnId")?.replace(/^ringround-/, "");
    return `run ${name}${url.searchParams.get("stepId") === "step" ? "" : ", one step"}`;
  }
  const order = /\/(batch-call-async|cancel|retry)$/.exec(url.pathname)?.[1];
  return order ? `POST ${order}` : null;
}

/** Which kinds of events are sent together; how many of each depends on how many lines are free. */
function eventNames(body: string): string {
  const events = [JSON.parse(body)].flat() as { name: string }[];
  return [...new Set(events.map((event) => event.name))].sort().join(" + ");
}

/** A body that is no JSON, or another JSON than expected, has no such value. */
function readPath(body: string, path: string[]): unknown {
  try {
    return path.reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key],
      JSON.parse(body),
    );
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
