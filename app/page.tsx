import type { Metadata } from "next";
import Link from "next/link";
import { Suspense } from "react";
import { buttonClass } from "./components/button";
import { RequestList, RequestListSkeleton } from "./request-list";
import { requireSession } from "./session";

export const metadata: Metadata = { title: "Requests" };

export default async function RequestsPage() {
  const { db } = await requireSession("/");
  return (
    <div className="grid gap-6 pt-8 sm:pt-12">
      <div className="flex items-center justify-between gap-4">
        <h1 className="font-semibold text-2xl tracking-tight">Requests</h1>
        <Link href="/new" className={buttonClass({ kind: "primary" })}>
          New request
        </Link>
      </div>
      <Suspense fallback={<RequestListSkeleton />}>
        <RequestList db={db} />
      </Suspense>
    </div>
  );
}
