import type { Vapi } from "@vapi-ai/server-sdk";
import { expect, test } from "vitest";
import { dialOne, schema, TALK } from "./dial-all";
import { kindOf } from "./receiver";
import { numberOf, PHONE_NUMBER_ID, setup } from "./setup";

/** `artifactPlan.structuredOutputs`, which takes the place of `analysisPlan`. */

const asking = (...structuredOutputs: Vapi.CreateStructuredOutputDto[]) => ({
  artifactPlan: { structuredOutputs },
});
const outputsOf = (call: Vapi.Call) => Object.values(call.artifact?.structuredOutputs ?? {});

test("each output stands under an id of its own, with its name and its result", async () => {
  const { call } = await dialOne(
    numberOf(0),
    asking({ name: "Answer", schema }, { name: "Again", type: "ai", schema }),
  );

  const ids = Object.keys(call.artifact?.structuredOutputs ?? {});
  const result = expect.objectContaining({ availability: "available" });
  expect(ids).toHaveLength(2);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  expect(outputsOf(call)).toEqual([
    { name: "Answer", result },
    { name: "Again", result },
  ]);
  expect(call.artifact).not.toHaveProperty("skippedStructuredOutputs");
});

test("they come with the report, in the webhook as in the call, and not with the end", async () => {
  const { dial, client, simulator, receiver } = await setup();
  const { id } = await dial(numberOf(0), {
    assistant: { server: { url: receiver.url }, ...asking({ name: "Answer", schema }) },
  });
  await simulator.idle();

  const messages = receiver.messages();
  const artifactOf = (kind: string) =>
    messages.find((message) => kindOf(message) === kind)?.artifact as Vapi.Artifact | undefined;
  expect(messages.map(kindOf)).toEqual(TALK);
  expect(artifactOf("ended")).not.toHaveProperty("structuredOutputs");
  expect(artifactOf("report")?.structuredOutputs).toEqual(
    (await client.calls.get({ id })).artifact?.structuredOutputs,
  );
});

test("a reading that fails has null as its result", async () => {
  const { call } = await dialOne(numberOf(11), asking({ name: "Answer", schema }));

  expect(outputsOf(call)).toEqual([{ name: "Answer", result: null }]);
});

test("a call with too few messages is skipped, with the condition that it did not meet", async () => {
  const unmetCondition = { type: "minMessages" as const, count: 50 };
  const { call } = await dialOne(
    numberOf(0),
    asking({ name: "Long", schema, conditions: [unmetCondition] }, { name: "Any", schema }),
  );

  expect(outputsOf(call)).toEqual([{ name: "Any", result: expect.anything() }]);
  expect(Object.values(call.artifact?.skippedStructuredOutputs ?? {})).toEqual([
    { name: "Long", unmetCondition },
  ]);
});

test("a call in which nobody spoke is skipped by itself", async () => {
  const { call } = await dialOne(numberOf(3), asking({ name: "Answer", schema }));

  expect(call.artifact).not.toHaveProperty("structuredOutputs");
  expect(Object.values(call.artifact?.skippedStructuredOutputs ?? {})).toHaveLength(1);
});

/** Asks for a call with this in its assistant. */
async function order(assistant: unknown) {
  const { simulator } = await setup();
  const response = await fetch(`${simulator.url}/call`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: "Bearer any-token" },
    body: JSON.stringify({
      phoneNumberId: PHONE_NUMBER_ID,
      customer: { number: numberOf(0) },
      assistant,
    }),
  });
  const { message } = (await response.json()) as { message: string | string[] };
  return { status: response.status, said: [message].flat() };
}

const valid = { name: "Answer", schema };
const path = "assistant.artifactPlan.structuredOutputs.0";
const NO_MODEL = { provider: "openai", model: "gpt-9" };

test.each([
  ["a name of 41 characters", { ...valid, name: "x".repeat(41) }, `${path}.name must be shorter`],
  ["an empty name", { ...valid, name: "" }, `${path}.name must be longer`],
  ["no schema", { name: "Answer" }, `${path}.nested property schema must be`],
  ["an unknown property", { ...valid, strict: true }, `${path}.property strict should not exist`],
  [
    "a condition below its bounds",
    { ...valid, conditions: [{ type: "minMessages", count: -1 }] },
    `${path}.conditions.0.count must not be less than 0`,
  ],
  [
    "a model that OpenAI does not have",
    { ...valid, model: NO_MODEL },
    `${path}.model.model must be one of the following values: gpt-5.6-sol`,
  ],
])("an output with %s is refused in words", async (_, output, words) => {
  const { status, said } = await order(asking(output as Vapi.CreateStructuredOutputDto));

  expect(status).toBe(400);
  expect(said).toEqual([expect.stringContaining(words)]);
});

test("a model that OpenAI does not have is refused for the conversation as well", async () => {
  const { status, said } = await order({ model: NO_MODEL });

  expect(status).toBe(400);
  expect(said).toEqual([expect.stringContaining("assistant.model.model must be one of")]);
});

test.each([
  ["regex", { ...valid, type: "regex", regex: "x" }],
  ["conditions", { ...valid, conditions: [{ type: "minCallDuration", seconds: 9 }] }],
])("%s of outputs are not imitated, and say so", async (part, output) => {
  const { status, said } = await order(asking(output as Vapi.CreateStructuredOutputDto));

  expect(status).toBe(501);
  expect(said.join()).toContain(`artifactPlan.structuredOutputs.${part}`);
});
