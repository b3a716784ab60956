import { html } from "hono/html";
import type { RunView, StepView } from "../types";
import { duration, json, type Markup, page, time } from "./layout";
import { lasted } from "./runs-page";

/** One run: what started it, its steps in the order in which they were reported, its requests. */
export function runPage(run: RunView, hasEnded: boolean): Markup {
  return page(
    `${run.functionName} · ${run.status}`,
    html`<p><a href="/">All runs</a></p>
      <h1>${run.functionName}</h1>
      <p class="row">
        <span class="status ${run.status}">${run.status}</span>
        <span class="dim">${time(run.startedAtMs ?? run.queuedAtMs)} · ${lasted(run)}</span>
      </p>
      <p class="dim"><code>${run.functionId}</code> run <code>${run.id}</code></p>
      ${related("Repeats", run.rerunOf)} ${related("Invoked by", run.parentRunId)}
      <p class="row">
        <form method="post" action="/runs/${run.id}/rerun"><button>Rerun</button></form>
        ${hasEnded ? "" : cancelForm(run)}
      </p>
      ${json("error", "Error", run.error)} ${run.error ? "" : json("output", "Output", run.output)}
      <h2>Event</h2>
      ${json("event", run.event.name, run.event)}
      <h2>Steps</h2>
      ${run.steps.length === 0 ? html`<p class="dim">None so far.</p>` : ""}
      <ol>
        ${run.steps.map((step) => stepItem(run, step))}
      </ol>
      <h2>Requests to the app</h2>
      <ol>
        ${run.calls.map(
          (call) =>
            html`<li class="row">
              ${time(call.atMs)}
              <span>${call.target === "step" ? "discovery" : nameOf(run, call.target)}</span>
              <span class="dim">attempt ${call.attempt + 1} · ${duration(call.durationMs)}</span>
              <span>${call.result}</span>
            </li>`,
        )}
      </ol>`,
    !hasEnded,
  );
}

function stepItem(run: RunView, step: StepView): Markup {
  const took =
    step.endedAtMs === undefined ? "" : ` · ${duration(step.endedAtMs - step.startedAtMs)}`;
  // A step that failed for good shows its last error by itself.
  const earlier = step.error ? step.failures.slice(0, -1) : step.failures;
  const attempts = step.failures.length > 0 ? ` · failed attempts: ${step.failures.length}` : "";
  return html`<li>
    <div class="row">
      <span class="status ${step.status}">${step.status}</span>
      <span>${step.name}</span> <span class="dim">${step.op}</span>
      <span class="right dim">${time(step.startedAtMs)}${took}${attempts}</span>
    </div>
    ${json(`in-${step.id}`, "Input", step.input)}
    ${json(`failures-${step.id}`, "Failed attempts", earlier.length > 0 ? earlier : undefined)}
    ${json(`error-${step.id}`, "Error", step.error)}
    ${step.error ? "" : json(`out-${step.id}`, "Output", step.output)}
    ${step.endedAtMs === undefined ? "" : rerunFromForm(run, step)}
  </li>`;
}

function rerunFromForm(run: RunView, step: StepView): Markup {
  return html`<form method="post" action="/runs/${run.id}/rerun">
    <input type="hidden" name="fromStep" value="${step.id}" />
    <button>Rerun from here</button>
  </form>`;
}

function cancelForm(run: RunView): Markup {
  return html`<form method="post" action="/runs/${run.id}/cancel"><button>Cancel</button></form>`;
}

function related(label: string, runId: string | undefined): Markup {
  if (!runId) return html``;
  return html`<p class="dim">${label} <a href="/runs/${runId}"><code>${runId}</code></a></p>`;
}

function nameOf(run: RunView, stepId: string): string {
  return run.steps.find((step) => step.id === stepId)?.name ?? stepId;
}
