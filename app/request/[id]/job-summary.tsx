import type { RequestSnapshot } from "@/lib/batches/schema";
import type { Urgency } from "@/lib/states/batch";

const URGENCY_WORDS: Record<Urgency, string> = {
  immediate: "right now",
  within_24_hours: "within 24 hours",
  within_2_days: "within 2 days",
  flexible: "any time",
};

export type Job = RequestSnapshot["serviceRequest"];

type JobSummaryProps = {
  job: Job;
  /** No phone rings on this site. */
  isSimulated: boolean;
};

/** What was asked for: the heading of the page, the rest on demand. */
export function JobSummary({ job, isSimulated }: JobSummaryProps) {
  const more: [string, string][] = [];
  if (job.description) more.push(["Details", job.description]);
  if (job.criteria.length > 0) more.push(["Must meet", job.criteria.join("; ")]);
  if (job.clientName) more.push(["On behalf of", job.clientName]);
  if (job.clientAddress) more.push(["Address", job.clientAddress]);
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 className="font-semibold text-2xl tracking-tight">{job.title}</h1>
        {isSimulated && (
          <span className="rounded-full border border-line-strong/60 px-2.5 py-0.5 text-muted text-xs">
            Simulated: no phone rings
          </span>
        )}
      </div>
      <p className="text-muted">
        {job.serviceNeeded} · {job.location} · {URGENCY_WORDS[job.urgency]}
      </p>
      {more.length > 0 && (
        <details className="text-sm">
          <summary className="w-fit rounded-md text-muted hover:text-text">What was asked</summary>
          <dl className="mt-2 grid max-w-prose gap-2">
            {more.map(([name, value]) => (
              <div key={name}>
                <dt className="text-muted">{name}</dt>
                <dd className="whitespace-pre-line">{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </div>
  );
}
