import { z } from "zod";
import type { Identity } from "./tokens";

export type Channel = {
  /** Without the `realtime:` prefix, as policies see it. */
  topic: string;
  joinRef: string;
  isPrivate: boolean;
  token: string | null;
  identity: Identity;
  expiry?: NodeJS.Timeout;
};

const joinPayload = z.object({
  access_token: z.string().nullish().default(null),
  config: z
    .object({
      private: z.boolean().nullish(),
      broadcast: z.object({ replay: z.unknown().optional() }).nullish(),
      presence: z.object({ enabled: z.boolean().nullish() }).nullish(),
      postgres_changes: z.array(z.unknown()).nullish(),
    })
    .prefault({}),
});

export type JoinPayload = {
  access_token: string | null;
  config: { private: boolean; replay: boolean; presence: boolean; postgresChanges: boolean };
};

/** @returns null for a payload that is not a join */
export function parseJoin(payload: unknown): JoinPayload | null {
  const parsed = joinPayload.safeParse(payload ?? {});
  if (!parsed.success) return null;
  const { access_token, config } = parsed.data;
  return {
    access_token,
    config: {
      private: config.private ?? false,
      replay: config.broadcast?.replay !== undefined,
      presence: config.presence?.enabled ?? false,
      postgresChanges: (config.postgres_changes ?? []).length > 0,
    },
  };
}

/** Name of the first feature the join asks for that is not imitated. */
export function unsupportedIn({ config }: JoinPayload): string | null {
  if (config.postgresChanges) return "postgres_changes";
  if (config.presence) return "presence";
  if (config.replay) return "broadcast replay";
  return null;
}
