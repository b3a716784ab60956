import Link from "next/link";
import type { LiveProvider } from "@/lib/batches/live-state";
import type { CheckedField } from "@/lib/results/schema";
import type { OutcomeAction } from "@/lib/results/words";
import { likePath } from "../../../new/like/like-path";
import { whyNotAgain } from "../orders/retryable";
import { useRequest } from "../request-context";
import type { Phase } from "../words/phase";

/** What can be pressed in a closed row. */
export type RowAction = Exclude<OutcomeAction, "contact_operator" | "edit_number">;
/** What of an answer rests on words of the call: a criterion by its index, or the first of them that does. */
export type SpokenField = CheckedField | "criteria" | number;
type Offered = RowAction | "edit_number";

const WORDS: Record<Offered, string> = {
  open_transcript: "See what was said",
  call_again: "Call again",
  edit_number: "Edit number",
  check_before_calling: "Check again",
};

const LOOK =
  "-mx-1 sm:-my-0.5 inline-flex min-h-6 items-center shrink-0 whitespace-nowrap rounded-md px-1 font-medium text-accent hover:underline";

/** What its outcome offers, as far as it can be done now. */
function offeredAction(provider: LiveProvider, phase: Phase, isBusy: boolean): Offered | null {
  const { action } = phase;
  if (action === null || action === "contact_operator") return null;
  if (action === "call_again" && (isBusy || whyNotAgain(provider) !== null)) return null;
  return action;
}

type NextStepProps = {
  provider: LiveProvider;
  phase: Phase;
  isBusy: boolean;
  onAct: (provider: LiveProvider, action: RowAction) => void;
};

/** Beside the words of an outcome the one thing to do about it. The open row has the others. */
export function NextStep({ provider, phase, isBusy, onAct }: NextStepProps) {
  const { job } = useRequest();
  const action = offeredAction(provider, phase, isBusy);
  if (action === null) return null;
  const words = (
    <>
      {WORDS[action]}
      <span className="sr-only"> – {provider.name}</span>
    </>
  );
  if (action === "edit_number") {
    // A request keeps the numbers it was made with: a new one begins with this job and this business.
    const href = likePath({ requestId: job.id, providerId: provider.id });
    return (
      <Link href={href} prefetch={false} className={LOOK}>
        {words}
      </Link>
    );
  }
  return (
    <button type="button" onClick={() => onAct(provider, action)} className={LOOK}>
      {words}
    </button>
  );
}
