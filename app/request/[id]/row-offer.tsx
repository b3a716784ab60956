import type { LiveProvider } from "@/lib/batches/live-state";
import type { OutcomeAction } from "@/lib/results/words";
import type { Phase } from "./phase";
import { whyNotAgain } from "./retryable";

/** What can be pressed in a closed row. */
export type RowAction = Exclude<OutcomeAction, "contact_operator">;

const WORDS: Record<RowAction, string> = {
  open_transcript: "See what was said",
  call_again: "Call again",
  edit_number: "Edit number",
  check_before_calling: "Check again",
};

/** What its outcome offers, as far as it can be done now. */
function offeredAction(provider: LiveProvider, phase: Phase, isBusy: boolean): RowAction | null {
  const { action } = phase;
  if (action === null || action === "contact_operator") return null;
  if (action === "call_again" && (isBusy || whyNotAgain(provider) !== null)) return null;
  return action;
}

type RowOfferProps = {
  provider: LiveProvider;
  phase: Phase;
  isBusy: boolean;
  onAct: (provider: LiveProvider, action: RowAction) => void;
};

/** Beside the words of an outcome the one thing to do about it. The open row has the others. */
export function RowOffer({ provider, phase, isBusy, onAct }: RowOfferProps) {
  const action = offeredAction(provider, phase, isBusy);
  if (action === null) return null;
  return (
    <button
      type="button"
      onClick={() => onAct(provider, action)}
      className="-mx-1 desk:-my-0.5 min-h-6 shrink-0 whitespace-nowrap rounded-md px-1 font-medium text-accent hover:underline"
    >
      {WORDS[action]}
      <span className="sr-only"> – {provider.name}</span>
    </button>
  );
}
