import pc from "picocolors";
import type { Stack } from "../stack";

/** Where everything is, and how to sign in: all a person needs who has just started the stack. */
export function describeStack(
  { env, urls }: Pick<Stack, "env" | "urls">,
  options: { web: boolean; seconds: number; envFile: string },
): string {
  const rows: [string, string][] = [];
  if (options.web) rows.push(["Site", pc.bold(urls.app)]);
  if (env.DEMO_EMAIL) {
    const oneClick = options.web ? `, or one click at ${urls.app}/login` : "";
    rows.push(["Sign in", `${env.DEMO_EMAIL} / ${env.DEMO_PASSWORD}${oneClick}`]);
  }
  if (urls.supabase) rows.push(["Supabase", urls.supabase]);
  if (urls.database) rows.push(["PostgreSQL", urls.database]);
  rows.push([
    "Inngest",
    urls.inngest ? `${urls.inngest} (runs and their steps)` : "as in .env.local",
  ]);
  rows.push(["Vapi", urls.vapi ? `${urls.vapi} (every call)` : "as in .env.local"]);
  rows.push(["Variables", options.envFile]);

  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  const table = rows.map(([name, value]) => `  ${pc.dim(name.padEnd(width))}${value}`).join("\n");
  const ready = pc.green(`Ready in ${options.seconds.toFixed(1)} s.`);
  return `\n${ready}\n\n${table}\n\n${closing(options, urls.app)}\n`;
}

function closing({ web, envFile }: { web: boolean; envFile: string }, app: string): string {
  if (web) return "Ctrl-C stops everything.";
  const port = new URL(app).port;
  return [
    "The engine looks for the site at this address. Start it in another terminal:",
    `  set -a; . ${envFile}; set +a; npx next dev --port ${port}`,
    "Ctrl-C stops everything else.",
  ].join("\n");
}
