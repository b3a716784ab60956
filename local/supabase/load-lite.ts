import { withQuietConsole } from "./quiet-console";

/**
 * Loads @supabase/lite when it is needed: it takes half a second, and on Node 20 its copy of supabase-js
 * prints a warning about that version, which this project supports.
 */
export function loadLite(): Promise<typeof import("./lite")> {
  return withQuietConsole(
    () => undefined,
    () => import("./lite"),
  );
}
