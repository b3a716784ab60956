type DatabaseError = Error & { code?: string; detail?: string; hint?: string };

/** Classes and codes that lite answers as PostgREST does; the rest it turns into a bare 500. */
const ANSWERED_BY_LITE = /^(PT...|42...|22...|21...|23502|23503|23505|25006)$/;

/**
 * Sends a database error down lite's own path for `raise sqlstate 'PGRST'`, which keeps status, code,
 * details and hint. Statuses by class as in PostgREST's Error.hs.
 */
export function toRestError(error: unknown): unknown {
  const { code, message, detail, hint } = error as DatabaseError;
  if (typeof code !== "string" || !/^[0-9A-Z]{5}$/.test(code)) return error;
  if (ANSWERED_BY_LITE.test(code) || code === "PGRST") return error;

  return Object.assign(new Error(message), {
    code: "PGRST",
    detail: JSON.stringify({ status: statusOf(code), headers: {} }),
    message: JSON.stringify({ code, message, details: detail ?? null, hint: hint ?? null }),
  });
}

function statusOf(code: string): number {
  if (code === "P0001") return 400;
  if (/^(28|0L|0P)/.test(code)) return 403;
  if (/^(08|53)/.test(code)) return 503;
  if (/^(09|25|2D|38|39|3B|40|54|55|57|58|F0|HV|P0|XX)/.test(code)) return 500;
  return 400;
}
