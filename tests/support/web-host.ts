import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { GET, POST, PUT } from "@/app/api/inngest/route";
import * as cancel from "@/app/api/v1/batches/[executionId]/cancel/route";
import * as retry from "@/app/api/v1/batches/[executionId]/retry/route";
import * as health from "@/app/api/v1/health/route";
import * as batchCall from "@/app/api/v1/providers/batch-call-async/route";
import * as batchStatus from "@/app/api/v1/providers/batch-status/[serviceRequestId]/route";
import * as webhook from "@/app/api/v1/vapi/webhook/[attemptId]/route";
import { sweepOnce } from "@/inngest/sweep";
import { env } from "@/lib/env";
import { configureLog } from "@/lib/log";
import { services } from "@/lib/services";

/**
 * The product's own route handlers in a process of their own, without Next: it starts in a second, needs no build,
 * and can be killed in the middle of a batch. Pages, and the same routes under Next, are tested in tests/browser.
 */
configureLog(env().LOG_LEVEL);

const app = new Hono();
app.get("/api/v1/health", () => health.GET());
app.post("/api/v1/providers/batch-call-async", (context) => batchCall.POST(context.req.raw));
app.get("/api/v1/providers/batch-status/:serviceRequestId", (context) =>
  batchStatus.GET(context.req.raw, { params: Promise.resolve(context.req.param()) }),
);
app.post("/api/v1/vapi/webhook/:attemptId", (context) =>
  webhook.POST(context.req.raw, { params: Promise.resolve(context.req.param()) }),
);
app.post("/api/v1/batches/:executionId/cancel", (context) =>
  cancel.POST(context.req.raw, { params: Promise.resolve(context.req.param()) }),
);
app.post("/api/v1/batches/:executionId/retry", (context) =>
  retry.POST(context.req.raw, { params: Promise.resolve(context.req.param()) }),
);
// What the cron does each minute, at once: tests neither wait for the minute nor depend on it.
app.post("/test/sweep", async (context) => context.json(await sweepOnce(services())));
type Route = (request: Request) => Promise<Response>;
const inngestRoutes = { GET, POST, PUT } as unknown as Record<string, Route>;
app.on(["GET", "POST", "PUT"], "/api/inngest", (context) => {
  const route = inngestRoutes[context.req.method];
  return route ? route(context.req.raw) : context.body(null, 405);
});

const server = serve(
  { fetch: app.fetch, port: Number(process.env.PORT), hostname: "localhost" },
  () => process.send?.({ type: "ready" }),
);
// Orphaned when the test run is killed: nobody is left to end it.
process.on("disconnect", () => process.exit());
process.on("SIGTERM", () => server.close(() => process.exit()));
