"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import type { DoNotCallEntry } from "@/lib/do-not-call";
import { Button } from "../components/button";
import { TextField } from "../components/field";
import { formatPhone } from "../format-phone";

type DoNotCallProps = {
  /** The person's own list, as `listDoNotCall` answers it; drawn anew with what the page reads after a change. */
  numbers: readonly DoNotCallEntry[];
};

const ADDRESS = "/api/v1/do-not-call";

/** The numbers that a person never wants called: the list, and a line to add one. */
export function DoNotCall({ numbers }: DoNotCallProps) {
  const router = useRouter();
  const [problem, setProblem] = useState<string>();
  const [isSending, setIsSending] = useState(false);

  const send = async (path: string, init: RequestInit): Promise<boolean> => {
    setIsSending(true);
    const refusal = await refusalOf(path, init);
    setIsSending(false);
    setProblem(refusal);
    if (refusal === undefined) router.refresh();
    return refusal === undefined;
  };
  const add = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = new FormData(form);
    const number = { phone: String(typed.get("phone")), reason: String(typed.get("reason")) };
    const isAdded = await send(ADDRESS, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ numbers: [number] }),
    });
    if (isAdded) form.reset();
  };
  return (
    <section aria-labelledby="do-not-call" className="grid gap-4">
      <div className="grid gap-1">
        <h2 id="do-not-call" className="font-semibold text-lg">
          Numbers never to call
        </h2>
        <p className="text-muted text-sm">
          Your requests skip them. A business that asks on the phone not to be called again is
          skipped for everybody, and need not be on this list.
        </p>
      </div>
      <form
        onSubmit={add}
        className="grid items-start gap-4 sm:grid-cols-[1fr_1fr_auto] sm:[&>button]:mt-6.5"
      >
        <TextField id="phone" name="phone" type="tel" label="Number" error={problem} required />
        <TextField id="reason" name="reason" label="Why" isOptional maxLength={300} />
        <Button type="submit" disabled={isSending}>
          Add
        </Button>
      </form>
      {numbers.length === 0 && <p className="text-muted text-sm">No number is on your list.</p>}
      <ul className="grid gap-2">
        {numbers.map(({ phone, reason }) => (
          <li key={phone} className="flex flex-wrap items-center justify-between gap-2">
            <span className="min-w-0 break-words">
              <span className="whitespace-nowrap">{formatPhone(phone)}</span>
              {reason && <span className="text-muted"> · {reason}</span>}
            </span>
            <Button
              size="small"
              disabled={isSending}
              aria-label={`Remove ${formatPhone(phone)}`}
              onClick={() =>
                send(`${ADDRESS}?phone=${encodeURIComponent(phone)}`, { method: "DELETE" })
              }
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Why an order was not taken, in words; undefined when it was. */
async function refusalOf(path: string, init: RequestInit): Promise<string | undefined> {
  try {
    const response = await fetch(path, init);
    if (response.ok) return undefined;
    const problem = await response.json();
    const [first] = problem.errors ?? [];
    return first ? [first.detail, first.fix].filter(Boolean).join(" ") : problem.title;
  } catch {
    return "No answer came. Check your connection and try again.";
  }
}
