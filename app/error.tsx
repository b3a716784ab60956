"use client";

import { Button } from "./components/button";
import { FaultNumber } from "./components/fault-number";
import { StatePage } from "./components/state-page";

/** Drawn instead of a page that could not be read: mostly a database that does not answer. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <StatePage picture="silent" title="This page cannot be shown right now">
      <p className="text-muted">
        Something on our side did not answer. Calls already started continue without this page, and
        nothing was lost.
      </p>
      <Button kind="primary" onClick={retry}>
        Try again
      </Button>
      <FaultNumber error={error} />
    </StatePage>
  );
}
