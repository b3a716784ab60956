import Link from "next/link";
import { buttonClass } from "../components/button";
import { Rings } from "../components/rings";
import { TrySimulated } from "./try-simulated";

const STEPS = [
  {
    title: "Describe the job",
    text: "What, where and how soon. Everyone is asked the same questions.",
    example: ["Leaking toilet, Greenville SC", "licensed, within 2 days"],
  },
  {
    title: "Paste the businesses",
    text: "One per line: pasted from a spreadsheet, from a file, or typed.",
    example: ["Acme Plumbing, 864-555-0100", "Blue Ridge Pipes, 864-555-0101"],
  },
  {
    title: "Read the answers",
    text: "They come in during the calls, side by side.",
    example: ["Acme: $150, tomorrow at 9", "Blue Ridge: $95 an hour, Friday"],
  },
] as const;

/** What a new account sees: what this is for, how it goes, and where to begin. */
export function EmptyList({ isSimulated }: { isSimulated: boolean }) {
  return (
    <div className="card grid gap-8 p-6 sm:p-10">
      <div className="flex items-center gap-5">
        <Rings kind="calling" className="hidden size-20 shrink-0 sm:block" />
        <div className="grid gap-2">
          <h2 className="font-semibold text-xl tracking-tight">Call everyone at once</h2>
          <p className="max-w-prose text-muted">
            Instead of calling ten businesses one after another, describe the job once and paste
            their numbers. A voice agent calls all of them and asks who can come, when and at what
            price.
          </p>
        </div>
      </div>
      <ol className="grid gap-6 lg:grid-cols-3">
        {STEPS.map(({ title, text, example }, index) => (
          <li key={title} className="grid content-start gap-2">
            <h3 className="font-medium">
              <span className="text-muted">{index + 1}.</span> {title}
            </h3>
            <p className="text-muted text-sm lg:min-h-10">{text}</p>
            <p className="rounded-lg bg-sunken px-3 py-2 text-sm leading-6">
              {example.map((line) => (
                <span key={line} className="block">
                  {line}
                </span>
              ))}
            </p>
          </li>
        ))}
      </ol>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <Link href="/new" className={buttonClass({ kind: "primary" })}>
          Make your first request
        </Link>
        {isSimulated && <TrySimulated />}
      </div>
    </div>
  );
}
