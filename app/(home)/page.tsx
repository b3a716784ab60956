import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { Suspense } from "react";
import { env } from "@/lib/env";
import { buttonClass } from "../components/button";
import { requireSession } from "../session";
import { readRequestList } from "./read-request-list";
import { RequestList } from "./request-list";
import { RequestListSkeleton } from "./request-list-skeleton";
import { readQuery, searchPath } from "./search-words";

export const metadata: Metadata = { title: "Requests" };

export default async function RequestsPage({ searchParams }: PageProps<"/">) {
  const query = readQuery((await searchParams).q);
  const { db } = await requireSession(searchPath(query));
  const reading = readRequestList(db, query);
  return (
    <div className="grid gap-6 pt-8 sm:pt-12">
      <div className="flex items-center justify-between gap-4">
        <h1 className="font-semibold text-2xl tracking-tight">Requests</h1>
        <Link href="/new" className={buttonClass({ kind: "primary" })}>
          New request
        </Link>
      </div>
      <Suspense fallback={<RequestListSkeleton />}>
        <RequestList
          // A whole document comes with its list, which needs no script then; a click shows the skeleton at once.
          data={(await isDocument()) ? await reading : reading}
          isSimulated={env().DEMO_EMAIL !== undefined}
        />
      </Suspense>
    </div>
  );
}

/** Whether the browser opens a page, rather than a script fetching what changes within one. */
async function isDocument(): Promise<boolean> {
  return (await headers()).get("sec-fetch-dest") !== "empty";
}
