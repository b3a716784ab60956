export type RingsKind = "calling" | "lost" | "silent";

type RingsProps = { kind: RingsKind; className?: string };

/**
 * The mark of the site as a picture of a state: a phone that rings outwards (`calling`), one that is not there
 * (`lost`), one whose ringing breaks off (`silent`). Decoration only; the words beside it say the same.
 */
export function Rings({ kind, className }: RingsProps) {
  return (
    <svg viewBox="0 0 96 96" fill="none" aria-hidden="true" className={className}>
      <circle
        cx="48"
        cy="48"
        r="45"
        className="stroke-line"
        strokeWidth="2"
        strokeDasharray={kind === "calling" ? undefined : "3 7"}
        strokeLinecap="round"
      />
      <circle
        cx="48"
        cy="48"
        r="31"
        className={kind === "calling" ? "stroke-accent/45" : "stroke-line-strong/60"}
        strokeWidth="3"
        strokeLinecap="round"
        // Three arcs and three gaps of a circumference of 194.8.
        strokeDasharray={kind === "silent" ? "38 27 9 121" : "43.3 21.6"}
      />
      <circle
        cx="48"
        cy="48"
        r="18"
        className={kind === "calling" ? "stroke-accent" : "stroke-line-strong"}
        strokeWidth="3"
        strokeLinecap="round"
        // As above, of 113.1.
        strokeDasharray={kind === "calling" ? "25.1 12.6" : kind === "lost" ? "2 7.4" : "90 23.1"}
      />
      {kind === "lost" ? (
        <path
          d="M43 43l10 10M53 43l-10 10"
          className="stroke-muted"
          strokeWidth="3"
          strokeLinecap="round"
        />
      ) : (
        <circle cx="48" cy="48" r="7" className={kind === "silent" ? "fill-bad" : "fill-accent"} />
      )}
    </svg>
  );
}
