import type { Route } from "next";
import Link from "next/link";
import { Notice } from "../components/notice";
import { type Draft, isUntouched } from "./draft";
import { likePath } from "./like-path";
import type { Progress } from "./use-new-request";

/** After the way back, wherever the page is scrolled to then: what became of the last draft. */
export function LastRequest({ draft, progress }: { draft: Draft; progress: Progress }) {
  const { called } = draft;
  if (!called || progress !== "editing" || !isUntouched(draft)) return null;
  const requestId = called.pageUrl.slice("/request/".length);
  const who = called.businesses === 1 ? "1 business" : `${called.businesses} businesses`;
  return (
    <Notice tone="info" title={`You have called ${who} for “${called.title}”`}>
      <Link href={called.pageUrl as Route} className="underline underline-offset-2">
        Open the request
      </Link>
      ,{" "}
      <Link
        href={likePath({ requestId })}
        prefetch={false}
        className="underline underline-offset-2"
      >
        call others for the same job
      </Link>
      , or describe another job here.
    </Notice>
  );
}
