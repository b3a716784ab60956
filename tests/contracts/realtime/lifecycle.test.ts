import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { adminUrl } from "@/local/supabase/database";
import { eventually } from "@/tests/support/eventually";
import type { TestSupabase } from "@/tests/support/supabase";
import { allow, listen, numbersOf, openRoom, send } from "./room";
import { openTarget, skip } from "./target";

let supabase: TestSupabase;
beforeAll(async () => {
  supabase = await openTarget();
});
afterAll(() => supabase.close());

test("a channel that was left receives nothing more, while others of its socket do", async () => {
  const { topic, reader } = await openRoom(supabase);
  const other = `${topic}:other`;
  await allow(supabase, other, reader.id);
  const left = await listen(reader.client, topic);
  const kept = await listen(reader.client, other);
  await Promise.all([left.reached("SUBSCRIBED"), kept.reached("SUBSCRIBED")]);
  await send(supabase.db.sql, topic, 1);
  await left.received(1);

  expect(await left.channel.unsubscribe()).toBe("ok");
  await left.reached("CLOSED");
  await send(supabase.db.sql, topic, 2);
  await send(supabase.db.sql, other, 3);
  await kept.received(1);

  expect(numbersOf(left)).toEqual([1]);
  expect(numbersOf(kept)).toEqual([3]);
});

test("a topic that was left can be joined again", async () => {
  const { topic, reader } = await openRoom(supabase);
  const first = await listen(reader.client, topic);
  await first.reached("SUBSCRIBED");
  await reader.client.removeChannel(first.channel);

  const second = await listen(reader.client, topic);
  await second.reached("SUBSCRIBED");
  await send(supabase.db.sql, topic, 1);
  await second.received(1);

  expect(numbersOf(first)).toEqual([]);
});

test("after a dropped connection the channel reports the error and subscribes again by itself", async () => {
  const { topic, reader } = await openRoom(supabase);
  const { transport, drop } = droppableTransport();
  const { accessToken } = reader;
  const client = supabase.createClient({ accessToken, realtime: { transport } });
  const listener = await listen(client, topic);
  await listener.reached("SUBSCRIBED");

  drop();
  await listener.reached("SUBSCRIBED", 2);
  await send(supabase.db.sql, topic, 1);
  await listener.received(1);

  expect(listener.statuses).toEqual(["SUBSCRIBED", "CHANNEL_ERROR", "SUBSCRIBED"]);
});

test("heartbeats are answered", async () => {
  const { topic, reader } = await openRoom(supabase);
  const statuses: string[] = [];
  const client = supabase.createClient({
    accessToken: reader.accessToken,
    realtime: {
      heartbeatIntervalMs: 50,
      heartbeatCallback: (status: string) => statuses.push(status),
    },
  });
  const listener = await listen(client, topic);
  await listener.reached("SUBSCRIBED");

  await eventually(
    () => statuses.filter((status) => status === "ok").length,
    (answers) => answers >= 3,
  );

  expect(listener.statuses).toEqual(["SUBSCRIBED"]);
});

test.skipIf(skip.serverReconnect)(
  "when the server loses its notifications, clients are sent to rejoin and then receive again",
  async () => {
    const { topic, reader } = await openRoom(supabase);
    const listener = await listen(reader.client, topic);
    await listener.reached("SUBSCRIBED");

    const server = postgres(adminUrl(supabase.db.url), { max: 1 });
    const ended = await server`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ilike 'listen %'`;
    await server.end();
    await listener.reached("SUBSCRIBED", 2);
    await send(supabase.db.sql, topic, 1);
    await listener.received(1);

    expect(ended).toHaveLength(1);
    expect(numbersOf(listener)).toEqual([1]);
  },
);

/** The client's WebSocket, with a way to cut every connection it opened as a lost network would. */
function droppableTransport() {
  const open = new Set<WebSocket>();
  class Droppable extends WebSocket {
    constructor(address: string, protocols?: string | string[]) {
      super(address, protocols);
      open.add(this);
      this.on("close", () => open.delete(this));
    }
  }
  return {
    transport: Droppable,
    drop: () => {
      for (const socket of open) socket.terminate();
    },
  };
}
