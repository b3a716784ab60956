type AuthFailure = { name?: string; status?: number | undefined };

/**
 * Whether the auth server failed to answer, as opposed to having refused: no connection (status 0 or none), too many
 * questions, or a fault of its own. A missing session carries status 400 and is an answer.
 */
export function isUnanswered(error: AuthFailure | null): boolean {
  if (error === null || error.name === "AuthSessionMissingError") return false;
  return !error.status || error.status === 429 || error.status >= 500;
}
