"use client";

import { type FormEvent, useLayoutEffect, useRef } from "react";
import { Button } from "../components/button";
import { SelectField, TextArea } from "../components/field";
import { Notice } from "../components/notice";
import type { Country } from "./countries";
import { type DraftFields, EMPTY_DRAFT } from "./draft";
import { JobFields } from "./job-fields";
import { ListPreview } from "./list-preview";
import { type FormProblems, hasProblems } from "./prepare-request";
import { SIMULATED_JOB, SIMULATED_LIST } from "./simulated-list";
import { draftStore, type Progress, useNewRequest } from "./use-new-request";

export type NewRequestFormProps = {
  countries: Country[];
  defaultCountry: string;
  mostProviders: number;
  /** How long after an unanswered call the next one comes: "30 minutes". */
  retryDelay: string;
  /** Calls go to the simulator, so numbers that reach nobody may be offered. */
  isSimulated: boolean;
};

export function NewRequestForm(props: NewRequestFormProps) {
  const { draft, country, list, problems, progress, change, skipBad, send } = useNewRequest(props);
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => keepTyped(form.current), []);
  const { fields } = draft;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    focusFirst(form.current, await send());
  };
  const fillSimulated = () => {
    const untouched = Object.entries(SIMULATED_JOB).filter(
      ([name]) =>
        fields[name as keyof DraftFields] === EMPTY_DRAFT.fields[name as keyof DraftFields],
    );
    change({ ...Object.fromEntries(untouched), list: SIMULATED_LIST });
  };

  return (
    <form ref={form} onSubmit={submit} noValidate className="grid gap-10">
      <section aria-labelledby="job" className="grid gap-5">
        <h2 id="job" className="font-semibold text-lg">
          The job
        </h2>
        <JobFields fields={fields} problems={problems.fields} onChange={change} />
      </section>

      <section aria-labelledby="businesses" className="grid gap-5">
        <div className="flex min-h-8 flex-wrap items-center justify-between gap-2">
          <h2 id="businesses" className="font-semibold text-lg">
            The businesses
          </h2>
          {props.isSimulated && fields.list === "" && (
            <Button size="small" onClick={fillSimulated}>
              Fill in a simulated list
            </Button>
          )}
        </div>
        <TextArea
          id="list"
          name="list"
          label="Businesses to call"
          value={fields.list}
          error={problems.fields.list}
          onChange={(event) => change({ list: event.target.value })}
          rows={8}
          spellCheck={false}
          className="font-mono text-sm"
          placeholder={"Acme Plumbing, 864-555-0100\nBlue Ridge Pipes, 864-555-0101"}
          hint="One per line, name and number. Cells of a spreadsheet and CSV can be pasted as they are."
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
            {props.countries.map(({ code, label }) => (
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
            <option value="2">Try once more after {props.retryDelay}</option>
            <option value="1">Leave it at one call</option>
          </SelectField>
        </div>
        <ListPreview
          list={list}
          refused={problems.rows}
          skipsBad={draft.skipsBad}
          onSkipBad={skipBad}
        />
      </section>

      <div className="grid justify-items-start gap-4 border-line border-t pt-6">
        <Problems problems={problems} />
        <Button type="submit" kind="primary" disabled={progress !== "editing"}>
          {submitLabel(progress, list.good)}
        </Button>
        <p className="max-w-prose text-muted text-sm">
          Each business is called by a voice agent that says it is one, asks your questions and ends
          the call. You can stop at any time.
        </p>
      </div>
    </form>
  );
}

function submitLabel(progress: Progress, count: number): string {
  if (progress === "sending") return "Starting…";
  if (progress === "accepted") return "Opening the live page…";
  if (count === 0) return "Call businesses";
  return count === 1 ? "Call 1 business" : `Call ${count} businesses`;
}

function Problems({ problems }: { problems: FormProblems }) {
  if (!hasProblems(problems)) return null;
  const fields = Object.entries(problems.fields);
  const rows = Object.keys(problems.rows).length;
  return (
    <Notice tone="bad" role="alert" title="Nobody is called yet">
      <ul className="grid gap-1">
        {problems.general.map((text) => (
          <li key={text}>{text}</li>
        ))}
        {fields.map(([name, text]) => (
          <li key={name}>
            <a
              href={`#${name}`}
              className="inline-block min-h-6 py-0.5 underline underline-offset-2"
            >
              {text}
            </a>
          </li>
        ))}
        {rows > 0 && (
          <li>
            {rows === 1 ? "1 row was refused" : `${rows} rows were refused`}; the table says why.
          </li>
        )}
      </ul>
    </Notice>
  );
}

function focusFirst(form: HTMLFormElement | null, { fields, rows }: FormProblems) {
  const names =
    Object.keys(rows).length > 0 ? [...Object.keys(fields), "list"] : Object.keys(fields);
  const controls = Array.from(form?.elements ?? []).filter(
    (element): element is HTMLElement =>
      element instanceof HTMLElement && names.includes(element.id),
  );
  controls[0]?.focus();
}

/** Words typed before the scripts had loaded are in the page but not in the draft yet. */
function keepTyped(form: HTMLFormElement | null) {
  if (!form) return;
  const typed: Partial<DraftFields> = {};
  for (const [name, value] of new FormData(form)) {
    const field = name as keyof DraftFields;
    const isTyped = field in EMPTY_DRAFT.fields && field !== "country" && typeof value === "string";
    if (isTyped && value !== EMPTY_DRAFT.fields[field]) typed[field] = value;
  }
  if (Object.keys(typed).length > 0) draftStore.change(typed);
}
