import { readFileSync } from "node:fs";
import { parseArgs, parseEnv } from "node:util";
import { processSource, type Source } from "@/lib/env";
import { examine } from "./examine";
import { drawTable } from "./table";

/** `npm run doctor`: what of a configuration works, and what to do about the rest. */

const USAGE = `Usage: npm run doctor [-- --env <file>] [-- --json]
  --env <file>  the variables to examine, such as "vercel env pull" writes them; else those of the shell, where they
                name a database, else those of the stack that "npm run dev" has running
  --json        the findings as JSON`;

const RUNNING_STACK = ".local/env";

function readSource(file: string | undefined): Source {
  const shell = processSource();
  if (file === undefined && shell.NEXT_PUBLIC_SUPABASE_URL) return shell;
  return parseEnv(readFileSync(file ?? RUNNING_STACK, "utf8"));
}

try {
  const { values } = parseArgs({
    options: { env: { type: "string" }, json: { type: "boolean", default: false } },
  });
  const findings = await examine(readSource(values.env));
  const faults = findings.filter(({ state }) => state === "fault").length;
  console.log(values.json ? JSON.stringify(findings, null, 2) : drawTable(findings));
  if (!values.json) console.log(faults === 0 ? "Nothing is wrong." : `${faults} to mend.`);
  process.exit(faults === 0 ? 0 : 1);
} catch (error) {
  const isAbsent = (error as { code?: string }).code === "ENOENT";
  const message = isAbsent
    ? `${(error as { path?: string }).path} does not exist.`
    : (error as Error).message;
  console.error(`${message}\n\n${USAGE}`);
  process.exit(2);
}
