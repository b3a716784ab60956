"use client";

import {
  type FormEvent,
  type KeyboardEvent,
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { Button } from "../components/button";
import { SelectField } from "../components/field";
import { BeforeCalling, type CallTerms, Who } from "./before-calling";
import { isCalledAgain, isUntouched } from "./draft";
import { Problems } from "./form-problems";
import { JobFields } from "./job-fields";
import { keepTyped } from "./keep-typed";
import { LikeNotice } from "./like-notice";
import type { LikeRequest } from "./like-request";
import { ListBox } from "./list-box";
import { firstWrongCell, ListPreview, type PreviewView } from "./list-preview";
import { SpokenSummary } from "./list-summary";
import {
  draftStore,
  type NewRequestOptions,
  type Progress,
  useNewRequest,
} from "./use-new-request";

export type NewRequestFormProps = NewRequestOptions & {
  terms: CallTerms;
  /** What to begin with, when the form was opened for something. */
  like: LikeRequest | null;
  /** Id of the account that the draft belongs to. */
  owner: string;
};

// Only who comes back after calling; the form is of use without it.
const LastRequest = lazy(() => import("./last-request").catch(() => ({ default: () => null })));

export function NewRequestForm(props: NewRequestFormProps) {
  const { countries, terms, like } = props;
  const form = useRef<HTMLFormElement>(null);
  const businesses = useRef<HTMLHeadingElement>(null);
  const request = useNewRequest(props);
  const { draft, country, list, problems, progress, change } = request;
  const { fields } = draft;
  const [view, setView] = useState<PreviewView>({ only: "all", isWhole: false });
  const [refusals, setRefusals] = useState(0);
  useLayoutEffect(() => {
    const shown = draftStore.read().fields;
    draftStore.claim(props.owner);
    keepTyped(form.current, shown);
  }, [props.owner]);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await request.send();
    setRefusals((count) => count + 1);
  };
  const wrongCell = firstWrongCell(list, problems.rows);
  const isAboutRows =
    Object.keys(problems.rows).length > 0 || (list.bad > 0 && problems.fields.list !== undefined);
  const first = Object.keys(problems.fields)[0] ?? (isAboutRows ? "list" : undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a press moves the focus, not what follows it.
  useEffect(() => {
    if (first === undefined) return;
    if (first !== "list" || !isAboutRows) return document.getElementById(first)?.focus();
    setView((before) => ({ ...before, only: "wrong" }));
    // The row may be one that was not shown before.
    requestAnimationFrame(() => document.getElementById(wrongCell ?? "list")?.focus());
  }, [refusals]);

  const skipBad = request.skipBad;
  const onSkipBad = useCallback(
    (skips: boolean) => {
      skipBad(skips);
      setView((before) => ({ ...before, only: "all" }));
    },
    [skipBad],
  );
  const isCalled = isCalledAgain(draft);
  const isUnread = fields.list.trim() !== "" && list.rows.length === 0;
  // Only where calls are simulated, and only for who presses it; without a connection a further press tries again.
  const fillSimulated = () =>
    import("./simulated-list").then(
      ({ simulate }) => {
        change(simulate(fields));
        // The button goes with what it has done; who came by the keyboard goes on from here.
        businesses.current?.focus();
      },
      () => undefined,
    );

  return (
    <form
      ref={form}
      onSubmit={submit}
      onKeyDown={keepUnsent}
      // Whoever comes to the first field is about to write a list: what reads it is there by then.
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
          <JobFields fields={fields} problems={problems.fields} onChange={change} />
        </section>

        <section aria-labelledby="businesses" className="grid gap-5">
          <div className="flex min-h-8 flex-wrap items-center justify-between gap-2">
            <h2
              id="businesses"
              ref={businesses}
              tabIndex={-1}
              className="font-semibold text-lg outline-none"
            >
              The businesses
            </h2>
            {terms.isSimulated && fields.list === "" && (
              <Button size="small" onClick={fillSimulated}>
                Try a simulated batch
              </Button>
            )}
          </div>
          <ListBox
            value={fields.list}
            error={problems.fields.list}
            onChange={(text) => change({ list: text })}
            onAppend={request.append}
          />
          <div className="grid gap-5 sm:grid-cols-2">
            <SelectField
              id="country"
              name="country"
              label="Numbers without a country code are in"
              value={country}
              error={problems.fields.country}
              onChange={(event) => change({ country: event.target.value })}
            >
              {countries.map(({ code, label }) => (
                <option key={code} value={code}>
                  {label}
                </option>
              ))}
            </SelectField>
            <SelectField
              id="maxAttempts"
              name="maxAttempts"
              label="When nobody answers"
              value={fields.maxAttempts}
              error={problems.fields.maxAttempts}
              onChange={(event) => change({ maxAttempts: event.target.value })}
            >
              <option value="2">Try once more after {terms.retryDelay}</option>
              <option value="1">Leave it at one call</option>
            </SelectField>
          </div>
          <SpokenSummary list={list} skipsBad={draft.skipsBad} />
          <ListPreview
            list={list}
            refused={problems.rows}
            skipsBad={draft.skipsBad}
            isUnchecked={request.isUnchecked}
            view={view}
            onView={setView}
            onSkipBad={onSkipBad}
            onEdit={request.editRow}
          />
        </section>
      </div>

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
            {isCalled ? "Open the request" : submitLabel(progress, list.good)}
          </Button>
          <p className="text-muted text-sm">
            {isCalled
              ? "You have already called these businesses for this job."
              : "You can stop at any time."}
          </p>
        </div>
      </section>
    </form>
  );
}

/** Calls are ordered by their button alone: Enter in a line of the job is a slip that would cost money. */
function keepUnsent(event: KeyboardEvent) {
  if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
}

function submitLabel(progress: Progress, count: number): string {
  if (progress === "sending") return "Starting…";
  if (progress === "accepted") return "Opening the live page…";
  if (count === 0) return "Call businesses";
  return count === 1 ? "Call 1 business" : `Call ${count} businesses`;
}
