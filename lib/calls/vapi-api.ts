import { VapiClient } from "@vapi-ai/server-sdk";
import { boundedFetch } from "./bounded-fetch";

export type VapiOptions = {
  baseUrl: string;
  apiKey: string;
  /** For tests and proxies; the global one by default. */
  fetch?: typeof fetch;
};

/** Access to the phone service. It holds the private key: never log it or send it to a browser. */
export type VapiApi = {
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  /** For reading: repeats by itself, which for anything but reading would be a second phone call. */
  readonly reader: VapiClient;
  /** A client that sends every request exactly once, through the given fetch. */
  readonly once: (fetchOnce: typeof fetch) => VapiClient;
};

/** A page of calls carries up to 100 whole transcripts. */
const READ_MAX_BYTES = 64_000_000;

/** Reading changes nothing, so it is repeated; three tries of 10 s stay below the 60 s of the shortest function. */
const READ_OPTIONS = { maxRetries: 2, timeoutInSeconds: 10 };

export function createVapiClient({
  baseUrl,
  apiKey,
  fetch = globalThis.fetch,
}: VapiOptions): VapiApi {
  const shared = { baseUrl, token: apiKey };
  return {
    baseUrl,
    fetch,
    reader: new VapiClient({
      ...shared,
      ...READ_OPTIONS,
      fetch: boundedFetch(fetch, READ_MAX_BYTES),
    }),
    once: (fetchOnce) => new VapiClient({ ...shared, maxRetries: 0, fetch: fetchOnce }),
  };
}
