import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import { Suspense } from "react";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { isSimulatedAt } from "@/lib/simulated";
import { buttonClass } from "../components/button";
import { requireSession } from "../session";
import { type RequestListData, readRequestList } from "./read-request-list";
import { RequestList } from "./request-list";
import { RequestListSkeleton } from "./request-list-skeleton";
import { readQuery, searchPath } from "./search-words";

export const metadata: Metadata = { title: "Requests" };

export default async function RequestsPage({ searchParams }: PageProps<"/">) {
  const query = readQuery((await searchParams).q);
  // A whole document comes with its list, which needs no script then; a click shows the skeleton at once.
  const data = (await isDocument()) ? await readOwnList(query) : readOwnList(query).catch(toNull);
  return (
    <div className="grid gap-6 pt-8 sm:pt-12">
      <div className="flex items-center justify-between gap-4">
        <h1 className="font-semibold text-2xl tracking-tight">Requests</h1>
        <Link href="/new" className={buttonClass({ kind: "primary" })}>
          New request
        </Link>
      </div>
      <Suspense fallback={<RequestListSkeleton />}>
        <RequestList data={data} isSimulated={isSimulatedAt(env().VAPI_BASE_URL)} />
      </Suspense>
    </div>
  );
}

async function readOwnList(query: string): Promise<RequestListData> {
  const { db } = await requireSession(searchPath(query));
  return readRequestList(db, query);
}

/** A database that does not answer for a moment is no reason to take away a list that is on the screen. */
function toNull(error: unknown): null {
  if (error instanceof AppError && error.code === "store_unavailable") return null;
  throw error;
}

/** Whether the browser opens a page, rather than a script fetching what changes within one. */
async function isDocument(): Promise<boolean> {
  return (await headers()).get("sec-fetch-dest") !== "empty";
}
