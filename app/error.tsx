"use client";

import { Button } from "./components/button";

/** Drawn instead of a page that could not be read: mostly a database that does not answer. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  return (
    <div className="mx-auto grid max-w-lg justify-items-start gap-4 pt-20">
      <h1 className="font-semibold text-2xl tracking-tight">This page cannot be shown right now</h1>
      <p className="text-muted">
        Something on our side did not answer. Calls that were started go on without this page, and
        nothing was lost.
      </p>
      <Button kind="primary" onClick={retry}>
        Try again
      </Button>
      {digest && <p className="text-muted text-sm">If it stays, quote {digest}.</p>}
    </div>
  );
}
