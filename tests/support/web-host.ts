import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { sweepOnce } from "@/inngest/sweep";
import { env } from "@/lib/env";
import { configureLog } from "@/lib/log";
import { services } from "@/lib/services";
import { askParent, watchReceived, watchSent } from "./points";
import { loadRoutes } from "./routes";

/**
 * The product's own route handlers in a process of their own, without Next: it starts in a second, needs no build,
 * and can be killed in the middle of a batch. Pages, and the same routes under Next, are tested in tests/browser.
 */
configureLog(env().LOG_LEVEL);

// Orphaned when the test run is killed: nobody is left to end it.
process.on("disconnect", () => process.exit());

// A spare is loaded and waits for the word: starting takes a second, taking over milliseconds. It listens from the first
// moment, as the word may come while it still loads.
const wanted =
  process.env.SPARE === "1"
    ? new Promise<void>((resolve) => {
        process.on("message", ({ type }: { type?: string }) => type === "serve" && resolve());
      })
    : Promise.resolve();

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

await wanted;
const server = serve(
  { fetch: app.fetch, port: Number(process.env.PORT), hostname: "localhost" },
  () => process.send?.({ type: "ready" }),
);
process.on("SIGTERM", () => server.close(() => process.exit()));
