import { App, type EmailMessage } from "@supabase/lite";
import { createPostgresConnection, type PostgresConnection } from "@supabase/lite/postgres";
import type { Log } from "./quiet-console";
import { toRestError } from "./rest-errors";

export type Keys = {
  /** `sb_publishable_…`: requests without a user act as `anon`. */
  publishableKey: string;
  /** `sb_secret_…`: acts as `service_role`, past every policy. */
  secretKey: string;
  /** Signs access tokens with HS256; at least 32 characters. */
  jwtSecret: string;
};

export type LiteOptions = {
  /** Connects as the superuser: each request then takes the role of its caller. */
  databaseUrl: string;
  poolSize: number;
  keys?: Keys;
  log?: Log;
};

export type Lite = { app: App; connection: PostgresConnection; close: () => Promise<void> };

/** The REST and Auth servers of @supabase/lite 0.10.0 with its differences from hosted projects mended. */
export function createLite({ databaseUrl, poolSize, keys, log }: LiteOptions): Lite {
  const connection = createPostgresConnection({
    url: databaseUrl,
    postgresOptions: { max: poolSize, onnotice: () => undefined, types: columnTypes },
  });
  const normalize = connection.normalizeDbError.bind(connection);
  connection.normalizeDbError = (error) => toRestError(normalize(error));
  // lite would otherwise grant all tables to all roles on the first request and undo every REVOKE.
  Object.assign(connection, { rlsState: "active" });

  const app = new App({
    connection,
    // Hosted projects answer with at most 1,000 rows unless configured otherwise.
    api: { schemas: ["public", "graphql_public"], max_rows: 1000 },
    auth: {
      enabled: true,
      enable_signup: true,
      email: { enable_signup: true, enable_confirmations: false },
      ...(keys && {
        publishable_key: keys.publishableKey,
        secret_key: keys.secretKey,
        jwt_secret: keys.jwtSecret,
      }),
    },
    options: {
      server: { disableStudio: true },
      drivers: { email: { send: async (mail) => log?.(describeMail(mail)) } },
    },
  });
  return { app, connection, close: () => connection.close() };
}

const asJson = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
const asIso = (value: string) => value.replace(" ", "T");

/** Values as PostgREST prints them; lite's own `jsonb` encodes arguments of functions twice. */
const columnTypes = {
  json: { to: 114, from: [114], serialize: asJson, parse: JSON.parse },
  jsonb: { to: 3802, from: [3802], serialize: asJson, parse: JSON.parse },
  timestamp: { to: 1114, from: [1114], serialize: String, parse: asIso },
  timestamptz: {
    to: 1184,
    from: [1184],
    serialize: String,
    parse: (value: string) => asIso(value).replace(/([+-]\d\d)$/, "$1:00"),
  },
  numeric: { to: 1700, from: [1700], serialize: String, parse: Number },
  bytea: { to: 17, from: [17], serialize: String, parse: String },
};

function describeMail({ to, subject, text }: EmailMessage): string {
  return `Mail to ${to}: ${subject}\n${text ?? ""}`;
}
