import { expect, test } from "vitest";
import { CONTROL_URL_MAX } from "@/lib/calls/vapi-json";
import { REASON_MAX } from "@/lib/do-not-call";
import { API_LIMITS, LIMITS, TEXT_LIMITS } from "@/lib/limits";
import { ATTEMPT_OUTCOMES, isUnreached } from "@/lib/states/attempt";
import { setup } from "./bundle";

/** What TypeScript says of the tables and the tables say themselves. */

test("the constraints of the tables allow as much as the form and the API do", async () => {
  const db = await setup();
  const checks = await db.sql<{ relation: string; definition: string }[]>`
    select conrelid::regclass::text as relation, pg_get_constraintdef(oid) as definition
    from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace`;

  // "CHECK (((char_length(title) >= 1) AND (char_length(title) <= 200)))"; a plain number has no function around it.
  const most = Object.fromEntries(
    checks.flatMap(({ relation, definition }) => {
      const [, column, number] = /\(*(?:\w+\()?(\w+)\)* <= (\d+)\)/.exec(definition) ?? [];
      return column ? [[`${relation}.${column}`, Number(number)]] : [];
    }),
  );

  expect(most).toMatchObject({
    "service_requests.title": TEXT_LIMITS.title,
    "service_requests.service_needed": TEXT_LIMITS.serviceNeeded,
    "service_requests.description": TEXT_LIMITS.description,
    "service_requests.location": TEXT_LIMITS.location,
    "service_requests.criteria": LIMITS.criteria,
    "service_requests.client_name": TEXT_LIMITS.clientName,
    "service_requests.client_address": TEXT_LIMITS.clientAddress,
    "providers.name": API_LIMITS.providerName,
    "providers.also_known_as": LIMITS.providers,
    "providers.phone_as_written": LIMITS.phoneAsWritten,
    "batches.idempotency_key": API_LIMITS.idempotencyKey,
    "batches.max_attempts": API_LIMITS.attempts,
    "batches.retry_delay_seconds": API_LIMITS.retryDelaySeconds,
    "batches.max_call_seconds": API_LIMITS.callSeconds,
    "batches.time_zone": API_LIMITS.timeZone,
    "do_not_call.reason": REASON_MAX,
    "attempts.number": API_LIMITS.attempts,
    "attempt_secrets.control_url": CONTROL_URL_MAX,
    "api_keys.name": API_LIMITS.apiKeyName,
  });
});

test.each(ATTEMPT_OUTCOMES)(
  "%s is followed by a further attempt only if unreached",
  async (outcome) => {
    const db = await setup();
    const { id } = await db.attemptIn("dialing", { maxAttempts: 2 });

    const { nextAttempt } = await db.settle(id, outcome, { humanHeard: false });

    expect(nextAttempt !== null).toBe(isUnreached(outcome));
  },
);
