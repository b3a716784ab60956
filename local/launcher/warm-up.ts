import { readdir } from "node:fs/promises";
import { signInCookie } from "./demo-user";
import type { Values } from "./settings";

export type Site = { app: string; env: Values; appDir: string };
export type Route = { path: string; method: "HEAD" | "OPTIONS" };

// Any value that has the form of an id; it belongs to nothing.
const ANY_ID = "00000000-0000-4000-8000-000000000000";

// Compiling one route on a cold, busy two-core machine; 1 to 5 s are usual.
const COMPILE_MS = 60_000;

// What calls need, or their first webhooks wait for the compiler.
const CALL_ROUTES = ["/api/v1/providers/", "/api/v1/vapi/"];

/** Which routes to compile ahead: every one, or only those that a batch goes through. */
export type Ahead = "all" | "calls";

export type WarmUp = {
  /** Settles when the first route is compiled: of all routes, the page to sign in on. */
  first: Promise<void>;
  all: Promise<void>;
};

/**
 * Has routes of the site compiled before somebody waits for them. HEAD and OPTIONS change nothing, and
 * no client of ours sends them, so the request log can leave them out. One at a time: a click of a person
 * must not queue behind all of them. A route that does not compile tells its first visitor.
 */
export function warmUp(site: Site, ahead: Ahead, signal: AbortSignal): WarmUp {
  let firstIsDone: () => void = () => undefined;
  const first = new Promise<void>((resolve) => {
    firstIsDone = resolve;
  });
  return { first, all: compile(site, ahead, signal, firstIsDone).finally(firstIsDone) };
}

async function compile(site: Site, ahead: Ahead, signal: AbortSignal, onRoute: () => void) {
  // Null without a demo user, or where Auth refuses them.
  const mayDraw = ahead === "all" && site.env.DEMO_EMAIL !== undefined;
  const cookie = mayDraw ? await signInCookie(site.env, signal).catch(() => null) : null;
  for (const { path, method } of chooseRoutes(await listRoutes(site.appDir), ahead)) {
    if (signal.aborted) return;
    // Without the cookie a page sends its visitor away before it is drawn; with it, the sign-in page does.
    const headers: HeadersInit = cookie === null || path === "/login" ? {} : { cookie };
    const limit = AbortSignal.any([signal, AbortSignal.timeout(COMPILE_MS)]);
    await fetch(`${site.app}${path}`, { method, headers, redirect: "manual", signal: limit })
      .then((response) => response.arrayBuffer())
      .catch(() => undefined);
    onRoute();
  }
}

/** The routes that the folder of the app router holds. */
export async function listRoutes(appDir: string): Promise<Route[]> {
  const files = await readdir(appDir, { recursive: true });
  return files.flatMap((file) => {
    const segments = file.split(/[\\/]/);
    const name = segments.pop();
    if (name !== "page.tsx" && name !== "route.ts") return [];
    const path = segments
      .filter((segment) => !/^\(.*\)$/.test(segment))
      .map((segment) => (segment.startsWith("[") ? ANY_ID : segment));
    return { path: `/${path.join("/")}`, method: name === "page.tsx" ? "HEAD" : "OPTIONS" };
  });
}

/** Sign-in first, as a person begins there; then what calls need; then the rest. */
function chooseRoutes(routes: Route[], ahead: Ahead): Route[] {
  const isOfCalls = ({ path }: Route) => CALL_ROUTES.some((prefix) => path.startsWith(prefix));
  const calls = routes.filter(isOfCalls);
  if (ahead === "calls") return calls;
  const [login, rest] = [routes.filter(isLogin), routes.filter((route) => !isLogin(route))];
  return [...login, ...calls, ...rest.filter((route) => !isOfCalls(route))];
}

const isLogin = ({ path }: Route) => path === "/login";
