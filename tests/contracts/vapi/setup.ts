import { randomUUID } from "node:crypto";
import { type Vapi, VapiClient, VapiError } from "@vapi-ai/server-sdk";
import { onTestFinished } from "vitest";
import { type SimulatorOptions, startSimulator } from "@/local/vapi/server";
import { startReceiver } from "./receiver";

// A call of 12 s takes a quarter of a second: fast, and long enough to be seen in every state.
export const TIME_SCALE = 0.02;

export const PHONE_NUMBER_ID = "7d3f1a34-5b0e-4c53-9d5e-2f6c8f0f4a11";

export type RequestChanges = {
  assistant?: Vapi.CreateAssistantDto;
  customer?: Vapi.CreateCustomerDto;
  call?: Vapi.CreateCallDto;
};

/** The SDK's type of a single call leaves out what every 201 carries. */
export type PlacedCall = Vapi.Call & { subscriptionLimits?: Vapi.SubscriptionLimits };

/** A simulator, a receiver for its webhooks and the vendor's own client; all are closed when the test ends. */
export async function setup(options: SimulatorOptions = {}) {
  const receiver = await startReceiver();
  const simulator = await startSimulator({ dataDir: null, timeScale: TIME_SCALE, ...options });
  onTestFinished(async () => {
    await simulator.close();
    await receiver.close();
  });
  const client = clientFor(simulator.url);

  const body = (number: string, changes: RequestChanges = {}): Vapi.CreateCallDto => ({
    phoneNumberId: PHONE_NUMBER_ID,
    customer: { number, externalId: randomUUID(), ...changes.customer },
    assistant: {
      firstMessage: FIRST_MESSAGE,
      server: { url: receiver.url },
      ...changes.assistant,
    },
    ...changes.call,
  });

  return {
    simulator,
    receiver,
    client,
    body,
    /** Dials, and fails the test when the answer is not one call. */
    dial: async (number: string, changes: RequestChanges = {}): Promise<PlacedCall> => {
      const call = await client.calls.create(body(number, changes));
      if ("results" in call) throw new Error("expected one call, got a batch");
      return call;
    },
    /** The same, with a call that holds its line until the test ends. */
    dialForLong: async (number: string): Promise<PlacedCall> => {
      simulator.script({
        number,
        next: [{ behavior: "flat-quote", ringSeconds: 0, talkSeconds: 20_000 }],
      });
      const call = await client.calls.create(
        body(number, { assistant: { maxDurationSeconds: 43_200 } }),
      );
      if ("results" in call) throw new Error("expected one call, got a batch");
      return call;
    },
    post: (path: string, json: unknown) =>
      fetch(`${simulator.url}${path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(json),
      }),
  };
}

export const FIRST_MESSAGE = "Hello, I am an AI assistant calling for Sam about a leaking toilet.";

/** The vendor's client without its own retries, which would repeat what a test wants to see once. */
export function clientFor(baseUrl: string, token = "any-token"): VapiClient {
  return new VapiClient({ token, baseUrl, maxRetries: 0 });
}

/** What the vendor's client throws for a failing request. */
export async function errorOf(request: PromiseLike<unknown>): Promise<VapiError> {
  try {
    await request;
  } catch (error) {
    if (error instanceof VapiError) return error;
    throw error;
  }
  throw new Error("expected the request to fail");
}

export const numberOf = (lastDigits: number): string =>
  `+186455501${String(lastDigits).padStart(2, "0")}`;
