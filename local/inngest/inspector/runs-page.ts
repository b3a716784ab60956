import { html } from "hono/html";
import type { AppView } from "../sync";
import type { RunView } from "../types";
import { duration, type Markup, page, time } from "./layout";

export type RunsPage = { runs: RunView[]; total: number; apps: AppView[] };

/** The list of runs, newest first. */
export function runsPage({ runs, total, apps }: RunsPage): Markup {
  return page(
    "Runs · local Inngest engine",
    html`<h1>Runs</h1>
      <p class="dim">
        Local stand-in for Inngest. ${runs.length < total ? `The last ${runs.length} of ` : ""}${total}
        ${total === 1 ? "run" : "runs"}. Times are UTC.
      </p>
      ${apps.map(appLine)} ${runs.length === 0 ? html`<p>Nothing has run yet.</p>` : ""}
      <ol>
        ${runs.map(runLine)}
      </ol>`,
    true,
  );
}

function appLine({ url, synced, error }: AppView): Markup {
  const state = error ? `not synced: ${error}` : synced ? "synced" : "not synced yet";
  return html`<p class="${error ? "failed" : "dim"}">App <code>${url}</code>: ${state}</p>`;
}

function runLine(run: RunView): Markup {
  return html`<li>
    <div class="row">
      <span class="status ${run.status}">${run.status}</span>
      <a href="/runs/${run.id}">${run.functionName}</a>
      <span class="right dim">${time(run.startedAtMs ?? run.queuedAtMs)} · ${lasted(run)}</span>
    </div>
    <div class="dim"><code>${run.event.name}</code>${run.error ? ` · ${run.error.message}` : ""}</div>
  </li>`;
}

/** How long a run took, or has taken so far. */
export function lasted(run: RunView): string {
  if (run.startedAtMs === undefined) return "not started";
  if (run.endedAtMs === undefined) return "going on";
  return duration(run.endedAtMs - run.startedAtMs);
}
