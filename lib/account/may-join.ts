import { z } from "zod";
import type { Rails } from "@/lib/rails";
import { callFunction } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";

/**
 * Whether this address may open an account here (`may_join` in SQL). Who may call is asked again with each order, as Auth can
 * be reached past our pages.
 * @throws AppError `store_unavailable`
 */
export function mayJoin(db: Db, email: string, rails: Rails): Promise<boolean> {
  return callFunction(db, "may_join", { p_email: email, p_rails: rails }, z.boolean());
}
