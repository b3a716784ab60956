import type { z } from "zod";
import type { AttemptsChanged, batchChangedSchema } from "@/lib/realtime/topics";

export type SupabaseAddress = { url: string; publishableKey: string };

type Listeners = {
  onAttempts: (hint: AttemptsChanged) => void;
  onBatch: (hint: z.infer<typeof batchChangedSchema>) => void;
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
  { url, publishableKey }: SupabaseAddress,
  listeners: Listeners,
): () => void {
  let isEnded = false;
  let end = () => {
    isEnded = true;
  };
  const start = async () => {
    // 100 kB of script, more than all else that is this page's own: loaded once the page can be read.
    const [{ createBrowserClient }, topics] = await Promise.all([
      import("@supabase/ssr"),
      import("@/lib/realtime/topics"),
    ]);
    const supabase = createBrowserClient(url, publishableKey);
    // Private channels are joined as the signed-in person.
    await supabase.realtime.setAuth();
    if (isEnded) return;
    const channel = supabase
      .channel(topics.requestTopic(serviceRequestId), { config: { private: true } })
      .on("broadcast", { event: topics.ATTEMPTS_CHANGED }, ({ payload }) => {
        const hint = topics.attemptsChangedSchema.safeParse(payload);
        if (hint.success) listeners.onAttempts(hint.data);
        else listeners.onUnreadable();
      })
      .on("broadcast", { event: topics.BATCH_CHANGED }, ({ payload }) => {
        const hint = topics.batchChangedSchema.safeParse(payload);
        if (hint.success) listeners.onBatch(hint.data);
        else listeners.onUnreadable();
      })
      .subscribe((status) => listeners.onConnected(status === "SUBSCRIBED"));
    end = () => {
      isEnded = true;
      void supabase.removeChannel(channel);
    };
  };
  start().catch(() => listeners.onConnected(false));
  return () => end();
}
