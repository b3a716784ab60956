import type { Route } from "next";
import Link from "next/link";
import type { ReactNode } from "react";
import { Notice } from "../../components/notice";
import type { CalledDraft } from "../draft";
import { likePath } from "./like-path";

/** After the way back, wherever the page is scrolled to then: what became of the last draft. */
export default function LastRequest({ called }: { called: CalledDraft }): ReactNode {
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
