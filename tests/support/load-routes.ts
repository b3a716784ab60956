import path from "node:path";
import { pathToFileURL } from "node:url";
import { findRoutes, type RouteFile, toRoute } from "./routes";

/** The product's routes. In the bundle of the site (bundle-host.ts) another module that imports them by name stands here. */
export function loadRoutes(): Promise<RouteFile[]> {
  const sources = path.resolve(import.meta.dirname, "../..");
  return Promise.all(
    findRoutes(sources).map(async ({ address, file }) =>
      toRoute(address, await import(pathToFileURL(file).href)),
    ),
  );
}
