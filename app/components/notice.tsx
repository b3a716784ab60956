import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";

const TONES = {
  info: { icon: Info, look: "border-line bg-sunken", mark: "text-muted" },
  good: { icon: CircleCheck, look: "border-good/40 bg-good-soft", mark: "text-good" },
  warn: { icon: TriangleAlert, look: "border-warn/40 bg-warn-soft", mark: "text-warn" },
  bad: { icon: CircleAlert, look: "border-bad/40 bg-bad-soft", mark: "text-bad" },
} as const;

export type NoticeTone = keyof typeof TONES;

/** A message about the page as a whole. `alert` interrupts screen readers: only for what a person must know now. */
export function Notice(props: {
  tone: NoticeTone;
  title: string;
  role?: "alert" | "status";
  children?: ReactNode;
}) {
  const { icon: Icon, look, mark } = TONES[props.tone];
  return (
    <div role={props.role} className={`flex gap-3 rounded-xl border px-4 py-3 ${look}`}>
      <Icon aria-hidden="true" className={`mt-0.5 size-5 shrink-0 ${mark}`} />
      <div className="min-w-0">
        <p className="font-medium">{props.title}</p>
        {props.children && <div className="text-sm">{props.children}</div>}
      </div>
    </div>
  );
}
