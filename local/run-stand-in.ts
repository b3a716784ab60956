export type StandIn = {
  /** What the parent that forked the process is told. */
  ready: Record<string, string>;
  /** The line that is printed for a person. */
  says: string;
  close: () => Promise<void>;
  /** Settles with the reason when it has ended by itself. */
  failed?: Promise<string>;
};

/**
 * Runs a stand-in as a process of its own: it prints one line and tells its parent when it is ready, and closes in
 * order when it is asked to end or when that parent is gone. What it cannot do is one sentence and exit code 1.
 */
export async function runStandIn(start: () => Promise<StandIn>) {
  let isStopping = false;
  const starting = start();
  const stop = () => {
    // Ctrl-C reaches this process from the terminal and again through the parent.
    if (isStopping) return;
    isStopping = true;
    starting.then((standIn) => standIn.close()).then(() => process.exit(0), fail);
  };
  // "disconnect": the parent that forked this process is gone, however it went.
  for (const event of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"]) process.on(event, stop);

  try {
    const { ready, says, failed } = await starting;
    failed?.then((reason) => isStopping || fail(reason));
    process.stdout.write(`${says}\n`);
    process.send?.({ type: "ready", ...ready });
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): never {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exit(1);
}
