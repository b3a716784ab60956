import { join, relative } from "node:path";
import { whenNpmIsKilled } from "./launcher/ancestors";
import { HELP, readArguments } from "./launcher/arguments";
import { envFile } from "./launcher/env-file";
import { createOutput } from "./launcher/output";
import { readSettings } from "./launcher/settings";
import { describeStack } from "./launcher/table";
import { readHost, readWantedPorts } from "./ports";
import { DATA_DIR, PartFailure, ROOT, type Stack, startStack } from "./stack";

/** Tests keep their stack apart from that of the developer. */
const dataDir = process.env.STACK_DATA_DIR ?? DATA_DIR;

async function main() {
  const begun = Date.now();
  const { web, fresh, verbose, help } = readArguments(process.argv.slice(2));
  if (help) {
    process.stdout.write(HELP);
    return;
  }
  const settings = await readSettings(join(ROOT, ".env.local"));
  const output = createOutput(process.stdout, { isVerbose: verbose });
  const ending = new AbortController();
  const stack = startStack({
    web: web ? "dev" : false,
    fresh,
    dataDir,
    settings,
    ports: readWantedPorts({ ...settings, ...process.env }),
    host: readHost({ ...settings, ...process.env }),
    log: output.line,
    signal: ending.signal,
  });
  stopOnRequest(stack, ending);

  const started = await stack.catch((error: unknown) => {
    // The signal that cut the start short also ends this process.
    if (ending.signal.aborted) return null;
    throw error;
  });
  if (!started) return;
  output.showSite();
  const seconds = (Date.now() - begun) / 1000;
  const file = relative(process.cwd(), envFile(dataDir));
  process.stdout.write(describeStack(started, { web, seconds, envFile: file }));
  started.onExit((exit) => {
    // Stopped before it is named: the name is then the last thing on the screen.
    void started.stop().then(() => fail(new PartFailure(exit)), fail);
  });
}

/** Ctrl-C, a closed terminal and a killed npm all end the stack in order. */
function stopOnRequest(stack: Promise<Stack>, ending: AbortController) {
  let isStopping = false;
  const stop = async () => {
    if (isStopping) return;
    isStopping = true;
    process.stdout.write("\nStopping.\n");
    ending.abort();
    // A start that was cut short rejects once everything it had begun has ended.
    await stack.then(
      (started) => started.stop(),
      () => undefined,
    );
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => void stop().catch(fail));
  }
  whenNpmIsKilled(() => void stop().catch(fail));
}

function fail(error: unknown) {
  const text =
    error instanceof PartFailure ? `${error.message}\nThe rest was stopped.` : String(error);
  process.stderr.write(`${text.replace(/^Error: /, "")}\n`);
  process.exit(1);
}

await main().catch(fail);
