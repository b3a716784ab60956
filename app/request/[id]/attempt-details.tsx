"use client";

import type { LiveProvider } from "@/lib/batches/live-state";
import { formatPrice } from "@/lib/results/words";
import { Button } from "../../components/button";
import { formatClock } from "../../duration";
import { formatPhone } from "../../format-phone";
import { useStory } from "./use-story";

type Attempt = LiveProvider["attempt"];

/** What lies behind a row: what was found out, when what happened, and what was said. */
export function AttemptDetails({ provider }: { provider: LiveProvider }) {
  const { attempt } = provider;
  return (
    <div className="grid gap-6 sm:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <div className="grid content-start gap-6">
        <Facts provider={provider} />
        <Timeline attempt={attempt} />
      </div>
      <Transcript attempt={attempt} />
    </div>
  );
}

function Facts({ provider }: { provider: LiveProvider }) {
  const { attempt, phone, alsoKnownAs } = provider;
  const { result } = attempt;
  const facts: [string, string][] = [["Number", formatPhone(phone)]];
  if (alsoKnownAs.length > 0) facts.push(["Also listed as", alsoKnownAs.join(", ")]);
  if (result) {
    if (result.price.kind !== "unknown" || result.price.quote)
      facts.push(["Price", formatPrice(result)]);
    if (result.price.quote) facts.push(["In their words", `“${result.price.quote}”`]);
    if (result.price.covers) facts.push(["It covers", result.price.covers]);
    if (result.earliestText) facts.push(["Earliest", result.earliestText]);
    for (const { criterion, met, quote } of result.criteria)
      facts.push([criterion, `${MET[met]}${quote ? ` – “${quote}”` : ""}`]);
    if (result.conditions.length > 0) facts.push(["Conditions", result.conditions.join("; ")]);
    if (result.contactName) facts.push(["Spoke with", result.contactName]);
    if (result.callbackRequested) facts.push(["Contact again", result.callbackRequested]);
  }
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const MET = { yes: "Yes", no: "No", unknown: "Not said" } as const;

function Timeline({ attempt }: { attempt: Attempt }) {
  const moments = (
    [
      ["Dialled", attempt.dialingAt],
      ["Ringing", attempt.ringingAt],
      ["Picked up", attempt.answeredAt],
      ["Call ended", attempt.endedAt],
      ["Outcome known", attempt.settledAt],
    ] as const
  ).filter((moment): moment is [(typeof moment)[0], string] => moment[1] !== null);
  const [first] = moments;
  if (!first) return <p className="text-muted">Not dialled yet.</p>;
  const start = Date.parse(first[1]);
  return (
    <div className="grid gap-2">
      <h3 className="font-medium">
        {attempt.number > 1 ? `Attempt ${attempt.number}` : "The call"}
      </h3>
      <ol className="grid gap-1.5 border-line border-l pl-4">
        {moments.map(([name, at]) => (
          <li key={name} className="flex justify-between gap-4">
            <span>{name}</span>
            <time dateTime={at} className="text-muted">
              {at === first[1]
                ? formatTime(at)
                : `+${formatClock((Date.parse(at) - start) / 1000)}`}
            </time>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Details open in the browser only, so its own time zone and habits are known. */
const formatTime = (at: string): string =>
  new Date(at).toLocaleTimeString([], { hour: "numeric", minute: "2-digit", second: "2-digit" });

function Transcript({ attempt }: { attempt: Attempt }) {
  const { state, retry } = useStory(attempt.id, attempt.version);
  return (
    <div className="grid content-start gap-2">
      <h3 className="font-medium">What was said</h3>
      {state.kind === "loading" && <p className="text-muted">Loading…</p>}
      {state.kind === "failed" && (
        <div className="grid justify-items-start gap-2">
          <p>The conversation could not be read.</p>
          <Button size="small" onClick={retry}>
            Try again
          </Button>
        </div>
      )}
      {state.kind === "read" && <Messages messages={state.story.messages} attempt={attempt} />}
    </div>
  );
}

type Message = Extract<ReturnType<typeof useStory>["state"], { kind: "read" }>["story"]["messages"];

function Messages({ messages, attempt }: { messages: Message; attempt: Attempt }) {
  if (messages.length === 0) {
    const isOver = attempt.status === "settled";
    return (
      <p className="text-muted">
        {isOver ? "Nobody spoke." : "The conversation appears here after the call."}
      </p>
    );
  }
  return (
    <ol className="grid gap-2.5">
      {messages.map(({ role, text, seconds }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a conversation is only ever replaced as a whole.
        <li key={index} className="grid grid-cols-[4.5rem_1fr] gap-3">
          <span className="text-muted">
            {role === "agent" ? "Agent" : "Business"}
            {seconds !== null && <span className="block text-xs">{formatClock(seconds)}</span>}
          </span>
          <span className={role === "agent" ? "text-muted" : ""}>{text}</span>
        </li>
      ))}
    </ol>
  );
}
