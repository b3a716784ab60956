import { createHash, createHmac } from "node:crypto";
import { bypassOf } from "@/lib/attempts/webhook-address";
import type { InngestSettings } from "@/lib/env";
import { isSweepLate, readDeploymentState } from "@/lib/health";
import { isRecord } from "@/lib/is-record";
import { ask } from "./ask";
import { type Check, type Deployment, type Finding, fault, off, ok } from "./finding";

const FROM_INNGEST = "Take it from Inngest → Manage → Keys, of this environment.";
const SYNC = "Inngest → Apps → Sync new app, with this address.";

/** The keys, what the site says of its functions and to whom, and that they run. */
export const checkInngest: Check = async (deployment) => {
  const { settings, inngest } = deployment;
  const site = new URL("/api/inngest", settings.APP_URL).href;
  const keys = inngest.devUrl === null ? checkKeys(inngest) : checkEngine(inngest.devUrl);
  return [
    ...(await keys),
    ...(await checkFunctions(deployment, site)),
    await checkSweep(deployment, site),
    inngest.devUrl === null
      ? await checkSignature(site, bypassOf(settings))
      : off("signature", "The engine on this machine signs nothing."),
  ];
};

async function checkEngine(devUrl: string): Promise<Finding[]> {
  const { status } = await ask(`${devUrl}/health`);
  if (status === 200) return [ok("engine", `${devUrl} answers, and takes no keys.`)];
  return [fault("engine", `${devUrl} answers ${status}.`, "Is INNGEST_DEV an Inngest engine?")];
}

async function checkKeys(inngest: InngestSettings): Promise<Finding[]> {
  const { signingKey = "", eventKey = "", apiUrl, eventUrl, environment } = inngest;
  const headers = environment === undefined ? undefined : { "x-inngest-env": environment };
  const signing = await ask(`${apiUrl}/v1/events?limit=1`, {
    headers: { ...headers, authorization: `Bearer ${hashedKey(signingKey)}` },
  });
  // No function listens to it.
  const event = await ask(`${eventUrl}/e/${encodeURIComponent(eventKey)}`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify([{ name: "ringround/doctor.probe", data: {} }]),
  });
  return [
    { variable: "INNGEST_SIGNING_KEY", status: signing.status },
    { variable: "INNGEST_EVENT_KEY", status: event.status },
  ].map(({ variable, status }) =>
    status === 200
      ? ok(variable, "Inngest takes it.")
      : fault(variable, `Inngest refuses it (${status}).`, FROM_INNGEST),
  );
}

/** The site says how many functions it serves only to whom it takes for Inngest. */
async function checkFunctions({ settings, inngest }: Deployment, site: string): Promise<Finding[]> {
  const { signingKey = "", devUrl } = inngest;
  const at = Math.round(Date.now() / 1000);
  const signature = createHmac("sha256", bareKey(signingKey)).update(`${at}`).digest("hex");
  const { status, body } = await ask(site, {
    headers: { ...bypassOf(settings), "x-inngest-signature": `t=${at}&s=${signature}` },
  });
  const said = isRecord(body) ? body : {};
  const count = Number(said.function_count);
  if (status !== 200 || !(count > 0)) {
    const fix =
      "Deploy again after a change of INNGEST_SIGNING_KEY; for a preview see Protection Bypass in docs/deploying.md.";
    return [fault("site", `${site} answers ${status} to Inngest.`, fix)];
  }
  if (said.mode === "dev" && devUrl === null) {
    const says = "The deployed site takes unsigned requests, as if for an engine on a laptop.";
    return [fault("site", says, "Remove INNGEST_DEV there, and deploy again.")];
  }
  const served = ok("site", `${site} serves ${count} functions.`);
  if (devUrl === null) {
    return [served, off("functions", "Inngest tells them to its pages alone; the sweep is proof.")];
  }
  const engine = await ask(`${devUrl}/dev`);
  const registered = isRecord(engine.body) ? engine.body.functions : null;
  const known = Array.isArray(registered) ? registered.length : 0;
  return [
    served,
    known >= count
      ? ok("functions", `The engine knows ${known}.`)
      : fault(
          "functions",
          `The engine knows ${known} of ${count}.`,
          `Register them: curl -X PUT ${site}`,
        ),
  ];
}

/** That it runs, and at this address, is what every promise rests on. */
async function checkSweep({ settings, db }: Deployment, site: string): Promise<Finding> {
  const state = await readDeploymentState(db);
  const { sweptSecondsAgo: age, deployment } = state;
  if (age === null)
    return fault("sweep", "It has never run on this database.", `${SYNC} (${site})`);
  const ago = `${Math.round(age)} s ago`;
  if (isSweepLate(state)) {
    const fix = `Inngest → Functions → sweep: is it paused, does it fail? Else ${SYNC}`;
    return fault("sweep", `It ran last ${ago}.`, fix);
  }
  if (deployment !== settings.APP_URL) {
    return fault("sweep", `It ran ${ago}, but at ${deployment}, on the same database.`, SYNC);
  }
  return ok("sweep", `It ran ${ago} at ${deployment}.`);
}

/** Names a function that does not exist, so that nothing runs where the site would take it. */
async function checkSignature(site: string, bypass?: Record<string, string>): Promise<Finding> {
  const { status } = await ask(`${site}?fnId=doctor-none&stepId=step`, {
    method: "POST",
    headers: { ...bypass, "content-type": "application/json" },
    body: JSON.stringify({ event: {}, ctx: {} }),
  });
  if (status === 401) return ok("signature", "What Inngest has not signed is refused.");
  const says = `An unsigned request is not refused (${status}).`;
  return fault(
    "signature",
    says,
    "Remove INNGEST_DEV from the deployment; set INNGEST_SIGNING_KEY.",
  );
}

const PREFIX = /^signkey-\w+-/;
const bareKey = (key: string): string => key.replace(PREFIX, "");

/** What the SDK shows Inngest in place of the key. */
const hashedKey = (key: string): string =>
  (PREFIX.exec(key)?.[0] ?? "") +
  createHash("sha256")
    .update(Buffer.from(bareKey(key), "hex"))
    .digest("hex");
