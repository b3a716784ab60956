import { randomUUID } from "node:crypto";
import type { RealtimeChannel, SupabaseClient } from "@supabase/supabase-js";
import type { TransactionSql } from "postgres";
import { eventually } from "@/tests/support/eventually";
import type { TestSupabase, TestUser } from "@/tests/support/supabase";

/** A channel and all that it reported, in order. */
export type Listener = {
  channel: RealtimeChannel;
  statuses: string[];
  /** Reasons of errors, as the client passes them on. */
  errors: string[];
  messages: { event: string; payload: Record<string, unknown>; meta?: { id: string } }[];
  /** Texts of `system` messages. */
  notices: string[];
  /** Resolves when the status was reported at least so many times. */
  reached: (status: string, times?: number) => Promise<unknown>;
  /** Resolves when so many messages have come. */
  received: (count: number) => Promise<unknown>;
};

type Sql = TestSupabase["db"]["sql"] | TransactionSql;

/** Subscribes and notes everything that happens from then on. */
export async function listen(
  client: SupabaseClient,
  topic: string,
  { isPrivate = true } = {},
): Promise<Listener> {
  // A private channel needs the user's token before it joins.
  await client.realtime.setAuth();
  const channel = client.channel(topic, { config: { private: isPrivate } });
  const statuses: string[] = [];
  const errors: string[] = [];
  const messages: Listener["messages"] = [];
  const notices: string[] = [];
  channel
    .on("broadcast", { event: "*" }, ({ event, payload, meta }) => {
      messages.push({ event, payload, meta });
    })
    .on("system", {}, ({ message }) => notices.push(message))
    .subscribe((status, error) => {
      statuses.push(status);
      if (error) errors.push(error.message);
    });

  const seen = () => ({ statuses, errors, notices, messages: messages.length });
  return {
    ...{ channel, statuses, errors, messages, notices },
    reached: (status, times = 1) =>
      eventually(seen, () => statuses.filter((one) => one === status).length >= times),
    received: (count) => eventually(seen, () => messages.length >= count),
  };
}

/** A new topic and a signed-in user who may read it. */
export async function openRoom(
  supabase: TestSupabase,
): Promise<{ topic: string; reader: TestUser }> {
  const topic = `room:${randomUUID()}`;
  const reader = await supabase.createUser();
  await allow(supabase, topic, reader.id);
  return { topic, reader };
}

export async function allow({ db }: TestSupabase, topic: string, readerId: string) {
  await db.sql`insert into public.contract_readers (topic, reader) values (${topic}, ${readerId})`;
}

export async function send(sql: Sql, topic: string, n: number, { isPrivate = true } = {}) {
  await sql`select realtime.send(${sql.json({ n })}, 'bump', ${topic}, ${isPrivate})`;
}

export function numbersOf({ messages }: Listener): unknown[] {
  return messages.map(({ payload }) => payload.n);
}
