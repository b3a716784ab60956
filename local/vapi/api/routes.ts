import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Core } from "../core";
import { createCallRoute } from "./create-call";
import { getCallRoute, listCallsRoute } from "./read-calls";
import { type Env, refuse } from "./replies";

// A prompt of 100,000 words; what the real service allows is not published.
const MAX_BODY_BYTES = 1_000_000;

/** The part of the real API that is imitated, behind its bearer token. */
export function apiRoutes(core: Core): Hono<Env> {
  const app = new Hono<Env>();

  app.use(async (c, next) => {
    const token = /^Bearer (.+)$/.exec(c.req.header("Authorization") ?? "")?.[1]?.trim();
    const isKnown = core.apiKey ? token === core.apiKey : Boolean(token);
    if (!isKnown) return refuse(c, 401);
    await next();
  });

  const limit = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: (c) => refuse(c, 413, "request entity too large"),
  });
  app.post("/", limit, createCallRoute(core));
  app.get("/", listCallsRoute(core));
  app.get("/:id", getCallRoute(core));
  return app;
}
