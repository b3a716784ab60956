import { parseArgs } from "node:util";
import { readSupabase } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/http";
import { createServiceClient } from "@/lib/supabase/clients";
import { readCallingStop, startCalling, stopCalling } from "./calling-stop";
import { doNotCall } from "./do-not-call";
import { invite, limitOptions, setLimits, uninvite } from "./people";
import { rereadAnswers } from "./reread";
import { describeTrace, traceBatch } from "./trace-batch";
import { Usage } from "./usage";

/** What an operator does from a terminal: `npm run ops -- <command>`. Needs the URL and secret key of the database alone. */

const USAGE = `Usage: npm run ops -- <command>
  stop-calling --why "<reason>"   no phone is dialed any more, on every deployment; live calls go on
  start-calling                   calling goes on
  trace <batch id>                what happened to a batch and each of its calls, and when
  reread                          holds every answer against its stored transcript again
  do-not-call import <file.csv>   numbers that nobody calls: a number a line, and the reason beside it
  do-not-call export              the list as CSV
  do-not-call add <number> [--reason "<why>"]
  do-not-call remove <number>     with --country US for numbers written without one
  invite <email>                  may open an account and call, where SIGN_UP=invited
  uninvite <email>                may not any more
  limits <email> [--calls-per-day 500] [--usd-per-day 80] [--batches-per-hour 20] [--providers-per-batch 300]
                                  limits of one person; what is not named is as for everybody
  status                          whether calling is stopped, and why`;

const WITH_WORDS = ["trace", "do-not-call", "invite", "uninvite", "limits"];

const WHY_MAX = 300;

async function run(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      why: { type: "string" },
      reason: { type: "string" },
      country: { type: "string" },
      ...limitOptions,
    },
  });
  const [command, ...rest] = positionals;
  const why = values.why?.trim() ?? "";
  if (rest.length > 0 && !WITH_WORDS.includes(command ?? ""))
    throw new Usage(`There is no "${rest.join(" ")}" to ${command}.`);
  const db = createServiceClient(readSupabase());
  switch (command) {
    case "stop-calling":
      if (why === "" || why.length > WHY_MAX)
        throw new Usage(`--why must say in 1 to ${WHY_MAX} characters why; every page shows it.`);
      await stopCalling(db, why);
      return console.log("Calling is stopped. Calls that are live go on; batches wait.");
    case "start-calling":
      await startCalling(db);
      return console.log("Calling goes on; what waits is dialed within a minute.");
    case "trace": {
      const [batchId = "", ...more] = rest;
      if (!isUuid(batchId) || more.length > 0)
        throw new Usage("trace needs the id of a batch, its executionId.");
      const moments = await traceBatch(db, batchId);
      if (moments.length === 0) throw new Error(`There is no batch ${batchId}.`);
      return console.log(describeTrace(batchId, moments));
    }
    case "reread": {
      const { read, changed } = await rereadAnswers(db);
      return console.log(`Read ${read} answers again; ${changed} have changed.`);
    }
    case "invite":
      return console.log(await invite(db, rest));
    case "uninvite":
      return console.log(await uninvite(db, rest));
    case "limits":
      return console.log(await setLimits(db, rest, values));
    case "do-not-call":
      return console.log(await doNotCall(db, rest, values));
    case "status": {
      const stopped = await readCallingStop(db);
      return console.log(stopped === null ? "Calling is on." : `Calling is stopped: ${stopped}`);
    }
    default:
      throw new Usage(command ? `There is no command "${command}".` : "A command is missing.");
  }
}

try {
  await run();
} catch (error) {
  const isMisuse =
    error instanceof Usage || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
  const message =
    error instanceof AppError ? (error.detail ?? error.message) : (error as Error).message;
  console.error(isMisuse ? `${message}\n\n${USAGE}` : message);
  process.exitCode = isMisuse ? 2 : 1;
}
