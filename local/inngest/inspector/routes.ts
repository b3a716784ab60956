import type { Context, Hono } from "hono";
import type { Engine } from "../engine";
import { hasEnded, viewRun } from "../run";
import type { AppView } from "../sync";
import type { RunView } from "../types";
import { pageHeaders } from "./layout";
import { runPage } from "./run-page";
import { runsPage } from "./runs-page";

/** Runs shown on the first page and listed by `GET /dev/runs` unless it asks for more. */
const LISTED_RUNS = 100;

/** The pages for people and, under `/dev`, the same as JSON for tests and tools. */
export function addInspectorRoutes(app: Hono, engine: Engine, apps: () => AppView[]): void {
  const runs = (): RunView[] => engine.history.runs().map(viewRun);

  app.get("/", (c) => {
    const all = engine.history.runs();
    const listed = all.slice(0, LISTED_RUNS).map(viewRun);
    return c.html(runsPage({ runs: listed, total: all.length, apps: apps() }), 200, pageHeaders());
  });

  app.get("/runs/:runId", (c) => {
    const run = engine.history.run(c.req.param("runId"));
    if (!run) return c.notFound();
    return c.html(runPage(viewRun(run), hasEnded(run)), 200, pageHeaders());
  });

  app.post("/runs/:runId/rerun", async (c) => {
    if (!isSameOrigin(c)) return c.text("Cross-site requests may not rerun anything.", 403);
    const { fromStep } = await c.req.parseBody();
    const run = engine.rerun(
      c.req.param("runId"),
      typeof fromStep === "string" && fromStep !== "" ? fromStep : undefined,
    );
    return run ? c.redirect(`/runs/${run.id}`, 303) : c.notFound();
  });

  app.post("/runs/:runId/cancel", (c) => {
    if (!isSameOrigin(c)) return c.text("Cross-site requests may not cancel anything.", 403);
    const run = engine.history.run(c.req.param("runId"));
    if (!run) return c.notFound();
    engine.executor.cancel(run);
    return c.redirect(`/runs/${run.id}`, 303);
  });

  app.get("/dev", (c) =>
    c.json({
      engine: "stand-in",
      apps: apps(),
      functions: engine.registry.all().map(({ id, name }) => ({ id, name })),
      /** Requests queued, in flight or to be retried; 0 means idle. */
      work: engine.work.count(),
    }),
  );

  app.get("/dev/runs", (c) => {
    const { function: functionId, status, limit } = c.req.query();
    const found = runs()
      .filter((run) => !functionId || run.functionId === functionId)
      .filter((run) => !status || run.status === status);
    return c.json({ runs: found.slice(0, Number(limit) || LISTED_RUNS), total: found.length });
  });

  app.get("/dev/runs/:runId", (c) => {
    const run = engine.history.run(c.req.param("runId"));
    return run ? c.json(viewRun(run)) : c.json({ error: "no such run", status: 404 }, 404);
  });

  app.get("/dev/events", (c) => c.json({ events: engine.history.events().slice(0, LISTED_RUNS) }));
}

/**
 * Whether a form was sent from this engine's own page. Browsers say where a request comes from;
 * what says nothing is no browser, and a program on this machine needs no trick to reach the engine.
 */
function isSameOrigin(c: Context): boolean {
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined) return site === "same-origin" || site === "none";
  const origin = c.req.header("origin");
  return origin === undefined || origin === new URL(c.req.url).origin;
}
