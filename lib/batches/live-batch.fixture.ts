import { toCallStatus } from "@/lib/states/attempt";
import { type LiveBatch, type LiveProvider, NOTHING_KNOWN } from "./live-state";
import { countStatuses, findCurrentProvider } from "./progress";

const AT = "2026-11-23T09:00:00.000Z";

/** A provider of a test with nothing known about its attempt but what is given. */
export function createProvider(attempt: Partial<LiveProvider["attempt"]>, index = 0): LiveProvider {
  const status = attempt.status ?? "queued";
  const outcome = attempt.outcome ?? null;
  return {
    id: `00000000-0000-4000-8000-0000000000a${index}`,
    name: `Provider ${index}`,
    phone: `+1864555010${index}`,
    phoneExtension: null,
    alsoKnownAs: [],
    callStatus: toCallStatus(status, outcome),
    isPatched: false,
    earlier: null,
    missed: null,
    attempt: {
      ...NOTHING_KNOWN,
      id: `00000000-0000-4000-8000-0000000001a${index}`,
      executionId: "00000000-0000-4000-8000-00000000000b",
      number: 1,
      status,
      outcome,
      notBefore: AT,
      refusals: 0,
      holdCode: null,
      version: 1,
      ...attempt,
    },
  };
}

/** A running batch of a test, with one provider per attempt. */
export function createLiveBatch(
  attempts: readonly Partial<LiveProvider["attempt"]>[],
  batch: Partial<LiveBatch> = {},
): LiveBatch {
  const providers = attempts.map(createProvider);
  return {
    executionId: "00000000-0000-4000-8000-00000000000b",
    serviceRequestId: "00000000-0000-4000-8000-00000000000c",
    status: "running",
    isFinal: false,
    isRetry: false,
    stats: countStatuses(providers.map(({ callStatus }) => callStatus)),
    currentProvider: findCurrentProvider(providers),
    fault: null,
    hold: null,
    spending: null,
    callingHours: null,
    consentBasis: "listed_publicly",
    providers,
    ranking: null,
    requestedAt: AT,
    endedAt: null,
    version: 1,
    ...batch,
  };
}
