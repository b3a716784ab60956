import { ask } from "./ask";
import { type Check, fault, ok } from "./finding";

// Sign-ins and signatures are good for minutes; dates in headers have whole seconds and travel for up to one.
const MOST_SECONDS = 30;

/** Signatures and tokens end at a time: clocks that differ make them end early, or never begin. */
export const checkClocks: Check = async ({ settings }) => {
  const addresses = {
    site: new URL("/api/v1/health", settings.APP_URL).href,
    Supabase: `${settings.NEXT_PUBLIC_SUPABASE_URL}/auth/v1/health`,
    Vapi: settings.VAPI_BASE_URL,
  };
  const skews = await Promise.all(
    Object.entries(addresses).map(async ([name, url]) => {
      const date = (await ask(url)).headers.get("date");
      return { name, seconds: date === null ? 0 : Math.abs(Date.parse(date) - Date.now()) / 1000 };
    }),
  );
  const wrong = skews.filter(({ seconds }) => seconds > MOST_SECONDS);
  if (wrong.length === 0) return [ok("skew", "This machine and the services agree.")];
  const says = wrong.map(({ name, seconds }) => `${name} differs by ${Math.round(seconds)} s`);
  return [
    fault("skew", `${says.join(", ")}.`, "Set the clock of this machine by NTP, then ask again."),
  ];
};
