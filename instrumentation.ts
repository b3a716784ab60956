import { env } from "@/lib/env";
import { configureLog, log } from "@/lib/log";

/** Once per server instance, before the first request: a wrong or missing setting fails here and says which. */
export function register(): void {
  configureLog(env().LOG_LEVEL);
}

export function onRequestError(
  error: unknown,
  request: { path: string; method: string },
  context: { routePath: string; routeType: string },
): void {
  log().error(
    {
      err: error,
      path: request.path,
      method: request.method,
      route: context.routePath,
      type: context.routeType,
    },
    "A request failed.",
  );
}
