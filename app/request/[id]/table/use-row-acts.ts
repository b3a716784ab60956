"use client";

import { useCallback, useState } from "react";
import type { LiveProvider } from "@/lib/batches/live-state";
import { createLazy, NOT_LOADED, useLazy } from "../lazy-part";
import type { RowAction, SpokenField } from "./next-step";

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

/** Whose call is to be shown, and what of the answer its words are looked for; each press is one of its own. */
export type Asked = { id: string; field: SpokenField | null };

/** What the rows of the table have been pressed for: which are open, and who is to be called again. */
export function useRowActs(onSaid: (words: string) => void) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<Asked | null>(null);
  const [again, setAgain] = useState<LiveProvider | null>(null);
  const { Part: CallAgainDialog } = useLazy(dialog);

  const toggle = useCallback((id: string) => {
    setAsked(null);
    setOpen((before) => {
      const next = new Set(before);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const ask = useCallback(
    (provider: LiveProvider) => {
      dialog.load().then(
        () => setAgain(provider),
        () => onSaid(NOT_LOADED),
      );
    },
    [onSaid],
  );
  const act = useCallback(
    (provider: LiveProvider, action: RowAction, field: SpokenField | null = null) => {
      switch (action) {
        case "open_transcript":
          setAsked({ id: provider.id, field });
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
  const stopAsking = useCallback(() => setAgain(null), []);
  return { open, asked, again, CallAgainDialog, toggle, ask, act, stopAsking };
}
