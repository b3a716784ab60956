"use client";

import { lazy, Suspense } from "react";
import { Button } from "../components/button";
import { BeforeCalling, type CallTerms, Who } from "./before-calling";
import { isCalledAgain, isUntouched } from "./draft";
import { Problems } from "./send/form-problems";
import type { NewRequest, Progress } from "./use-new-request";

// Only for the way back after calling; the form is of use without it.
const LastRequest = lazy(() =>
  import("./like/last-request").catch(() => ({ default: () => null })),
);

/** What calling will come to, what stands in the way, and the button that orders it. */
export function CallPanel({ request, terms }: { request: NewRequest; terms: CallTerms }) {
  const { draft, list, problems, progress } = request;
  const { fields } = draft;
  const isCalled = isCalledAgain(draft);
  const isUnread = fields.list.trim() !== "" && list.rows.length === 0;
  return (
    <section
      aria-labelledby="before"
      // On a desk it stays in view, and so does its button however much there is to read.
      className="flex flex-col rounded-xl border border-line bg-surface lg:sticky lg:top-6 lg:max-h-[calc(100dvh-3rem)]"
    >
      <div className="grid min-h-0 gap-5 overflow-y-auto p-5">
        <div className="grid gap-1">
          <h2 id="before" className="font-semibold text-lg">
            Before calling
          </h2>
          <Who list={list} unread={isUnread ? (request.isUnchecked ? "later" : "now") : "none"} />
        </div>
        <BeforeCalling fields={fields} list={list} terms={terms} />
      </div>
      <div className="grid gap-3 border-line border-t p-5">
        {draft.called && progress === "editing" && isUntouched(draft) && (
          <Suspense>
            <LastRequest called={draft.called} />
          </Suspense>
        )}
        <Problems problems={problems} />
        <Button id="call" type="submit" kind="primary" disabled={progress !== "editing"}>
          {isCalled ? "Open the request" : submitLabel(progress, list.counts.called)}
        </Button>
        <p className="text-muted text-sm">
          {isCalled
            ? "You have already called these businesses for this job."
            : "You can stop at any time."}
        </p>
      </div>
    </section>
  );
}

function submitLabel(progress: Progress, count: number): string {
  if (progress === "sending") return "Starting…";
  if (progress === "accepted") return "Opening the live page…";
  if (count === 0) return "Call businesses";
  return count === 1 ? "Call 1 business" : `Call ${count} businesses`;
}
