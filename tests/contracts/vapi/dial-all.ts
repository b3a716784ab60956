import type { Vapi } from "@vapi-ai/server-sdk";
import { kindOf } from "./receiver";
import { type RequestChanges, setup } from "./setup";

/** Kinds of the webhooks of a call in which people talk. */
export const TALK = ["queued", "ringing", "in-progress", "ended", "report"];

export const schema = {
  type: "object",
  properties: {
    availability: { type: "string", enum: ["available", "unavailable", "unknown"] },
    earliest_text: { type: "string" },
    earliest_at: { type: "string", format: "date-time" },
    price: {
      type: "object",
      properties: {
        quote: { type: "string" },
        kind: { type: "string", enum: ["flat", "range", "hourly", "visit_needed", "unknown"] },
        low: { type: "number" },
        high: { type: "number" },
        currency: { type: "string" },
        covers: { type: "string" },
      },
    },
    call_out_fee: { type: "number" },
    contact_name: { type: "string" },
    callback_requested: { type: "string" },
    wrong_number: { type: "boolean" },
    do_not_call: { type: "boolean" },
    voicemail_or_menu: { type: "boolean" },
  },
} satisfies Vapi.JsonSchema;

const changes = (url: string, rest: Vapi.CreateAssistantDto = {}): RequestChanges => ({
  assistant: {
    firstMessage: "Hello, I am an AI assistant.",
    server: { url },
    voicemailDetection: { provider: "vapi" },
    // Both ways of asking, the older and the newer.
    analysisPlan: { structuredDataPlan: { enabled: true, schema } },
    artifactPlan: { structuredOutputs: [{ name: "Answer", schema }] },
    ...rest,
  },
});

/** Dials numbers at once and gives what became of each, in the same order. */
export async function dialAll(numbers: readonly string[], rest: Vapi.CreateAssistantDto = {}) {
  const { dial, client, simulator, receiver } = await setup({ lines: numbers.length });
  const placed = await Promise.all(
    numbers.map((number) => dial(number, changes(receiver.url, rest))),
  );
  await simulator.idle();

  return Promise.all(
    placed.map(async ({ id }) => {
      const messages = receiver.messages().filter((message) => message.call?.id === id);
      return { call: await client.calls.get({ id }), kinds: messages.map(kindOf) };
    }),
  );
}

/** The same for one number. */
export async function dialOne(number: string, rest: Vapi.CreateAssistantDto = {}) {
  const [result] = await dialAll([number], rest);
  if (!result) throw new Error("nothing was dialed");
  return result;
}
