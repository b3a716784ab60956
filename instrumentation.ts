import { env } from "@/lib/env";
import { configureLog, log } from "@/lib/log";

/** Once per server instance, before the first request: a wrong or missing setting fails here and says which. */
export async function register(): Promise<void> {
  const { LOG_LEVEL, OTEL_EXPORTER_OTLP_ENDPOINT } = env();
  configureLog(LOG_LEVEL);
  if (OTEL_EXPORTER_OTLP_ENDPOINT) (await import("@/lib/otel")).startTracing();
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
