import { ChevronLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getRequestSnapshot, toBatchStatus } from "@/lib/batches/read-status";
import { env } from "@/lib/env";
import { isUuid } from "@/lib/http";
import { isSimulatedAt } from "@/lib/simulated";
import { requireSession } from "../../session";
import { JobSummary } from "./job-summary";
import { LiveRequest } from "./live-request";
import { describeTabTitle } from "./words/headline";

/** Null for a request that does not exist and for one of somebody else alike. Read once per page view. */
const readRequest = cache(async (id: string) => {
  const { db, userId } = await requireSession(`/request/${id}`);
  return isUuid(id) ? getRequestSnapshot(db, userId, id) : null;
});

export async function generateMetadata({ params }: PageProps<"/request/[id]">): Promise<Metadata> {
  const { id } = await params;
  const snapshot = await readRequest(id);
  if (!snapshot) return { title: "Not found" };
  const live = { ...toBatchStatus(snapshot), providers: [] };
  return { title: describeTabTitle(live, snapshot.serviceRequest.title) };
}

export default async function RequestPage(props: PageProps<"/request/[id]">) {
  const { id } = await props.params;
  const snapshot = await readRequest(id);
  if (!snapshot) notFound();

  const { NEXT_PUBLIC_SUPABASE_URL, NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY, ...settings } = env();
  const isSimulated = isSimulatedAt(settings.VAPI_BASE_URL);
  return (
    <div className="grid gap-6 pt-6 sm:pt-8">
      <Link
        href="/"
        className="flex w-fit items-center gap-1 rounded-md text-muted text-sm hover:text-text"
      >
        <ChevronLeft aria-hidden="true" className="-ml-1 size-4" />
        Requests
      </Link>
      <JobSummary job={snapshot.serviceRequest} isSimulated={isSimulated} />
      <LiveRequest
        answer={toBatchStatus(snapshot)}
        facts={{
          job: snapshot.serviceRequest,
          isSimulated,
          maxAttempts: snapshot.batch?.maxAttempts ?? 1,
          consentBasis: snapshot.batch?.consentBasis ?? null,
          allowsCallAnyway: settings.CALL_ANYWAY,
          serverTime: Date.now(),
        }}
        supabase={{
          url: NEXT_PUBLIC_SUPABASE_URL,
          publishableKey: NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY,
        }}
      />
    </div>
  );
}
