"use client";

import "./globals.css";
import { Button } from "./components/button";
import { FaultNumber } from "./components/fault-number";

/**
 * Stands in for the whole document when even the layout cannot be drawn. Every page loads it, so it has words and a
 * button, and not the picture of the page for ordinary faults.
 */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <title>Not available · Ringround</title>
      <body className="font-sans">
        <main className="page-width grid justify-items-start gap-4 pt-16 sm:pt-24">
          <h1 className="font-semibold text-2xl tracking-tight">
            Ringround cannot be shown right now
          </h1>
          <p className="max-w-lg text-muted">
            Something on our side did not answer. Calls already started continue without this page,
            and nothing was lost.
          </p>
          <Button kind="primary" onClick={retry}>
            Try again
          </Button>
          <FaultNumber error={error} />
        </main>
      </body>
    </html>
  );
}
