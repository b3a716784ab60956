export type RingsKind = "calling" | "lost" | "silent";

type RingsProps = { kind: RingsKind; className: string };

/** The mark of the site as a picture of a state, drawn by globals.css. Decoration; the words beside it say the same. */
export function Rings({ kind, className }: RingsProps) {
  return (
    <svg viewBox="0 0 96 96" aria-hidden="true" className={`rings rings-${kind} ${className}`}>
      {[45, 31, 18, 7].map((r) => (
        <circle key={r} cx="48" cy="48" r={r} />
      ))}
      <path d="M43 43l10 10M53 43l-10 10" />
    </svg>
  );
}
