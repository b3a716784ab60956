/** What the browser joins its channel with, and until when, in milliseconds since 1970 on the clock of this browser. */
export type RealtimeToken = { text: string; expiresAt: number };

// One look into a cookie, and at worst a renewal of the session.
const TOKEN_TIMEOUT_MS = 10_000;

/** Asks the site for the token of the signed-in person's channels; null when there is none to have now. Never throws. */
export async function fetchRealtimeToken(signal: AbortSignal): Promise<RealtimeToken | null> {
  try {
    const response = await fetch("/api/v1/realtime-token", {
      cache: "no-store",
      signal: AbortSignal.any([signal, AbortSignal.timeout(TOKEN_TIMEOUT_MS)]),
    });
    if (!response.ok) return null;
    const { accessToken, expiresAt } = (await response.json()) as {
      accessToken: string;
      expiresAt: string;
    };
    // Counted from the server's clock, as this browser's may be wrong.
    const now = Date.parse(response.headers.get("date") ?? "");
    const leftMs = Date.parse(expiresAt) - (Number.isNaN(now) ? Date.now() : now);
    return { text: accessToken, expiresAt: Date.now() + leftMs };
  } catch {
    // No network: the page says so by itself, and asks again.
    return null;
  }
}
