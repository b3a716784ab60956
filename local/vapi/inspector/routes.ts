import { type Context, Hono } from "hono";
import { z } from "zod";
import { type Env, refuse } from "../api/replies";
import type { Core } from "../core";
import { dialsOf, maxConcurrent } from "./dials";
import { fault } from "./faults";
import { script } from "./script";

const revision = z.strictObject({ callId: z.string(), costUsd: z.number().min(0) });

/** `/__simulator`: what tests see and steer. It exists nowhere in the real service and needs no token. */
export function inspectorRoutes(core: Core): Hono<Env> {
  const app = new Hono<Env>();

  app.get("/calls", (c) =>
    c.json({
      calls: dialsOf(core),
      live: core.store.liveCount(),
      maxConcurrent: maxConcurrent(core.store.calls()),
      lines: core.lines,
      requests: core.counts,
    }),
  );

  app.post("/script", async (c) => {
    const parsed = await parse(c, script);
    if ("problem" in parsed) return refuse(c, 400, parsed.problem);
    core.scripts.add(parsed.value);
    return c.json(parsed.value, 201);
  });

  app.post("/revise", async (c) => {
    const parsed = await parse(c, revision);
    if ("problem" in parsed) return refuse(c, 400, parsed.problem);
    const call = core.store.call(parsed.value.callId);
    if (call?.startedAt === undefined || call.reportedAt === undefined)
      return refuse(c, 404, "No call of that id was answered and has been reported.");
    core.exchange.revise(call, parsed.value.costUsd);
    return c.json(parsed.value, 201);
  });

  app.get("/faults", (c) => c.json({ faults: core.faults.list() }));
  app.post("/faults", async (c) => {
    const parsed = await parse(
      c,
      z.preprocess((body) => [body].flat(), z.array(fault).min(1)),
    );
    if ("problem" in parsed) return refuse(c, 400, parsed.problem);
    const armed = parsed.value.map((item) => core.faults.arm(item));
    return c.json({ faults: armed }, 201);
  });
  app.delete("/faults", (c) => {
    core.faults.clear();
    return c.json({ faults: [] });
  });

  app.post("/reset", async (c) => {
    await core.reset();
    return c.json({ calls: [] });
  });
  return app;
}

async function parse<T>(
  c: Context<Env>,
  schema: z.ZodType<T>,
): Promise<{ value: T } | { problem: string[] }> {
  const body: unknown = await c.req.json().catch(() => undefined);
  if (body === undefined) return { problem: ["the body must be JSON"] };
  const result = schema.safeParse(body);
  if (result.success) return { value: result.data };
  return { problem: result.error.issues.flatMap((issue) => explain(issue)) };
}

/** One sentence per fault, led by its place. Of alternatives, the one that the body came closest to is explained. */
function explain(issue: z.core.$ZodIssue, parent: PropertyKey[] = []): string[] {
  const path = [...parent, ...issue.path];
  const alternatives = issue.code === "invalid_union" ? issue.errors : [];
  const closest = alternatives.toSorted((a, b) => a.length - b.length)[0];
  if (closest) return closest.flatMap((inner) => explain(inner, path));
  return [path.length > 0 ? `${path.join(".")}: ${issue.message}` : issue.message];
}
