/** What ties a page that could not be drawn to a line of the server's log. Nothing else of what was thrown is shown. */
export function FaultNumber({ error }: { error: unknown }) {
  const digest = error instanceof Error && "digest" in error ? String(error.digest) : null;
  if (!digest) return null;
  return (
    <p className="text-muted text-sm">
      If this keeps happening, tell the person who runs this site: fault{" "}
      <span className="font-mono">{digest}</span>.
    </p>
  );
}
