import type { Context } from "hono";
import { html } from "hono/html";
import type { Env } from "../api/replies";
import { behaviors, documentedNumbers } from "../behaviors";
import type { Core } from "../core";
import { type DialView, dialsOf } from "./dials";
import { pageStyle } from "./page-style";

// Enough to see a running batch; the whole list is at /__simulator/calls.
const CALLS_SHOWN = 200;

// Calls change their state every few seconds.
const REFRESH_SECONDS = 3;

/** A page to look at: the calls and the numbers that have a fate. It changes nothing. */
export function pageRoute(core: Core) {
  return (c: Context<Env>) => {
    const dials = dialsOf(core);
    const isMoving = dials.some((dial) => dial.reportedAt === null);
    return c.html(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${isMoving ? html`<meta http-equiv="refresh" content="${REFRESH_SECONDS}">` : ""}
<title>Vapi simulator</title>
<style>${pageStyle}</style>
</head>
<body>
<h1>Vapi simulator</h1>
<p>Stands in for api.vapi.ai. No telephone rings. ${core.store.liveCount()} of ${core.lines} lines in use, ${dials.length} calls since the start or the latest reset.</p>
${callTable(dials)}
${numberTable()}
</body>
</html>`);
  };
}

function callTable(dials: readonly DialView[]) {
  if (dials.length === 0) return html`<p>No call yet. <code>POST /call</code> places one.</p>`;
  return html`<table>
<caption>Calls, newest first</caption>
<thead><tr><th scope="col">Number</th><th scope="col">Behavior</th><th scope="col">Status</th><th scope="col">Duration</th><th scope="col">External id</th></tr></thead>
<tbody>${dials.slice(-CALLS_SHOWN).reverse().map(callRow)}</tbody>
</table>`;
}

const callRow = (dial: DialView) => html`<tr>
<td>${dial.number}</td>
<td>${dial.behavior}</td>
<td>${dial.endedReason ? `${dial.status}: ${dial.endedReason}` : dial.status}</td>
<td>${duration(dial)}</td>
<td>${dial.externalId ?? ""}</td>
</tr>`;

function duration(dial: DialView): string {
  if (dial.endedAt === null) return "";
  const seconds = (Date.parse(dial.endedAt) - Date.parse(dial.dialedAt)) / 1000;
  return `${seconds.toFixed(1)} s`;
}

const numberTable = () => html`<table>
<caption>Numbers with a fate, in any area code; all others answer as their digits decide</caption>
<thead><tr><th scope="col">Number</th><th scope="col">Behavior</th><th scope="col">What happens</th></tr></thead>
<tbody>${documentedNumbers.map(
  (name, index) => html`<tr>
<td>+1 ... 555-01${String(index).padStart(2, "0")}</td>
<td>${name}</td>
<td>${behaviors[name].happens}</td>
</tr>`,
)}</tbody>
</table>`;
