import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { sweepOnce } from "@/inngest/sweep";
import { register } from "@/instrumentation";
import { services } from "@/lib/services";
import { loadRoutes } from "./load-routes";
import { askParent, watchReceived, watchSent } from "./points";

/**
 * The product's own route handlers in a process of their own, without Next: as one file (bundle-host.ts) it starts in a
 * fifth of a second, and can be killed in the middle of a batch. Pages, and the same routes under Next, are tested in
 * tests/browser.
 */
await register();

// Orphaned when the test run is killed: nobody is left to end it.
process.on("disconnect", () => process.exit());

const app = new Hono();
if (process.env.ASK_AT_POINTS === "1") {
  const atPoint = askParent();
  watchSent(atPoint);
  app.use(watchReceived(atPoint));
}
// What the cron does each minute, at once: tests neither wait for the minute nor depend on it.
app.post("/test/sweep", async (context) => context.json(await sweepOnce(services())));
for (const { address, handlers } of await loadRoutes()) {
  const pattern = address.replace(/\/\[\[?\.\.\.\w+\]\]?$/, "/*").replaceAll(/\[(\w+)\]/g, ":$1");
  for (const [method, handler] of Object.entries(handlers)) {
    app.on(method, pattern, (context) =>
      handler(context.req.raw, { params: Promise.resolve(context.req.param()) }),
    );
  }
}

const server = serve(
  { fetch: app.fetch, port: Number(process.env.PORT), hostname: "localhost" },
  () => process.send?.({ type: "ready" }),
);
process.on("SIGTERM", () => server.close(() => process.exit()));
