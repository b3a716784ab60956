import { isRecord } from "@/lib/is-record";
import { ask } from "./ask";
import { type Check, fault, isHere, off, ok } from "./finding";

/** What Auth tells of mail. Who sends it, and how much, it tells to the owner of the project alone. */
export const checkMail: Check = async ({ settings }) => {
  const url = settings.NEXT_PUBLIC_SUPABASE_URL;
  const { status, body } = await ask(`${url}/auth/v1/settings`, {
    headers: { apikey: settings.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY },
  });
  const external = isRecord(body) && isRecord(body.external) ? body.external : null;
  if (status !== 200 || external === null) throw new Error(`Auth answers ${status}.`);
  if (external.email !== true) {
    const fix = "Supabase → Authentication → Sign In / Providers: switch Email on.";
    return [fault("sign-in by mail", "It is off, so nobody can sign in.", fix)];
  }
  const sender = isHere(url)
    ? off("sender", "Mails are printed on this machine.")
    : off("sender", "Not to be seen from here: sign in by mail once (docs/deploying.md, mail).");
  return [ok("sign-in by mail", "It is on."), sender];
};
