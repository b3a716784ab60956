import {
  Ban,
  BellRing,
  CircleAlert,
  CircleCheck,
  CircleHelp,
  CircleMinus,
  CircleX,
  Clock,
  FileText,
  MessagesSquare,
  PhoneMissed,
  PhoneOff,
  PhoneOutgoing,
  Unplug,
} from "lucide-react";
import type { Phase, PhaseMark } from "../words/phase";

const ICONS: Record<PhaseMark, typeof Clock> = {
  waiting: Clock,
  dialing: PhoneOutgoing,
  ringing: BellRing,
  talking: MessagesSquare,
  reading: FileText,
  answered: CircleCheck,
  declined: CircleMinus,
  do_not_call: PhoneOff,
  cut_off: Unplug,
  not_understood: CircleAlert,
  no_answer: PhoneMissed,
  failed: CircleX,
  canceled: Ban,
  unknown: CircleHelp,
};

const TONES: Record<Phase["tone"], string> = {
  good: "text-good",
  neutral: "text-muted",
  waiting: "text-muted",
  warning: "text-warn",
  bad: "text-bad",
  live: "text-live",
};

/** A state as drawing, word and color. */
export function PhaseBadge({ phase }: { phase: Phase }) {
  const Icon = ICONS[phase.mark];
  const isMoving = phase.tone === "live";
  return (
    <span className={`flex items-start gap-2 font-medium ${TONES[phase.tone]}`}>
      <Icon aria-hidden="true" className={`mt-0.5 size-4 shrink-0 ${isMoving ? "pulse" : ""}`} />
      <span>{phase.label}</span>
    </span>
  );
}
