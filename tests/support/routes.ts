import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

type Context = { params: Promise<Record<string, string | string[]>> };
export type Handler = (request: Request, context: Context) => Response | Promise<Response>;

/** One `route.ts`: its address as Next writes it (`/api/v1/batches/[executionId]/retry`) and what it exports. */
export type RouteFile = { address: string; handlers: Record<string, Handler> };

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** Every route of `app/api`, as Next finds them; those that take whatever is left come last. */
export async function loadRoutes(): Promise<RouteFile[]> {
  const app = path.resolve(import.meta.dirname, "../../app");
  const files = readdirSync(path.join(app, "api"), { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts")
    .sort((a, b) => Number(a.includes("[...")) - Number(b.includes("[...")));
  return Promise.all(
    files.map(async (file) => {
      const exported: Record<string, unknown> = await import(
        pathToFileURL(path.join(app, "api", file)).href
      );
      const address = path.posix.join("/api", path.dirname(file).replaceAll(path.sep, "/"));
      const handlers = Object.entries(exported).filter(
        (entry): entry is [string, Handler] =>
          METHODS.includes(entry[0]) && typeof entry[1] === "function",
      );
      return { address, handlers: Object.fromEntries(handlers) };
    }),
  );
}
