import { readdirSync } from "node:fs";
import path from "node:path";

type Context = { params: Promise<Record<string, string | string[]>> };
export type Handler = (request: Request, context: Context) => Response | Promise<Response>;

/** One `route.ts`: its address as Next writes it (`/api/v1/batches/[executionId]/retry`) and what it exports. */
export type RouteFile = { address: string; handlers: Record<string, Handler> };

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Every route of `app/api` in a copy of the sources, as Next finds them; those that take whatever is left come last. */
export function findRoutes(sources: string): { address: string; file: string }[] {
  const api = path.join(sources, "app/api");
  return readdirSync(api, { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts")
    .sort((a, b) => Number(a.includes("[...")) - Number(b.includes("[...")))
    .map((file) => ({
      address: path.posix.join("/api", path.dirname(file).replaceAll(path.sep, "/")),
      file: path.join(api, file),
    }));
}

/** The handlers among the exports of a route. */
export function toRoute(address: string, exported: Record<string, unknown>): RouteFile {
  const handlers = Object.entries(exported).filter(
    (entry): entry is [string, Handler] =>
      METHODS.includes(entry[0]) && typeof entry[1] === "function",
  );
  return { address, handlers: Object.fromEntries(handlers) };
}
