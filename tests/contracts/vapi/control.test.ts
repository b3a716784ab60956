import { expect, test } from "vitest";
import { eventually } from "@/tests/support/eventually";
import { kindOf } from "./receiver";
import { numberOf, setup } from "./setup";

const QUOTE = numberOf(0);

const endCall = (controlUrl: string | undefined, body: unknown = { type: "end-call" }) =>
  fetch(controlUrl ?? "", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });

test("end-call hangs up a talking call, which then reports what was said until then", async () => {
  const { client, dialForLong, simulator, receiver } = await setup();
  const call = await dialForLong(QUOTE);
  await eventually(
    () => client.calls.get({ id: call.id }),
    ({ status }) => status === "in-progress",
  );

  const answer = await endCall(call.monitor?.controlUrl);
  const ended = await client.calls.get({ id: call.id });
  await simulator.idle();
  const reported = await client.calls.get({ id: call.id });

  expect(answer.status).toBe(200);
  expect(ended).toMatchObject({ status: "ended", endedReason: "manually-canceled" });
  expect(reported.artifact?.transcript).toBe("");
  expect(reported.analysis).toEqual({});
  expect(receiver.messages().map(kindOf).slice(-2)).toEqual(["ended", "report"]);
});

test("a call that still rings is hung up too and never starts", async () => {
  const { client, dial, simulator } = await setup();
  simulator.script({ number: QUOTE, next: [{ behavior: "no-answer", ringSeconds: 20_000 }] });
  const call = await dial(QUOTE);

  await endCall(call.monitor?.controlUrl);
  await simulator.idle();

  const ended = await client.calls.get({ id: call.id });
  expect(ended).toMatchObject({ status: "ended", endedReason: "manually-canceled" });
  expect(ended.startedAt).toBeUndefined();
});

test("hanging up frees the line at once, and only once", async () => {
  const { dialForLong, dial } = await setup({ lines: 1 });
  const call = await dialForLong(QUOTE);

  const first = await endCall(call.monitor?.controlUrl);
  const next = await dial(numberOf(1));
  const second = await endCall(call.monitor?.controlUrl);

  expect([first.status, second.status]).toEqual([200, 400]);
  expect(next.status).toBe("queued");
});

test("other control messages are answered 501, and a call may be closed to control", async () => {
  const { dialForLong, dial } = await setup();
  const open = await dialForLong(QUOTE);
  const closed = await dial(QUOTE, { assistant: { monitorPlan: { controlEnabled: false } } });

  const say = await endCall(open.monitor?.controlUrl, { type: "say", content: "Hello" });
  const guessed = await endCall(open.monitor?.controlUrl?.replace(open.id, closed.id));

  expect(say.status).toBe(501);
  expect(closed.monitor?.controlUrl).toBeUndefined();
  expect(guessed.status).toBe(404);
});
