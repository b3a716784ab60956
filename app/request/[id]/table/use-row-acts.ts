"use client";

import { useCallback, useState } from "react";
import type { LiveProvider } from "@/lib/batches/live-state";
import { createLazy, NOT_LOADED, useLazy } from "../lazy-part";
import type { RowAction } from "./next-step";

const dialog = createLazy(
  async () => (await import("../orders/call-again-dialog")).CallAgainDialog,
);

// Read when it is used: few calls are unclear.
async function checkLater(attemptId: string): Promise<string> {
  try {
    return await (await import("../orders/send-order")).checkCall(attemptId);
  } catch {
    // No network, or a newer deployment has replaced the script.
    return NOT_LOADED;
  }
}

/** What the rows of the table have been pressed for: which are open, and who is to be called again. */
export function useRowActs(onSaid: (words: string) => void) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [transcriptOf, setTranscriptOf] = useState<string | null>(null);
  const [asked, setAsked] = useState<LiveProvider | null>(null);
  const { Part: CallAgainDialog } = useLazy(dialog);

  const toggle = useCallback((id: string) => {
    setTranscriptOf(null);
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const ask = useCallback(
    (provider: LiveProvider) => {
      dialog.load().then(
        () => setAsked(provider),
        () => onSaid(NOT_LOADED),
      );
    },
    [onSaid],
  );
  const act = useCallback(
    (provider: LiveProvider, action: RowAction) => {
      switch (action) {
        case "open_transcript":
          setTranscriptOf(provider.id);
          setOpen((before) => new Set(before).add(provider.id));
          break;
        case "check_before_calling":
          onSaid("Asking the phone service…");
          void checkLater(provider.attempt.id).then(onSaid);
          break;
        case "call_again":
          ask(provider);
          break;
      }
    },
    [ask, onSaid],
  );
  const stopAsking = useCallback(() => setAsked(null), []);
  return { open, transcriptOf, asked, CallAgainDialog, toggle, ask, act, stopAsking };
}
