"use client";

import { type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Button } from "../../../components/button";
import { focusHeadline } from "../status/focus-headline";
import type { OrderResult } from "./send-order";

/** What is asked before an order is given. */
export type Question = {
  title: string;
  body: ReactNode;
  /** On the button that gives the order. */
  confirm: string;
  decline?: string;
  kind?: "primary" | "danger";
  /** The button waits for a choice inside the body. */
  isIncomplete?: boolean;
  order: () => Promise<OrderResult>;
  onAccepted: (body: unknown) => void;
  /** What takes the focus then, where the order does not take it away; the headline otherwise. */
  focusId?: string;
};

type AskDialogProps = { question: Question | null; onClose: () => void };

/** Asks once, gives the order, and stays open with the reason when it is refused. Escape and "no" change nothing. */
export function AskDialog({ question, onClose }: AskDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [isSending, setIsSending] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const isOpen = question !== null;

  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);

  const close = () => {
    setRefusal(null);
    onClose();
  };
  const confirm = async () => {
    if (!question) return;
    setIsSending(true);
    const result = await question.order();
    setIsSending(false);
    if (result.kind === "refused") {
      setRefusal(result.words);
      return;
    }
    // Closed here and now: closing gives the focus back to the button that asked, which the order may take away.
    dialog.current?.close();
    close();
    question.onAccepted(result.body);
    const next = document.getElementById(question.focusId ?? "");
    if (next) next.focus();
    else focusHeadline();
  };
  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={close}
      className="m-auto w-[calc(100%-2rem)] max-w-md rounded-2xl border border-line bg-surface p-6 text-text shadow-xl backdrop:bg-black/50"
    >
      {question && (
        <div className="grid gap-4">
          <h2 id={titleId} className="font-semibold text-lg">
            {question.title}
          </h2>
          <div className="grid gap-3 text-muted">{question.body}</div>
          {refusal && (
            <p role="alert" className="rounded-lg bg-bad-soft px-3 py-2 text-bad text-sm">
              {refusal}
            </p>
          )}
          <div className="flex flex-wrap justify-end gap-2">
            {/* Closing gives the focus back; a dialog that is only taken away would not. */}
            <Button onClick={() => dialog.current?.close()}>{question.decline ?? "Not now"}</Button>
            <Button
              kind={question.kind ?? "primary"}
              disabled={isSending || question.isIncomplete}
              onClick={confirm}
            >
              {isSending ? "Asking…" : question.confirm}
            </Button>
          </div>
        </div>
      )}
    </dialog>
  );
}
