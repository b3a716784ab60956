import { expect, test } from "vitest";
import { z } from "zod";
import { answer, startTestServer } from "@/lib/calls/test-server";
import { checkInngest } from "@/lib/ops/doctor/inngest";
import { callFunction } from "@/lib/supabase/call-function";
import { deploymentOf, statesOf } from "@/tests/support/deployment";
import { startInngestApp } from "@/tests/support/inngest-app";
import { startServices } from "@/tests/support/services";

const KEY = "signkey-prod-00ff00ff";
// sha256 of the bytes 00 ff 00 ff, as the SDK shows a key.
const HASH = "7a7bf454c5f3cb1b9d9a20f81417f98d976fe3b3dd52c1b9968f02e89e7e8a2f";

/** Inngest's cloud with one pair of keys, a site by its own SDK, and a database that was just swept. */
async function start(app: Parameters<typeof startInngestApp>[0] = { signingKey: KEY }) {
  const { services, db } = await startServices(() => undefined);
  const site = await startInngestApp(app);
  const cloud = await startTestServer(({ url, headers }, response) => {
    const isSigned = headers.authorization === `Bearer signkey-prod-${HASH}`;
    if (url.startsWith("/v1/events")) return answer(response, isSigned ? 200 : 401, { data: [] });
    answer(response, url === "/e/event" ? 200 : 401, {});
  });
  const { settings } = services;
  const variables = {
    APP_URL: site,
    NEXT_PUBLIC_SUPABASE_URL: settings.NEXT_PUBLIC_SUPABASE_URL,
    NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY: settings.NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
    SUPABASE_SECRET_KEY: settings.SUPABASE_SECRET_KEY,
    INNGEST_BASE_URL: cloud.url,
    INNGEST_SIGNING_KEY: KEY,
  };
  const sweep = (deployment: string) =>
    callFunction(
      services.db,
      "sweep",
      { p_rails: { ...services.rails, deployment }, p_patience: 1 },
      z.unknown(),
    );
  await sweep(site);
  const examine = async (changed: Record<string, string> = {}) =>
    statesOf(await checkInngest(deploymentOf({ ...variables, ...changed })));
  return { examine, sweep, sql: db.sql };
}

test("keys, site, sweep and signature that are right are found so", async () => {
  const { examine } = await start();

  expect(await examine()).toEqual({
    INNGEST_SIGNING_KEY: "ok",
    INNGEST_EVENT_KEY: "ok",
    site: "ok",
    functions: "off",
    sweep: "ok",
    signature: "ok",
  });
});

test("keys that Inngest refuses are named, and the site that has others", async () => {
  const { examine } = await start();
  const found = await examine({
    INNGEST_EVENT_KEY: "other",
    INNGEST_SIGNING_KEY: "signkey-branch-00ff",
  });

  expect(found.INNGEST_EVENT_KEY).toContain("refuses it (401)");
  expect(found.INNGEST_SIGNING_KEY).toContain("refuses it (401)");
  expect(found.site).toContain("answers 401 to Inngest");
});

test("a site that takes unsigned requests is named", async () => {
  const { examine } = await start({ isDev: true });
  const found = await examine();

  expect(found.site).toContain("takes unsigned requests");
  expect(found.signature).toContain("is not refused");
});

test("a sweep that never ran, ran long ago, or ran elsewhere is named", async () => {
  const { examine, sweep, sql } = await start();
  await sweep("https://another.example");
  const elsewhere = await examine();
  await sql`update public.heartbeat set swept_at = now() - interval '2 hours'`;
  const late = await examine();
  await sql`delete from public.heartbeat`;
  const never = await examine();

  expect(elsewhere.sweep).toContain("at https://another.example");
  expect(late.sweep).toMatch(/ran last 720\d s ago/);
  expect(never.sweep).toContain("never run");
});

test("an engine on this machine that does not know the functions is named", async () => {
  const { examine } = await start({ isDev: true });
  const engine = await startTestServer(({ url }, response) =>
    answer(response, 200, url === "/dev" ? { functions: [] } : {}),
  );
  const found = await examine({ INNGEST_DEV: engine.url });

  expect(found).toMatchObject({ engine: "ok", site: "ok", signature: "off" });
  expect(found.functions).toContain("knows 0 of 1");
});
