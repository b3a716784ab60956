import { randomUUID } from "node:crypto";
import { inject } from "vitest";
import { z } from "zod";
import { acceptedBatchSchema } from "@/lib/batches/schema";
import type { PartName } from "@/local/stack";
import { eventually } from "../support/eventually";

/** What tests do to the site and the simulated phones without a browser. */

export const site = inject("site");

export type Person = { email: string; password: string; token: string };

/** A new account. */
export async function signUp(): Promise<Person> {
  const email = `${randomUUID()}@example.test`;
  const password = `pass-${randomUUID()}`;
  const response = await fetch(`${site.supabaseUrl}/auth/v1/signup`, {
    method: "POST",
    headers: { apikey: site.publishableKey, "Content-Type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  const { access_token: token } = z
    .object({ access_token: z.string() })
    .parse(await response.json());
  return { email, password, token };
}

const JOB = {
  title: "Leaking toilet",
  serviceNeeded: "Plumbing",
  location: "Greenville SC",
  criteria: ["licensed"],
  urgency: "within_2_days",
};

/** Starts a batch through the API, one call per number at most. */
export async function startBatch(
  person: Person,
  numbers: readonly string[],
  job: Partial<typeof JOB> = {},
  options: { capUsd?: number } = {},
) {
  const response = await fetch(`${site.appUrl}/api/v1/providers/batch-call-async`, {
    method: "POST",
    headers: { Authorization: `Bearer ${person.token}`, "Content-Type": "application/json" },
    body: JSON.stringify({
      serviceRequest: { ...JOB, ...job },
      providers: numbers.map((phone, index) => ({ name: `Business ${index + 1}`, phone })),
      options: { maxAttempts: 1, ...options },
    }),
  });
  if (response.status !== 202) throw new Error(await response.text());
  return acceptedBatchSchema.parse(await response.json());
}

/** Sets what one person may order, as an operator does; nothing else is limited here. */
export async function limitPerson(
  { email }: Person,
  limits: { callsPerDay?: number; batchesPerHour?: number },
): Promise<void> {
  const response = await fetch(`${site.supabaseUrl}/rest/v1/rpc/set_person_limits`, {
    method: "POST",
    headers: {
      apikey: site.secretKey,
      Authorization: `Bearer ${site.secretKey}`,
      "Content-Type": "application/json",
    },
    body: JSON.stringify({ p_email: email, p_limits: limits }),
  });
  if (!response.ok || (await response.json()) !== true) throw new Error("Nobody has that address.");
}

/** Stops a batch as the button on its page does. */
export async function cancelBatch(person: Person, executionId: string): Promise<void> {
  const response = await fetch(`${site.appUrl}/api/v1/batches/${executionId}/cancel`, {
    method: "POST",
    headers: { Authorization: `Bearer ${person.token}` },
  });
  if (!response.ok) throw new Error(await response.text());
}

/** Ends a part of the stack as a crash would, and starts it again after `during`. */
export async function without(part: PartName, during: () => Promise<void>): Promise<void> {
  await order("kill", part);
  try {
    await during();
  } finally {
    await order("restart", part);
  }
}

async function order(what: "kill" | "restart", part: PartName): Promise<void> {
  const response = await fetch(`${site.controlUrl}/${what}/${part}`, { method: "POST" });
  if (!response.ok) throw new Error(await response.text());
}

type ScriptedCall = {
  behavior: string;
  ringSeconds?: number;
  talkSeconds?: number;
  reportSeconds?: number;
  structuredData?: Record<string, unknown>;
};

/** Decides what the next call to a number does; seconds are halved by the time scale of the run. */
export async function scriptCall(number: string, call: ScriptedCall): Promise<void> {
  const response = await fetch(`${site.vapiUrl}/__simulator/script`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ number, next: [call] }),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** A call that talks until a test ends it, or for two minutes. */
export const LONG_CALL = { behavior: "flat-quote", ringSeconds: 0, talkSeconds: 230 } as const;

/**
 * Numbers that no other test dials: each test file has an area code of its own. 555-0100 to 555-0199 are reserved for
 * fiction in all of them.
 */
export function numbersIn(areaCode: number): () => string {
  let given = 0;
  return () => {
    if (given > 99) throw new Error(`Area code ${areaCode} has no number left; take another one.`);
    const number = `+1${areaCode}55501${String(given).padStart(2, "0")}`;
    given += 1;
    return number;
  };
}

const callsSchema = z.array(
  z.object({
    status: z.string(),
    customer: z.object({ number: z.string() }),
    monitor: z.object({ controlUrl: z.string() }).optional(),
  }),
);

/** Waits until the number is on the phone, and hangs up from its side. */
export async function endCall(number: string): Promise<void> {
  const controlUrl = await eventually(
    async () => {
      const response = await fetch(`${site.vapiUrl}/call`, {
        headers: { Authorization: "Bearer simulator" },
      });
      const calls = callsSchema.parse(await response.json());
      const call = calls.find(({ customer }) => customer.number === number);
      return call?.status === "in-progress" ? call.monitor?.controlUrl : undefined;
    },
    (url) => url !== undefined,
    { timeoutMs: 60_000 },
  );
  const response = await fetch(controlUrl ?? "", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ type: "end-call" }),
  });
  if (!response.ok) throw new Error(await response.text());
}

/** How often a number has been dialed. */
export async function countDials(number: string): Promise<number> {
  const response = await fetch(`${site.vapiUrl}/__simulator/calls`);
  const { calls } = z
    .object({ calls: z.array(z.object({ number: z.string() })) })
    .parse(await response.json());
  return calls.filter((call) => call.number === number).length;
}
