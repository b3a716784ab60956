import { afterAll, beforeAll, expect, test } from "vitest";
import type { TestSupabase } from "@/tests/support/supabase";
import { allow, listen, numbersOf, openRoom, send } from "./room";
import { openTarget } from "./target";

let supabase: TestSupabase;
beforeAll(async () => {
  supabase = await openTarget();
});
afterAll(() => supabase.close());

test("the policy's reader joins a private channel", async () => {
  const { topic, reader } = await openRoom(supabase);
  const listener = await listen(reader.client, topic);
  await listener.reached("SUBSCRIBED");
  expect(listener.errors).toEqual([]);
});

test("another user is refused and told why", async () => {
  const { topic } = await openRoom(supabase);
  const stranger = await supabase.createUser();

  const listener = await listen(stranger.client, topic);
  await listener.reached("CHANNEL_ERROR");

  expect(listener.statuses).not.toContain("SUBSCRIBED");
  expect(listener.errors[0]).toBe(
    `Unauthorized: You do not have permissions to read from this Channel topic: ${topic}`,
  );
});

test("nobody signed in is refused", async () => {
  const { topic } = await openRoom(supabase);
  const listener = await listen(supabase.createClient(), topic);
  await listener.reached("CHANNEL_ERROR");
  expect(listener.errors[0]).toMatch(/^Unauthorized: /);
});

test("the check at joining leaves no row behind", async () => {
  const { topic, reader } = await openRoom(supabase);
  const listener = await listen(reader.client, topic);
  await listener.reached("SUBSCRIBED");

  const rows = await supabase.db.sql`select from realtime.messages where topic = ${topic}`;

  expect(rows).toHaveLength(0);
});

test("an expired token does not join", async () => {
  const { topic, reader } = await openRoom(supabase);
  const accessToken = await supabase.signToken(reader.id, { expiresInSeconds: -60 });

  const listener = await listen(supabase.createClient({ accessToken }), topic);
  await listener.reached("CHANNEL_ERROR");

  expect(listener.errors[0]).toMatch(/Token has expired \d+ seconds ago/);
});

test("a token signed by somebody else does not join", async () => {
  const { topic, reader } = await openRoom(supabase);
  const [header, payload] = reader.accessToken.split(".");
  const accessToken = `${header}.${payload}.${"A".repeat(43)}`;

  const listener = await listen(supabase.createClient({ accessToken }), topic);
  await listener.reached("CHANNEL_ERROR");

  expect(listener.errors[0]).toMatch(/^JwtSignatureError: /);
});

test("a channel outlives its first token when it was given a new one, and closes otherwise", async () => {
  const { topic, reader } = await openRoom(supabase);
  const forgetful = supabase.createClient({ accessToken: reader.accessToken });
  const [kept, lost] = [await listen(reader.client, topic), await listen(forgetful, topic)];
  await Promise.all([kept.reached("SUBSCRIBED"), lost.reached("SUBSCRIBED")]);

  // Long enough to be replaced in time on a busy machine, short enough to wait for.
  const shortLived = await supabase.signToken(reader.id, { expiresInSeconds: 5 });
  await reader.client.realtime.setAuth(shortLived);
  await reader.client.realtime.setAuth(await supabase.signToken(reader.id));
  await forgetful.realtime.setAuth(shortLived);
  await lost.reached("CLOSED");
  await send(supabase.db.sql, topic, 1);
  await kept.received(1);

  expect(lost.notices).toContainEqual(expect.stringMatching(/Token has expired \d+ seconds ago/));
  expect(kept.statuses).toEqual(["SUBSCRIBED"]);
  expect(lost.messages).toEqual([]);
});

test("a new token of a user who may no longer read closes the channel", async () => {
  const { topic, reader } = await openRoom(supabase);
  const listener = await listen(reader.client, topic);
  await listener.reached("SUBSCRIBED");

  await supabase.db.sql`delete from public.contract_readers where topic = ${topic}`;
  await reader.client.realtime.setAuth(await supabase.signToken(reader.id));
  await listener.reached("CLOSED");

  expect(listener.notices[0]).toMatch(/You do not have permissions to read/);
});

test("a reader of two topics receives each topic's messages on its own channel", async () => {
  const { topic: first, reader } = await openRoom(supabase);
  const second = `${first}:second`;
  await allow(supabase, second, reader.id);
  const [one, two] = [await listen(reader.client, first), await listen(reader.client, second)];
  await Promise.all([one.reached("SUBSCRIBED"), two.reached("SUBSCRIBED")]);

  await send(supabase.db.sql, first, 1);
  await send(supabase.db.sql, second, 2);
  await Promise.all([one.received(1), two.received(1)]);

  expect(numbersOf(one)).toEqual([1]);
  expect(numbersOf(two)).toEqual([2]);
});
