import { createServer } from "node:http";
import type { Duplex } from "node:stream";
import { getRequestListener } from "@hono/node-server";
import { listen } from "../ports";
import { answerAdmin } from "./admin-users";
import { adminUrl } from "./database";

import { LOCAL_KEYS } from "./keys";
import type { Keys } from "./lite";
import { loadLite } from "./load-lite";
import { type Log, withQuietConsole } from "./quiet-console";
import { openRealtime, REALTIME_PATH } from "./realtime/server";

export type ApiOptions = {
  /** A database that `prepareDatabase` has been through; whatever user it names, the API is the superuser. */
  databaseUrl: string;
  /** 0 or absent: a free port. */
  port?: number;
  keys?: Keys;
  log?: Log;
};

export type Api = Keys & {
  url: string;
  /** Makes tables and functions created after the first request known, as `notify pgrst` does later. */
  reloadSchema: () => Promise<void>;
  /** Resolves when no request, socket or database connection is left. */
  close: () => Promise<void>;
};

// 20 requests at a time inside PostgreSQL are plenty on a developer's cores; more wait in line.
const POOL_SIZE = 20;

/** Paths of a hosted project that nothing answers here. */
const NOT_IMITATED = /^\/(storage|functions|graphql|realtime)\/v1(\/|$)/;

/**
 * Serves REST, Auth and Realtime of one database on 127.0.0.1, at the paths of a hosted project.
 *
 * @throws {PortTakenError} when a given port is in use
 */
export async function startApi(options: ApiOptions): Promise<Api> {
  const { keys = LOCAL_KEYS, log = () => undefined } = options;
  const databaseUrl = adminUrl(options.databaseUrl);
  const { createLite } = await loadLite();
  const lite = createLite({ databaseUrl, poolSize: POOL_SIZE, keys, log });
  const clearCache = () => withQuietConsole(log, () => lite.connection.clearSchemaCache());
  const onSchemaChange = () => void clearCache();
  const realtime = await openRealtime({ databaseUrl, keys, onSchemaChange, log });

  const listener = getRequestListener(
    async (request) => {
      const { pathname } = new URL(request.url);
      if (NOT_IMITATED.test(pathname)) return notImitated(pathname);
      const answer = await answerAdmin(request, { sql: lite.connection.driver, keys });
      return answer ?? withQuietConsole(log, () => lite.app.fetch(request));
    },
    // The default replaces Request and Response for the whole process.
    { overrideGlobalObjects: false },
  );
  const server = createServer(listener);
  const sockets = new Set<Duplex>();
  server.on("upgrade", (request, socket, head) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    if (request.url?.split("?")[0] === REALTIME_PATH) realtime.handleUpgrade(request, socket, head);
    else socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
  });

  const close = async () => {
    server.close();
    server.closeAllConnections();
    await realtime.close();
    for (const socket of sockets) socket.destroy();
    await lite.close();
  };
  try {
    const url = await listen(server, "supabase", options.port ?? 0);
    return { ...keys, url, reloadSchema: clearCache, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function notImitated(pathname: string): Response {
  const message = `The local Supabase does not have ${pathname}.`;
  return Response.json({ code: "not_implemented", message }, { status: 501 });
}
