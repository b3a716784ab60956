"use client";

import { type FormEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from "react";
import type { CallTerms } from "./before-calling";
import { BusinessesSection } from "./businesses-section";
import { CallPanel } from "./call-panel";
import { type DraftFields, EMPTY_DRAFT } from "./draft";
import { JobFields } from "./job-fields";
import { LikeNotice } from "./like/like-notice";
import type { LikeRequest } from "./like/like-request";
import { draftStore, type NewRequestOptions, useNewRequest } from "./use-new-request";

export type NewRequestFormProps = NewRequestOptions & {
  terms: CallTerms;
  /** What to begin with, when the form was opened for something. */
  like: LikeRequest | null;
  /** Id of the account that the draft belongs to. */
  owner: string;
};

export function NewRequestForm(props: NewRequestFormProps) {
  const { countries, terms, like, owner } = props;
  const form = useRef<HTMLFormElement>(null);
  const request = useNewRequest(props);
  const [presses, setPresses] = useState(0);
  useLayoutEffect(() => {
    const shown = draftStore.read().fields;
    draftStore.claim(owner);
    keepTyped(form.current, shown);
  }, [owner]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await request.send();
    setPresses((count) => count + 1);
  };
  return (
    <form
      ref={form}
      onSubmit={submit}
      onKeyDown={keepUnsent}
      // A person in the first field is about to write a list: what reads it is there by then.
      onFocus={request.prepare}
      noValidate
      // The tab keeps the draft; a browser that filled in what was sent would offer to send it again.
      autoComplete="off"
      className="grid items-start gap-10 lg:grid-cols-[minmax(0,1fr)_19rem]"
    >
      <div className="grid min-w-0 gap-10">
        {like && <LikeNotice like={like} />}
        <section aria-labelledby="job" className="grid gap-5">
          <h2 id="job" className="font-semibold text-lg">
            The job
          </h2>
          <JobFields
            fields={request.draft.fields}
            problems={request.problems.fields}
            onChange={request.change}
          />
        </section>
        <BusinessesSection
          request={request}
          countries={countries}
          terms={terms}
          presses={presses}
        />
      </div>
      <CallPanel request={request} terms={terms} />
    </form>
  );
}

/** Calls are ordered by their button alone: Enter in a line of the job is a slip that would cost money. */
function keepUnsent(event: KeyboardEvent) {
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
}

/** Words typed before the scripts had loaded are in the page but not in the draft yet, `shown` as it was. */
function keepTyped(form: HTMLFormElement | null, shown: DraftFields) {
  if (!form) return;
  const typed: Partial<DraftFields> = {};
  for (const [name, value] of new FormData(form)) {
    const field = name as keyof DraftFields;
    const isTyped = field in EMPTY_DRAFT.fields && field !== "country" && typeof value === "string";
    // What the draft has already is no change: a change would make sending it again a new order.
    const known = [EMPTY_DRAFT.fields[field], shown[field]];
    if (isTyped && !known.includes(value)) typed[field] = value;
  }
  if (Object.keys(typed).length > 0) draftStore.change(typed);
}
