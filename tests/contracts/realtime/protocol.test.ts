import { once } from "node:events";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { eventually } from "@/tests/support/eventually";
import type { TestSupabase } from "@/tests/support/supabase";
import { joinFrame, openRawSocket, type RawSocket } from "./raw-socket";
import { openRoom, send } from "./room";
import { openTarget, skip } from "./target";

let supabase: TestSupabase;
let socket: RawSocket;
beforeAll(async () => {
  supabase = await openTarget();
});
afterAll(() => supabase.close());
beforeEach(async () => {
  socket = await openRawSocket(supabase);
});
afterEach(() => socket.close());

test("a heartbeat is answered on the phoenix topic", async () => {
  socket.send([null, "1", "phoenix", "heartbeat", {}]);
  await socket.reply("1");
  expect(socket.frames).toEqual([
    [null, "1", "phoenix", "phx_reply", { status: "ok", response: {} }],
  ]);
});

test("a second join of a topic closes the first and receives each message once", async () => {
  const { topic, reader } = await openRoom(supabase);
  const fullTopic = `realtime:${topic}`;

  socket.send(joinFrame(topic, "1", reader.accessToken));
  await socket.reply("1");
  socket.send(joinFrame(topic, "2", reader.accessToken));
  await socket.reply("2");
  await send(supabase.db.sql, topic, 1);
  await eventually(
    () => socket.frames,
    (frames) => frames.some((frame) => typeof frame === "number"),
  );
  socket.send([null, "3", "phoenix", "heartbeat", {}]);
  await socket.reply("3");

  const events = socket.frames.map((frame) =>
    typeof frame === "number" ? "broadcast" : [frame[0], frame[3]],
  );
  expect(events).toEqual([
    ["1", "phx_reply"],
    ["1", "phx_close"],
    ["2", "phx_reply"],
    "broadcast",
    [null, "phx_reply"],
  ]);
  expect(socket.frames[1]).toEqual(["1", "1", fullTopic, "phx_close", {}]);
});

test("a leave of an earlier join does not end the later one", async () => {
  const { topic, reader } = await openRoom(supabase);
  socket.send(joinFrame(topic, "1", reader.accessToken));
  socket.send(joinFrame(topic, "2", reader.accessToken));
  await socket.reply("2");

  socket.send(["1", "3", `realtime:${topic}`, "phx_leave", {}]);
  await send(supabase.db.sql, topic, 1);

  await eventually(
    () => socket.frames,
    (frames) => frames.some((frame) => typeof frame === "number"),
  );
});

test("leaving a topic that was never joined succeeds, anything else about it fails", async () => {
  socket.send(["1", "1", "realtime:nowhere", "phx_leave", {}]);
  socket.send(["1", "2", "realtime:nowhere", "access_token", { access_token: "x" }]);

  expect(await socket.reply("1")).toEqual({ status: "ok", response: {} });
  expect(await socket.reply("2")).toEqual({
    status: "error",
    response: { reason: "unmatched topic" },
  });
});

test("a join without a topic is refused", async () => {
  socket.send(joinFrame("", "1", null));
  expect((await socket.reply("1")).response.reason).toMatch(/^TopicNameRequired: /);
});

test("a join with something that is no token is refused", async () => {
  socket.send(joinFrame("room", "1", "not-a-token"));
  expect((await socket.reply("1")).response.reason).toMatch(/^MalformedJWT: /);
});

describe.skipIf(skip.refusals)("what is not imitated is refused by name", () => {
  test.each([
    ["presence", { presence: { enabled: true, key: "" } }],
    ["postgres_changes", { postgres_changes: [{ event: "*", schema: "public" }] }],
    ["broadcast replay", { broadcast: { replay: { since: 0 } } }],
  ])("%s", async (feature, config) => {
    const { topic, reader } = await openRoom(supabase);
    socket.send(joinFrame(topic, "1", reader.accessToken, config));
    const { status, response } = await socket.reply("1");
    expect(status).toBe("error");
    expect(response.reason).toContain(feature);
  });

  test("a broadcast from a client, as text and as bytes", async () => {
    const { topic, reader } = await openRoom(supabase);
    socket.send(joinFrame(topic, "1", reader.accessToken));
    await socket.reply("1");

    const fullTopic = `realtime:${topic}`;
    socket.send(["1", "2", fullTopic, "broadcast", { type: "broadcast", event: "x" }]);
    // Kind 3: lengths of join reference, reference, topic, event and metadata, then JSON as encoding.
    const header = Buffer.from([3, 1, 1, Buffer.byteLength(fullTopic), 1, 0, 1]);
    socket.send(Buffer.concat([header, Buffer.from(`13${fullTopic}x{}`)]));

    for (const ref of ["2", "3"]) {
      const { status, response } = await socket.reply(ref);
      expect(status).toBe("error");
      expect(response.reason).toContain("broadcast");
    }
  });
});

test("bytes that are no Phoenix message end the connection", async () => {
  socket.send("not json");
  expect(await socket.closed).toBeGreaterThanOrEqual(1002);
});

test.each([
  ["without a key", "vsn=2.0.0"],
  ["with a key that is none", "apikey=nonsense&vsn=2.0.0"],
])("a connection %s is refused with 401", async (_, query) => {
  const address = supabase.url.replace(/^http/, "ws");
  const refused = new WebSocket(`${address}/realtime/v1/websocket?${query}`);
  const [, response] = await once(refused, "unexpected-response");
  expect(response.statusCode).toBe(401);
  response.destroy();
});
