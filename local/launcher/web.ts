import { createRequire } from "node:module";
import { setTimeout as delay } from "node:timers/promises";
import { type PartExit, PartFailure } from "./part";

// First compile of the route on a cold, busy two-core machine; 5 to 15 s are usual.
const SYNC_TIMEOUT_MS = 180_000;

const RETRY_MS = 150;

const NOT_INHERITED = new Set([
  // Next's own to set: a test runner's "test" makes it warn and leave .env files out.
  "NODE_ENV",
  "PORT",
  // The SDK lets these win over INNGEST_DEV, so one left in a shell would send events elsewhere.
  "INNGEST_BASE_URL",
  "INNGEST_API_BASE_URL",
  "INNGEST_EVENT_API_BASE_URL",
]);

/** Where the site listens, and who else may reach it. */
export type Listening = { port: number; host?: string };

/**
 * Arguments of the Node process that serves the site. On this machine alone unless a host is given: Next by itself listens on
 * every interface, and whoever shares a network would sign in with one click.
 */
export function webArguments(web: "dev" | "start", { port, host }: Listening): string[] {
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  return [next, web, "--port", String(port), "--hostname", host ?? "localhost"];
}

/** The environment of the site: that of this process, without what would change how Next runs. */
export function webEnv(
  values: Record<string, string>,
  inherited: NodeJS.ProcessEnv,
): Record<string, string | undefined> {
  const kept = Object.entries(inherited).filter(([name]) => !NOT_INHERITED.has(name));
  return {
    // Collected in a process that outlives the site, and sent to somebody else: not unasked.
    NEXT_TELEMETRY_DISABLED: "1",
    ...Object.fromEntries(kept),
    ...values,
  };
}

/**
 * Waits until the site answers, and lets it register its functions with the engine by the same request.
 *
 * @returns what went wrong with the registration, or null
 * @throws {PartFailure} when the site ends before; an error when it does not answer in time
 */
export async function waitForSite(
  appUrl: string,
  exited: Promise<PartExit>,
): Promise<string | null> {
  const deadline = Date.now() + SYNC_TIMEOUT_MS;
  const failed = exited.then((exit): never => {
    throw new PartFailure(exit);
  });
  let last: string | null = "no answer";
  while (Date.now() < deadline) {
    const answer = await Promise.race([failed, register(appUrl, deadline)]);
    if (answer.isAnswered) return answer.problem;
    last = answer.problem;
    await Promise.race([failed, delay(RETRY_MS)]);
  }
  throw new Error(`The site did not answer within ${SYNC_TIMEOUT_MS / 1000} s: ${last}.`);
}

type Registration = { isAnswered: boolean; problem: string | null };

/** One PUT makes the SDK register the app with the engine it is set to. */
async function register(appUrl: string, deadline: number): Promise<Registration> {
  try {
    const response = await fetch(`${appUrl}/api/inngest`, {
      method: "PUT",
      signal: AbortSignal.timeout(Math.max(1, deadline - Date.now())),
    });
    const text = await response.text();
    const problem = response.ok ? null : `${response.status} ${readMessage(text)}`.trim();
    return { isAnswered: true, problem };
  } catch (error) {
    return { isAnswered: false, problem: reasonOf(error) };
  }
}

/** The SDK explains itself in JSON; a route that does not compile answers with a page, and prints the cause. */
function readMessage(text: string): string {
  try {
    return String(JSON.parse(text).message ?? "");
  } catch {
    return "";
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
