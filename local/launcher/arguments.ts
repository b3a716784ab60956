import { parseArgs } from "node:util";
import { PORTS } from "../ports";

export type DevArguments = { web: boolean; fresh: boolean; verbose: boolean; help: boolean };

const ports = Object.values(PORTS).map(({ variable, usual }) => `${variable} (${usual})`);

export const HELP = `Starts Ringround on this machine: Supabase, an Inngest engine, a simulator of the phone service, and the site.
No account, key or Docker is needed, and nobody is really phoned.

  npm run dev                 everything
  npm run dev -- --fresh      with an empty database and no calls
  npm run dev -- --verbose    with everything the parts print
  npm run local               without the site, to run "npx next dev" beside it

Ports: ${ports.join(", ")}.
A usual port that is taken gives way to the next free one; a port that you set does not.
All of it can be reached from this machine alone. HOST=0.0.0.0 opens the site, with its one-click sign-in, to the network.

VAPI_TIME_SCALE=0.1 makes calls ten times shorter. A service named in .env.local is used instead of its
stand-in. Addresses and keys of the running stack are in .local/env. Ctrl-C stops everything.
`;

/**
 * Reads the command line of the launcher.
 * @throws a plain sentence for a flag that does not exist
 */
export function readArguments(argv: string[]): DevArguments {
  try {
    const { values } = parseArgs({
      args: argv,
      options: {
        "no-web": { type: "boolean", default: false },
        fresh: { type: "boolean", default: false },
        verbose: { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const { "no-web": noWeb, ...rest } = values;
    return { web: !noWeb, ...rest };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(". ")[0] : String(error);
    throw new Error(`${reason}. "npm run dev -- --help" lists what there is.`);
  }
}
