"use client";

import { lazy, useCallback, useEffect, useRef, useState } from "react";
import { Button } from "../components/button";
import { SelectField } from "../components/field";
import type { CallTerms } from "./before-calling";
import type { Country } from "./countries";
import { ListBox } from "./list/list-box";
import { firstWrongCell, ListPreview, type PreviewView } from "./list/list-preview";
import { SpokenSummary } from "./list/list-summary";
import { NotLoaded, Opened } from "./opened";
import type { NewRequest } from "./use-new-request";

const MoreOptions = lazy(() => import("./more-options").catch(() => ({ default: NotLoaded })));

type BusinessesSectionProps = {
  request: NewRequest;
  countries: readonly Country[];
  terms: CallTerms;
  /** How often the form was sent: after each, the focus goes to what stands in the way. */
  presses: number;
};

/** The half of the form that says whom to call. */
export function BusinessesSection(props: BusinessesSectionProps) {
  const { request, countries, terms, presses } = props;
  const { draft, list, problems, change, skipBad } = request;
  const { fields } = draft;
  const heading = useRef<HTMLHeadingElement>(null);
  const [view, setView] = useState<PreviewView>({ only: "all", isWhole: false });
  useFocusOnProblem(request, presses, () => setView((before) => ({ ...before, only: "wrong" })));
  const onSkipBad = useCallback(
    (skips: boolean) => {
      skipBad(skips);
      setView((before) => ({ ...before, only: "all" }));
    },
    [skipBad],
  );
  // Only where calls are simulated and the button is pressed; without a connection a further press tries again.
  const fillSimulated = () =>
    import("./like/simulated-list").then(
      ({ simulate }) => {
        change(simulate(fields));
        // The button goes with what it has done; the keyboard goes on from here.
        heading.current?.focus();
      },
      () => undefined,
    );
  return (
    <section aria-labelledby="businesses" className="grid gap-5">
      <div className="flex min-h-8 flex-wrap items-center justify-between gap-2">
        <h2
          id="businesses"
          ref={heading}
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
        onOpen={request.openFile}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <SelectField
          id="country"
          name="country"
          label="Numbers without a country code are in"
          value={request.country}
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
          label="If nobody answers"
          value={fields.maxAttempts}
          error={problems.fields.maxAttempts}
          onChange={(event) => change({ maxAttempts: event.target.value })}
        >
          <option value="2">Try once more after {terms.retryDelay}</option>
          <option value="1">Do not call again</option>
        </SelectField>
      </div>
      <Opened summary="More options" opens={problems.fields.capUsd !== undefined}>
        <MoreOptions
          fields={fields}
          error={problems.fields.capUsd}
          capUsd={terms.capUsd}
          onChange={change}
        />
      </Opened>
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
        onConfirm={request.confirmPhone}
        onChooseColumns={request.chooseColumns}
      />
    </section>
  );
}

/** Puts the focus where the first problem is solved, each time the form was sent. */
function useFocusOnProblem(request: NewRequest, presses: number, showWrong: () => void) {
  const { list, problems } = request;
  const isAboutRows =
    Object.keys(problems.rows).length > 0 ||
    (list.counts.refused > 0 && problems.fields.list !== undefined);
  const first = Object.keys(problems.fields)[0] ?? (isAboutRows ? "list" : undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a press moves the focus, not what follows it.
  useEffect(() => {
    if (first === undefined) return;
    if (first !== "list" || !isAboutRows) return document.getElementById(first)?.focus();
    const cell = firstWrongCell(list, problems.rows);
    showWrong();
    // The row may be one that was not shown before.
    requestAnimationFrame(() => document.getElementById(cell ?? "list")?.focus());
  }, [presses]);
}
