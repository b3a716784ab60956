import { Inngest } from "inngest";
import { fetchWithTimeout } from "@/lib/fetch-with-timeout";

// The SDK sets no limit of its own and tries five times: a hung event server must not hang a request with it.
const SEND_TIMEOUT_MS = 5_000;

/** How long one request may go on from step to step before it answers; the SDK's own choice, held for `maxDuration`. */
export const CHECKPOINT_MS = 10_000;

/** Reads INNGEST_* by itself: INNGEST_DEV for a local engine; event and signing key for Inngest Cloud. */
export const inngest = new Inngest({
  id: "ringround",
  fetch: fetchWithTimeout(SEND_TIMEOUT_MS),
  checkpointing: { maxRuntime: CHECKPOINT_MS },
});
