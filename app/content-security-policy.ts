/**
 * The content security policy of a page. Scripts run only with the nonce of the request; the browser may talk to this
 * site and to Supabase (sign-in, live updates), and to nobody else.
 */
export function contentSecurityPolicy(options: { nonce: string; supabaseUrl: string }): string {
  const supabase = new URL(options.supabaseUrl);
  const socket = `${supabase.protocol === "https:" ? "wss" : "ws"}://${supabase.host}`;
  // biome-ignore lint/style/noProcessEnv: not a setting; the compiler puts a constant in its place.
  const isDevelopment = process.env.NODE_ENV === "development";
  return [
    "default-src 'self'",
    // React rebuilds server stack traces with eval, in development only.
    `script-src 'self' 'nonce-${options.nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    // The error overlay of development brings its own styles.
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${options.nonce}'`}`,
    // What reads a list; not covered by the nonce.
    "worker-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${supabase.origin} ${socket}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}
