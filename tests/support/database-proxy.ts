import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** How a call of a database function fails. Up to `html-502` it did nothing; from `lost` on it has committed. */
export const DATABASE_FAULTS = [
  /** The connection breaks before the request is read. */
  "refused",
  /** PostgREST without a connection to PostgreSQL. */
  "unavailable",
  /** PostgreSQL gives up one of two transactions that cannot both be. */
  "serialization",
  "deadlock",
  /** A gateway in between. */
  "html-502",
  /** Committed, and the connection breaks before the answer. */
  "lost",
  /** Committed, and a gateway has given up before. */
  "html-504",
  /** Committed, and answered so late that the site has given up. */
  "slow",
] as const;

export type DatabaseFault = {
  how: (typeof DATABASE_FAULTS)[number];
  /** The function that fails; any one when absent. */
  only?: string;
  count: number;
};

export type DatabaseProxy = {
  url: string;
  arm: (fault: DatabaseFault) => void;
  clear: () => void;
  /** Which functions have failed in this way so far. */
  struck: (how: DatabaseFault["how"]) => string[];
  /** Nothing is answered for so long, as when the database restarts; resolves when it is over. */
  outage: (ms: number) => Promise<void>;
  close: () => Promise<void>;
};

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
const HTML_TYPE = { "content-type": "text/html" };

type Answer = [status: number, headers: Record<string, string>, body: string];

const postgrest = (status: number, code: string, message: string): Answer => [
  status,
  JSON_TYPE,
  JSON.stringify({ code, message, details: null, hint: null }),
];

const html = (status: number, title: string): Answer => [
  status,
  HTML_TYPE,
  `<html><head><title>${status} ${title}</title></head><body><h1>${title}</h1></body></html>`,
];

const ANSWERS: Record<Exclude<DatabaseFault["how"], "refused" | "lost" | "slow">, Answer> = {
  unavailable: postgrest(503, "PGRST001", "Database client error. Retrying the connection."),
  serialization: postgrest(500, "40001", "could not serialize access due to concurrent update"),
  deadlock: postgrest(500, "40P01", "deadlock detected"),
  "html-502": html(502, "Bad Gateway"),
  "html-504": html(504, "Gateway Time-out"),
};

const COMMITS: ReadonlySet<DatabaseFault["how"]> = new Set(["lost", "html-504", "slow"]);

/** Stands between the site and Supabase and breaks what it is told to; everything else passes unchanged. */
export async function startDatabaseProxy(target: string): Promise<DatabaseProxy> {
  const upstream = new URL(target);
  // A connection of its own for each request: one that is kept could close just as it is used again.
  const agent = new Agent({ keepAlive: false });
  let faults: DatabaseFault[] = [];
  let isDown = false;
  const struck: { how: DatabaseFault["how"]; name: string }[] = [];

  const take = (path: string): DatabaseFault["how"] | undefined => {
    const name = /^\/rest\/v1\/rpc\/(\w+)/.exec(path)?.[1];
    const fault = faults.find(({ only }) => !only || only === name);
    if (name === undefined || !fault) return undefined;
    struck.push({ how: fault.how, name });
    fault.count -= 1;
    faults = faults.filter(({ count }) => count > 0);
    return fault.how;
  };

  const server = createServer((received, answer) => {
    const how = isDown ? "refused" : take(received.url ?? "");
    if (how === "refused") return received.socket.destroy();
    if (how === undefined || COMMITS.has(how)) return forward(received, answer, how);
    received.resume().on("end", () => send(answer, ANSWERS[how as keyof typeof ANSWERS]));
  });

  const forward = (
    received: IncomingMessage,
    answer: ServerResponse,
    how?: DatabaseFault["how"],
  ) => {
    const sent = request(
      {
        agent,
        host: upstream.hostname,
        port: upstream.port,
        method: received.method,
        path: received.url,
        headers: { ...received.headers, host: upstream.host },
      },
      (response) => {
        if (how === undefined) {
          answer.writeHead(response.statusCode ?? 502, response.headers);
          response.pipe(answer);
          return;
        }
        response.resume().on("end", () => {
          if (how === "lost") received.socket.destroy();
          if (how === "html-504") send(answer, ANSWERS["html-504"]);
          // Slow: the site hangs up by itself when its time is over.
        });
      },
    );
    sent.on("error", () => received.socket.destroy());
    received.on("error", () => sent.destroy());
    received.pipe(sent);
  };

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    arm: (fault) => faults.push({ ...fault }),
    clear: () => {
      faults = [];
    },
    struck: (how) => struck.filter((fault) => fault.how === how).map(({ name }) => name),
    outage: async (ms) => {
      isDown = true;
      server.closeAllConnections();
      await delay(ms);
      isDown = false;
    },
    close: async () => {
      server.closeAllConnections();
      agent.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(answer: ServerResponse, [status, headers, body]: Answer): void {
  answer.writeHead(status, headers);
  answer.end(body);
}
