/** Holds the place of search and list while they are read: the same heights, so that nothing moves. */
export function RequestListSkeleton() {
  return (
    <div aria-hidden="true" className="grid gap-4">
      <div className="h-11 rounded-lg border border-line bg-surface sm:max-w-md" />
      <div className="card divide-y divide-line">
        {["first", "second", "third"].map((row) => (
          <div key={row} className="grid min-h-28 content-center gap-2.5 px-4 sm:min-h-17">
            <div className="pulse h-4 w-48 max-w-full rounded bg-line" />
            <div className="pulse h-3 w-32 rounded bg-line" />
          </div>
        ))}
      </div>
    </div>
  );
}
