// A server on this machine answers at once; one that needs longer is not to be relied on.
const ANSWER_MS = 1500;

/**
 * The URL of a real `inngest dev` on the port, or null. It describes itself at GET /dev with its version
 * and start options, which neither the stand-in nor any other program does.
 */
export async function findInngestDevServer(port: number): Promise<string | null> {
  const url = `http://127.0.0.1:${port}`;
  try {
    const response = await fetch(`${url}/dev`, { signal: AbortSignal.timeout(ANSWER_MS) });
    if (!response.ok) return null;
    const body: unknown = await response.json();
    return isDevServerInfo(body) ? url : null;
  } catch {
    // Nobody listens, or it speaks no JSON: either way not the dev server.
    return null;
  }
}

function isDevServerInfo(body: unknown): boolean {
  if (typeof body !== "object" || body === null) return false;
  const info = body as Record<string, unknown>;
  return typeof info.version === "string" && typeof info.startOpts === "object";
}
