import type { Context, Hono } from "hono";
import type { Engine } from "./engine";
import { BadRequestError } from "./errors";
import { takeIn } from "./intake";
import { isRecord, parseJson } from "./json";
import type { Op } from "./types";

/** What the SDK calls, and the few endpoints of the real dev server that people call by hand. */
export function addSdkRoutes(app: Hono, engine: Engine, now: () => number): void {
  app.post("/e/:key", async (c) => {
    const seed = c.req.header("x-inngest-event-id-seed");
    const answer = takeIn(await c.req.text(), seed, now(), engine.dispatch);
    return c.json(answer, answer.status);
  });

  app.on(["POST", "PUT"], "/fn/register", async (c) => {
    return c.json(engine.registry.register(await readJson(c)));
  });

  app.post("/v1/checkpoint/:runId/async", async (c) => {
    const body = await readJson(c);
    const { qi_id: requestId, steps } = isRecord(body) ? body : {};
    if (typeof requestId !== "string" || !Array.isArray(steps)) {
      throw new BadRequestError("body must have a qi_id and a list of steps");
    }
    const run = engine.history.run(c.req.param("runId"));
    const taken = run ? engine.executor.checkpoint(run, requestId, steps as Op[]) : "ended";
    if (taken === "taken") return c.body(null, 200);
    // 409 makes the SDK stop where it is; after 400 it finishes the step and reports it in vain.
    if (taken === "stale") return c.json({ error: "stale dispatch", status: 409 }, 409);
    return c.json({ error: "run not found in state store", status: 400 }, 400);
  });

  app.post("/invoke/:functionId", async (c) => {
    const functionId = c.req.param("functionId");
    const body = await readJson(c);
    const invoked = engine.invoke(functionId, isRecord(body) ? body.data : undefined);
    if (!invoked) {
      return c.json({ error: `could not find function with ID: ${functionId}`, status: 404 }, 404);
    }
    return c.json({ id: invoked.eventId, status: 200 });
  });

  app.get("/v1/events/:eventId/runs", (c) => {
    const runIds = engine.history.event(c.req.param("eventId"))?.runIds ?? [];
    const data = runIds
      .flatMap((id) => engine.history.run(id) ?? [])
      .map((run) => ({
        run_id: run.id,
        event_id: c.req.param("eventId"),
        function_id: run.fn.id,
        status: run.status,
        run_started_at: isoOrNull(run.startedAtMs),
        ended_at: isoOrNull(run.endedAtMs),
        output: run.error ?? run.output ?? null,
      }));
    return c.json({ data });
  });

  app.get("/health", (c) => c.json({ status: 200, message: "OK" }));
}

async function readJson(c: Context): Promise<unknown> {
  const body = parseJson(await c.req.text());
  if (body === undefined) throw new BadRequestError("body is not JSON");
  return body;
}

function isoOrNull(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
