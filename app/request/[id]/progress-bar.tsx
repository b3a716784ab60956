import type { Stats } from "@/lib/batches/schema";

type Part = { name: string; count: (stats: Stats) => number; fill: string; dot: string };

/** How calls came out, and what is open; every business is in exactly one. */
const PARTS: readonly Part[] = [
  { name: "Answered", count: (s) => s.completed, fill: "fill-good", dot: "bg-good" },
  {
    name: "Not reached",
    count: (s) => s.noAnswer + s.busy + s.voicemail,
    fill: "fill-warn",
    dot: "bg-warn",
  },
  { name: "Failed", count: (s) => s.failed, fill: "fill-bad", dot: "bg-bad" },
  { name: "Unclear", count: (s) => s.unknown, fill: "fill-muted", dot: "bg-muted" },
  {
    name: "Not called",
    count: (s) => s.canceled + s.skipped,
    fill: "fill-line-strong",
    dot: "bg-line-strong",
  },
  { name: "On the phone", count: (s) => s.inProgress, fill: "fill-live", dot: "bg-live" },
  { name: "Waiting", count: (s) => s.queued, fill: "fill-line", dot: "bg-line" },
];

/** Done out of total, and how: a bar in parts with its legend. Widths are attributes, as the page forbids inline styles. */
export function ProgressBar({ stats, done }: { stats: Stats; done: number }) {
  const total = Math.max(1, stats.total);
  let start = 0;
  const bars = PARTS.map(({ name, count, fill }) => {
    const x = start;
    const width = (count(stats) / total) * 100;
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
        aria-valuetext={`${done} of ${stats.total} done`}
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
      <ul className="grid grid-cols-2 gap-x-4 gap-y-1 text-sm sm:flex sm:flex-wrap sm:gap-x-5">
        {PARTS.map(({ name, count, dot }) => (
          <li key={name} className="flex items-center gap-2 whitespace-nowrap">
            <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${dot}`} />
            <span className="text-muted">{name}</span>
            <span className={`min-w-[2ch] ${count(stats) === 0 ? "text-muted" : "font-medium"}`}>
              {count(stats)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
