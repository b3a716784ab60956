import { randomBytes } from "node:crypto";
import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Scripts and styles run only with this, so nothing inside an event's data ever can. */
const NONCE = randomBytes(16).toString("base64");

export function pageHeaders(): Record<string, string> {
  return {
    "content-security-policy": [
      "default-src 'none'",
      `style-src 'nonce-${NONCE}'`,
      `script-src 'nonce-${NONCE}'`,
      "connect-src 'self'",
      "img-src data:",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join("; "),
    "cache-control": "no-store",
  };
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d8d8de, #3a3a42); --dim: light-dark(#5c5c66, #a4a4b0);
  --good: light-dark(#176b35, #74d493); --bad: light-dark(#a8201a, #ff9389); --busy: light-dark(#1d56a8, #8cbcff); }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.25rem; margin: 0 0 .25rem; overflow-wrap: anywhere; } h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
a { color: inherit; } p { margin: .25rem 0; } code, pre, time { font: 13px/1.5 ui-monospace, monospace; }
.dim { color: var(--dim); } .right { margin-left: auto; }
ol, ul { list-style: none; margin: 0; padding: 0; } li { border-top: 1px solid var(--line); padding: .5rem 0; }
.row { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; }
.status { font-weight: 600; } .Completed, .completed { color: var(--good); } .Failed, .failed { color: var(--bad); }
.Running, .Queued, .planned, .waiting { color: var(--busy); } .Cancelled, .timed { color: var(--dim); }
pre { margin: .25rem 0; padding: .5rem; border: 1px solid var(--line); border-radius: 4px;
  white-space: pre-wrap; overflow: auto; overflow-wrap: anywhere; max-height: 24rem; }
summary { cursor: pointer; } form { display: inline; }
@media (max-width: 30rem) { .right { margin-left: 0; } }
button { font: inherit; padding: .25rem .75rem; min-height: 2rem; cursor: pointer; }
`;

/** Brings the page up to date without closing what the reader has opened or moving the page. */
const REFRESH = `
const everyMs = 2000;
setInterval(async () => {
  if (document.hidden) return;
  const response = await fetch(location.href).catch(() => null);
  if (!response || !response.ok) return;
  const next = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("main");
  const main = document.querySelector("main");
  if (!next || main.contains(document.activeElement) && document.activeElement.tagName === "BUTTON") return;
  for (const open of main.querySelectorAll("details[open][id]")) {
    const same = next.querySelector("#" + CSS.escape(open.id));
    if (same) same.open = true;
  }
  if (next.innerHTML !== main.innerHTML) main.innerHTML = next.innerHTML;
}, everyMs);
`;

/** A whole page; `isLive` keeps it up to date. */
export function page(title: string, main: Markup, isLive: boolean): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <style nonce="${NONCE}">
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>${main}</main>
        ${isLive ? html`<script nonce="${NONCE}">${raw(REFRESH)}</script>` : ""}
      </body>
    </html>`;
}

/** A value as indented JSON, folded away when it is long. */
export function json(id: string, label: string, value: unknown): Markup {
  if (value === undefined) return html``;
  const text = JSON.stringify(value, null, 2) ?? "undefined";
  // About what a phone shows without scrolling.
  const isShort = text.split("\n").length <= 12;
  return html`<details id="${id}" ${isShort ? "open" : ""}>
    <summary class="dim">${label}</summary>
    <pre>${text}</pre>
  </details>`;
}

export function time(ms: number | undefined): Markup {
  if (ms === undefined) return html`<span class="dim">–</span>`;
  const iso = new Date(ms).toISOString();
  return html`<time datetime="${iso}">${iso.slice(11, 23)}</time>`;
}

/** A span of time in words: `840 ms`, `12.3 s`, `4 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`;
}
