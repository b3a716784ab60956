import { setTimeout as delay } from "node:timers/promises";
import postgres, { type Sql } from "postgres";
import type { Log } from "../quiet-console";

export type FeedMessage = {
  id: string;
  topic: string;
  event: string;
  payload: unknown;
  private: boolean;
};

export type FeedOptions = {
  databaseUrl: string;
  /** Reads the rows that notifications name. */
  sql: Sql;
  /** Called in commit order. */
  onMessage: (message: FeedMessage) => void;
  /** It listens again after a break; what was sent meanwhile is lost and nobody can say what. */
  onGap: () => void;
  /** `notify pgrst, 'reload schema'`, by hand or by the platform's own trigger. */
  onSchemaChange: () => void;
  log: Log;
};

export type Feed = { close: () => Promise<void> };

// PostgreSQL restarts in well under a second here; trying again this often costs nothing.
const RECONNECT_MS = 200;

/** Listens for new rows of `realtime.messages` on a connection of its own, for as long as it takes. */
export async function openFeed(options: FeedOptions): Promise<Feed> {
  let isClosed = false;
  let connection: Sql | null = null;
  const ids: string[] = [];
  let isReading = false;

  const readQueued = async () => {
    if (isReading) return;
    isReading = true;
    try {
      while (ids.length > 0) await deliver(options, ids.splice(0));
    } catch (error) {
      options.log(`Realtime could not read messages: ${String(error)}`);
      if (!isClosed) options.onGap();
    } finally {
      isReading = false;
    }
  };

  const connect = async () => {
    const settings = {
      max: 1,
      // The connection must live as long as the process; by default it is renewed within the hour.
      max_lifetime: null,
      fetch_types: false,
      onnotice: () => undefined,
      onnotify: (channel: string, payload: string) => {
        if (channel === "pgrst") return options.onSchemaChange();
        ids.push(payload);
        void readQueued();
      },
      onclose: () => {
        if (isClosed || connection !== sql) return;
        connection = null;
        void reconnect();
      },
    };
    const sql = postgres(options.databaseUrl, settings);
    try {
      await sql`listen realtime_messages`;
      await sql`listen pgrst`;
      connection = sql;
    } catch (error) {
      await sql.end({ timeout: 0 });
      throw error;
    }
  };

  const reconnect = async () => {
    while (!isClosed && !connection) {
      try {
        await connect();
        options.onGap();
      } catch (error) {
        options.log(`Realtime cannot listen to PostgreSQL: ${String(error)}`);
        await delay(RECONNECT_MS);
      }
    }
  };

  await connect();
  return {
    close: async () => {
      isClosed = true;
      await connection?.end({ timeout: 1 });
    },
  };
}

async function deliver({ sql, onMessage }: FeedOptions, ids: string[]) {
  const rows = await sql<FeedMessage[]>`
    select id, topic, event, payload, private from realtime.messages
    where id = any(${ids}::uuid[])`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const id of ids) {
    const row = byId.get(id);
    if (row) onMessage(row);
  }
}
