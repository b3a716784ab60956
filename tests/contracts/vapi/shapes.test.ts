import { Vapi } from "@vapi-ai/server-sdk";
import { expect, test } from "vitest";
import { numberOf, setup } from "./setup";

// What the SDK's types allow, as lists: `satisfies` keeps each name honest, the tests keep the payloads inside.
const callFields = [
  "id",
  "orgId",
  "type",
  "createdAt",
  "updatedAt",
  "status",
  "startedAt",
  "endedAt",
  "endedReason",
  "endedMessage",
  "cost",
  "costs",
  "costBreakdown",
  "name",
  "phoneNumberId",
  "phoneCallProvider",
  "phoneCallTransport",
  "customer",
  "assistant",
  "assistantOverrides",
  "monitor",
  "artifact",
  "analysis",
] satisfies (keyof Vapi.Call)[];

const statusFields = [
  "timestamp",
  "type",
  "status",
  "call",
  "customer",
  "assistant",
  "endedReason",
  "artifact",
] satisfies (keyof Vapi.ServerMessageStatusUpdate)[];

const reportFields = [
  "timestamp",
  "type",
  "endedReason",
  "cost",
  "costs",
  "startedAt",
  "endedAt",
  "artifact",
  "analysis",
  "call",
  "customer",
  "assistant",
] satisfies (keyof Vapi.ServerMessageEndOfCallReport)[];

const artifactFields = [
  "messages",
  "messagesOpenAIFormatted",
  "transcript",
] satisfies (keyof Vapi.Artifact)[];

const botFields = [
  "role",
  "message",
  "time",
  "endTime",
  "secondsFromStart",
  "duration",
] satisfies (keyof Vapi.BotMessage & keyof Vapi.UserMessage)[];

async function finishedCall() {
  const bundle = await setup();
  const call = await bundle.dial(numberOf(1), {
    assistant: {
      firstMessage: "Hello from {{ who }}.",
      server: { url: bundle.receiver.url },
      model: {
        provider: "openai",
        model: "gpt-5.4-mini",
        messages: [{ role: "system", content: "Be brief." }],
      },
    },
    call: { name: "batch 7", assistantOverrides: { variableValues: { who: "Sam" } } },
  });
  await bundle.simulator.idle();
  return { ...bundle, call: await bundle.client.calls.get({ id: call.id }) };
}

const unknownFields = (value: object, known: readonly string[]) =>
  Object.keys(value).filter((field) => !known.includes(field));

test("calls and webhooks have no field that the SDK does not know", async () => {
  const { call, receiver } = await finishedCall();
  const messages = receiver.messages();

  expect(unknownFields(call, callFields)).toEqual([]);
  expect(unknownFields(call.artifact ?? {}, artifactFields)).toEqual([]);
  expect(messages).toHaveLength(5);
  for (const message of messages) {
    const known = message.type === "status-update" ? statusFields : reportFields;
    expect(unknownFields(message, known)).toEqual([]);
    expect(unknownFields(message.call ?? {}, callFields)).toEqual([]);
  }
});

test("the end is told in three places with the same words", async () => {
  const { call, receiver } = await finishedCall();
  const ended = receiver
    .messages()
    .find((message) => message.type === "status-update" && message.status === "ended");
  const report = receiver.messages().find((message) => message.type === "end-of-call-report");

  expect(report).toMatchObject({
    endedReason: call.endedReason,
    startedAt: call.startedAt,
    endedAt: call.endedAt,
    cost: call.cost,
    analysis: call.analysis,
    artifact: call.artifact,
    call: { id: call.id, status: "ended", endedReason: call.endedReason },
  });
  expect(ended).toMatchObject({ endedReason: call.endedReason, call: { status: "ended" } });
  expect(ended?.call?.analysis).toBeUndefined();
});

test("messages follow each other inside the call and make up the transcript", async () => {
  const { call } = await finishedCall();
  const [prompt, ...spoken] = (call.artifact?.messages ?? []) as (
    | Vapi.BotMessage
    | Vapi.UserMessage
  )[];

  expect(prompt).toMatchObject({ role: "system", message: "Be brief.", secondsFromStart: 0 });
  expect(spoken.map(({ role }) => role)).toEqual([
    "bot",
    "user",
    "bot",
    "user",
    "bot",
    "user",
    "bot",
    "user",
    "bot",
  ]);
  expect(spoken[0]?.message).toBe("Hello from Sam.");
  expect(call.artifact?.transcript).toBe(
    spoken.map(({ role, message }) => `${role === "bot" ? "AI" : "User"}: ${message}\n`).join(""),
  );
  let previous = Date.parse(call.startedAt ?? "");
  for (const message of spoken) {
    expect(unknownFields(message, botFields)).toEqual([]);
    expect(message.time).toBeGreaterThanOrEqual(previous);
    expect(message.secondsFromStart).toBe((message.time - Date.parse(call.startedAt ?? "")) / 1000);
    expect(message.endTime - message.time).toBe(message.duration);
    previous = message.endTime;
  }
  expect(previous).toBe(Date.parse(call.endedAt ?? ""));
});

test("costs add up", async () => {
  const { call } = await finishedCall();
  const sum = (call.costs ?? []).reduce((total, item) => total + item.cost, 0);

  expect(sum).toBeCloseTo(call.cost ?? Number.NaN, 6);
  expect(call.costBreakdown?.total).toBe(call.cost);
});

test("all values that the SDK lists are taken from its lists", async () => {
  const { call } = await finishedCall();

  expect(Object.values(Vapi.CallStatus)).toContain(call.status);
  expect(Object.values(Vapi.CallType)).toContain(call.type);
  expect(Object.values(Vapi.CallEndedReason)).toContain(call.endedReason);
});
