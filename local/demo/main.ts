import { setTimeout as delay } from "node:timers/promises";
import pc from "picocolors";
import { whenNpmIsKilled } from "../launcher/ancestors";
import { type Session, signIn } from "../launcher/demo-user";
import { DATA_DIR } from "../stack";
import { type Accepted, postBatch, readStatus, type Status } from "./api";
import { checkDatabase } from "./check";
import { type Connection, connect } from "./connect";
import { DEMO_BATCH } from "./request";
import { createView } from "./view";
import { describeRanking, isFinal } from "./words";

// Calls take up to 12 s and reports a few more; on a machine busy with a build several times that.
const DEADLINE_MS = 90_000;

// An unchanged state costs a 304, and half a second is what a person calls live.
const POLL_MS = 500;

const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(connection: Connection): Promise<string[]> {
  const { app, env } = connection;
  const session = await signIn(env);
  say(`Signed in as ${env.DEMO_EMAIL}.`);

  const begun = Date.now();
  const accepted = await postBatch(app, session, DEMO_BATCH);
  const count = accepted.providers.length;
  say(
    `Posted ${count} providers: 202 after ${Date.now() - begun} ms, and the calls go on without it.`,
  );
  say(`Live page: ${pc.bold(app + accepted.pageUrl)}\n`);

  const status = await follow(app, session, accepted, begun);
  const open = status.providers.filter((provider) => !isFinal(provider));
  const problems = open.map(({ name, callStatus }) => `${name} is still ${callStatus}.`);
  if (status.fault) problems.push(status.fault.message);
  if (status.isFinal) {
    say(`\nResult after ${((Date.now() - begun) / 1000).toFixed(1)} s, best first:`);
    say(describeRanking(status));
  } else {
    problems.push(`The batch has not ended within ${DEADLINE_MS / 1000} s.`);
  }
  problems.push(...(await checkDatabase(env, session, accepted, status)));
  if (problems.length === 0) {
    say(`\nThe database agrees: ${count} of ${count} providers are final, each dialed once.`);
  }
  say(`Page: ${app}${accepted.pageUrl}`);
  return problems;
}

/** Shows every change until the batch is final or the deadline has passed. */
async function follow(
  app: string,
  session: Session,
  accepted: Accepted,
  begun: number,
): Promise<Status> {
  const view = createView(process.stdout);
  let last: Status | null = null;
  let etag: string | null = null;
  while (last === null || (!last.isFinal && Date.now() - begun < DEADLINE_MS)) {
    const news = await readStatus(`${app}${accepted.statusUrl}`, session, etag);
    if (news) ({ status: last, etag } = news);
    if (last) view.show(last, (Date.now() - begun) / 1000);
    if (!last?.isFinal) await delay(POLL_MS);
  }
  view.close();
  return last;
}

const ending = new AbortController();
let connection: Connection | undefined;
let isInterrupted = false;

function interrupt() {
  if (isInterrupted) return;
  isInterrupted = true;
  ending.abort();
  const stopped = connection?.stop?.() ?? Promise.resolve();
  if (connection) void stopped.finally(() => process.exit(130));
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, interrupt);
whenNpmIsKilled(interrupt);

try {
  connection = await connect(process.env.STACK_DATA_DIR ?? DATA_DIR, say, ending.signal);
  const problems = await main(connection);
  for (const problem of problems) process.stderr.write(`${problem}\n`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} catch (error) {
  const text = error instanceof Error ? error.message : String(error);
  if (!isInterrupted) process.stderr.write(`The demo failed. ${text}\n`);
  process.exitCode = isInterrupted ? 130 : 1;
} finally {
  if (connection?.stop) {
    say("The stack was started for the demo and stops with it; npm run dev keeps one up.");
    await connection.stop();
  }
}
process.exit();
