import {
  ATTEMPTS_CHANGED,
  type AttemptsChanged,
  BATCH_CHANGED,
  type BatchChanged,
  parseAttemptsChanged,
  parseBatchChanged,
  requestTopic,
} from "@/lib/realtime/topics";
import { openChannel } from "./channel";

export type SupabaseAddress = { url: string; publishableKey: string };

type Listeners = {
  onAttempts: (hint: AttemptsChanged) => void;
  onBatch: (hint: BatchChanged) => void;
  /** Told of each change between connected and not; every new connection may have missed hints. */
  onConnected: (isConnected: boolean) => void;
  /** A hint of a shape that this page does not know: a newer deployment sends it. */
  onUnreadable: () => void;
};

/**
 * Listens on the private channel of a request, and joins it again by itself after every break.
 * @returns ends it
 */
export function subscribe(
  serviceRequestId: string,
  address: SupabaseAddress,
  listeners: Listeners,
): () => void {
  const tell = <T>(hint: T | null, listener: (hint: T) => void) =>
    hint ? listener(hint) : listeners.onUnreadable();
  return openChannel({
    ...address,
    topic: requestTopic(serviceRequestId),
    onBroadcast: (event, payload) => {
      if (event === ATTEMPTS_CHANGED) tell(parseAttemptsChanged(payload), listeners.onAttempts);
      if (event === BATCH_CHANGED) tell(parseBatchChanged(payload), listeners.onBatch);
    },
    onJoined: listeners.onConnected,
  });
}
