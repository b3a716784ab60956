// A route that "npm run dev" compiles first takes up to 20 s on a busy machine; a cold start on a preview up to 5 s.
const PATIENCE_MS = 30_000;

export type Answer = { status: number; headers: Headers; text: string; body: unknown };

/**
 * One request, whatever its answer; redirects are answers.
 * @throws Error that names the address and why it does not answer.
 */
export async function ask(url: string | URL, init: RequestInit = {}): Promise<Answer> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(url, { redirect: "manual", signal, ...init });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parse(text) };
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string; message?: string } };
    const reason = cause?.code ?? cause?.message ?? message;
    throw new Error(`${new URL(url).origin} does not answer (${reason}).`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
