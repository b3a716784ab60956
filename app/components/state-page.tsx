import type { ReactNode } from "react";
import { Rings, type RingsKind } from "./rings";

type StatePageProps = { picture: RingsKind; title: string; children: ReactNode };

/** A page that has only one thing to say: a picture, what is the case, and what to do now. */
export function StatePage({ picture, title, children }: StatePageProps) {
  return (
    <div className="mx-auto grid max-w-lg justify-items-start gap-4 pt-16 sm:pt-24">
      <Rings kind={picture} className="mb-2 size-24" />
      <h1 className="font-semibold text-2xl tracking-tight">{title}</h1>
      {children}
    </div>
  );
}
