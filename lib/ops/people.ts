import { z } from "zod";
import { callFunction, storeUnavailable } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";
import { Usage } from "./usage";

/** Who may have an account, and how much one person may call: what an operator decides from a terminal. */

function readEmail(command: string, [email, ...more]: readonly string[]): string {
  if (email === undefined || more.length > 0 || !/^[^\s@]+@[^\s@]+$/.test(email))
    throw new Usage(`${command} needs one email address.`);
  return email.toLowerCase();
}

/** Lets an address open an account and call, where `SIGN_UP=invited`. May be repeated. */
export async function invite(db: Db, words: readonly string[]): Promise<string> {
  const email = readEmail("invite", words);
  const { error } = await db.from("invitations").upsert({ email });
  if (error) throw storeUnavailable("Storing an invitation", error);
  return `${email} may create an account and call, where SIGN_UP=invited. No mail is sent: tell them.`;
}

/** Takes an invitation back: the account stays, and orders no call any more. */
export async function uninvite(db: Db, words: readonly string[]): Promise<string> {
  const email = readEmail("uninvite", words);
  const { data, error } = await db.from("invitations").delete().eq("email", email).select();
  if (error) throw storeUnavailable("Removing an invitation", error);
  if (data.length === 0) throw new Error(`${email} was not invited.`);
  return `${email} is not invited any more. What they have ordered goes on.`;
}

const LIMIT_OPTIONS = {
  "batches-per-hour": "batchesPerHour",
  "calls-per-day": "callsPerDay",
  "usd-per-day": "usdPerDay",
  "providers-per-batch": "providersPerBatch",
} as const;

export const limitOptions = Object.fromEntries(
  Object.keys(LIMIT_OPTIONS).map((option) => [option, { type: "string" }]),
) as Record<keyof typeof LIMIT_OPTIONS, { type: "string" }>;

/** Sets all limits of one person at once; those that are not named are the deployment's again. */
export async function setLimits(
  db: Db,
  words: readonly string[],
  values: Partial<Record<keyof typeof LIMIT_OPTIONS, string | undefined>>,
): Promise<string> {
  const email = readEmail("limits", words);
  const limits: Record<string, number> = {};
  for (const [option, name] of Object.entries(LIMIT_OPTIONS)) {
    const text = values[option as keyof typeof LIMIT_OPTIONS];
    if (text === undefined) continue;
    const isAmount = /^\d{1,9}(\.\d{1,2})?$/.test(text);
    if (!isAmount || (name !== "usdPerDay" && text.includes(".")))
      throw new Usage(`--${option} must be a number, such as 50.`);
    limits[name] = Number(text);
  }
  const args = { p_email: email, p_limits: limits };
  if (!(await callFunction(db, "set_person_limits", args, z.boolean())))
    throw new Error(`Nobody has an account with ${email}.`);
  const told = Object.entries(limits).map(([name, most]) => `${name} ${most}`);
  return `${email}: ${told.length > 0 ? `${told.join(", ")}; the rest as for everybody` : "as for everybody"}.`;
}
