import { useState } from "react";
import type { LiveProvider } from "@/lib/batches/live-state";
import { countParts, type Part, type PartCounts } from "../words/parts";

/** How calls came out, and what is open, in the order of the bar. */
const PARTS: readonly { part: Part; name: string; fill: string; dot: string }[] = [
  { part: "answered", name: "Answered", fill: "fill-good", dot: "bg-good" },
  { part: "not_reached", name: "Not reached", fill: "fill-warn", dot: "bg-warn" },
  { part: "failed", name: "Failed", fill: "fill-bad", dot: "bg-bad" },
  { part: "unclear", name: "Unclear", fill: "fill-muted", dot: "bg-muted" },
  { part: "stopped", name: "Stopped", fill: "fill-line-strong", dot: "bg-line-strong" },
  { part: "not_called", name: "Not called", fill: "fill-line-strong/60", dot: "bg-line-strong/60" },
  { part: "reading", name: "Reading", fill: "fill-live/60", dot: "bg-live/60" },
  { part: "on_phone", name: "On the phone", fill: "fill-live", dot: "bg-live" },
  { part: "waiting", name: "Waiting", fill: "fill-line", dot: "border border-line-strong" },
];

type ProgressBarProps = {
  providers: LiveProvider[];
  done: number;
  /** Parts may still come. */
  reservesSpace: boolean;
};

/** Ways through a call; once all are done they say nothing. */
const OPEN: ReadonlySet<Part> = new Set(["reading", "on_phone", "waiting"]);

/** Every batch has these: they have their places from the start, before anybody is in them. */
const USUAL: ReadonlySet<Part> = new Set(["answered", "not_reached", "failed", ...OPEN]);

/**
 * Those there are or will be, and those there were since the page was opened: one that comes besides stands last and
 * none goes, so that nothing changes its place.
 */
function useShownParts(counts: PartCounts, reservesSpace: boolean): typeof PARTS {
  const [shown, setShown] = useState(() =>
    PARTS.filter(({ part }) => counts[part] > 0 || (reservesSpace && USUAL.has(part))),
  );
  const added = PARTS.filter((entry) => counts[entry.part] > 0 && !shown.includes(entry));
  if (added.length === 0) return shown;
  setShown([...shown, ...added]);
  return [...shown, ...added];
}

/** Done out of total, and how: a bar in parts with its legend. Widths are attributes, as the page forbids inline styles. */
export function ProgressBar({ providers, done, reservesSpace }: ProgressBarProps) {
  const counts = countParts(providers);
  const isOver = done === providers.length;
  const shown = useShownParts(counts, reservesSpace).filter(
    ({ part }) => !isOver || !OPEN.has(part),
  );
  const total = Math.max(1, providers.length);
  let start = 0;
  const bars = PARTS.map(({ part, name, fill }) => {
    const x = start;
    const width = (counts[part] / total) * 100;
    start += width;
    return { name, fill, x, width };
  });
  return (
    <div className="grid gap-3">
      <div
        role="progressbar"
        aria-label="Calls done"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={`${done} of ${providers.length} done`}
        className="overflow-hidden rounded-full bg-line"
      >
        <svg aria-hidden="true" className="block h-2 w-full">
          {bars.map(({ name, fill, x, width }) => (
            <rect
              key={name}
              x={`${x}%`}
              width={`${width}%`}
              height="100%"
              className={`${fill} transition-all duration-300`}
            />
          ))}
        </svg>
      </div>
      {/* As high as six parts take on a phone, and all of them on a desk. */}
      <ul
        className={`grid grid-cols-2 content-start gap-x-4 gap-y-1 text-sm sm:flex sm:flex-wrap sm:gap-x-5 ${reservesSpace ? "min-h-17 sm:min-h-11 lg:min-h-5" : ""}`}
      >
        {shown.map(({ part, name, dot }) => (
          <li key={name} className="flex items-center gap-2 whitespace-nowrap">
            <span
              aria-hidden="true"
              className={`size-2 shrink-0 rounded-full forced-color-adjust-none ${dot}`}
            />
            <span className="text-muted">{name}</span>
            <span className={`min-w-[2ch] ${counts[part] === 0 ? "text-muted" : "font-medium"}`}>
              {counts[part]}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
