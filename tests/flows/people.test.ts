import { expect, test } from "vitest";
import { mayJoin } from "@/lib/account/may-join";
import { invite, setLimits, uninvite } from "@/lib/ops/people";
import { rails } from "@/tests/database/bundle";
import { startServices } from "@/tests/support/services";
import { startTestSupabase } from "@/tests/support/supabase";

/** Who may have an account, and how an operator lets them. */

const NO_PHONE = () => {
  throw new Error("Nobody is called here.");
};
const invited = rails(10, { signUp: { mode: "invited", allowed: ["@firm.test"] } });

test("an operator invites an address in any spelling, and takes it back", async () => {
  const { services } = await startServices(NO_PHONE);
  const may = (email: string) => mayJoin(services.db, email, invited);
  expect(await may("Ann@example.test")).toBe(false);
  expect(await may("bob@firm.test")).toBe(true);

  expect(await invite(services.db, ["ANN@Example.test"])).toContain("ann@example.test may create");
  await invite(services.db, ["ann@example.test"]);
  expect(await may("Ann@example.test")).toBe(true);

  await uninvite(services.db, ["ann@example.test"]);
  expect(await may("ann@example.test")).toBe(false);
  await expect(uninvite(services.db, ["ann@example.test"])).rejects.toThrow("was not invited");
  await expect(invite(services.db, ["ann"])).rejects.toThrow("needs one email address");
});

test("limits of one person are set by their address, and given back", async () => {
  const { services, db } = await startServices(NO_PHONE);
  const userId = await db.insertUser("ann@example.test");
  const stored = () =>
    db.sql`select calls_per_day, usd_per_day from public.person_limits where user_id = ${userId}`;

  const options = { "calls-per-day": "500", "usd-per-day": "80.50" };
  expect(await setLimits(services.db, ["ann@example.test"], options)).toContain("callsPerDay 500");
  expect(await stored()).toMatchObject([{ calls_per_day: 500, usd_per_day: "80.5" }]);
  await setLimits(services.db, ["ann@example.test"], {});
  expect(await stored()).toMatchObject([{ calls_per_day: null, usd_per_day: null }]);

  await expect(setLimits(services.db, ["no@body.test"], options)).rejects.toThrow("Nobody has");
  for (const wrong of ["many", "-1", "1.5"])
    await expect(
      setLimits(services.db, ["ann@example.test"], { "calls-per-day": wrong }),
    ).rejects.toThrow("--calls-per-day must be a number");
});

test("a link to sign in makes no account for somebody who may not have one", async () => {
  const supabase = await startTestSupabase();
  const { auth } = supabase.createClient();
  const email = "stranger@example.test";
  const { error } = await auth.signInWithOtp({ email, options: { shouldCreateUser: false } });

  expect(error?.code).toBe("otp_disabled");
  expect(await supabase.db.sql`select 1 from auth.users where email = ${email}`).toEqual([]);
  await supabase.close();
});
