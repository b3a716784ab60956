import type { MergedRow } from "./read-providers";
import type { AcceptedBatch, StartedBatch } from "./schema";

/** Where the state of a request is read. */
export function statusPath(serviceRequestId: string): string {
  return `/api/v1/providers/batch-status/${serviceRequestId}`;
}

/** The answer to a stored batch. A replay answers what the first request was answered, so it always says queued. */
export function toAcceptedBatch(started: StartedBatch, merged: MergedRow[]): AcceptedBatch {
  return {
    executionId: started.executionId,
    serviceRequestId: started.serviceRequestId,
    status: "queued",
    statusUrl: statusPath(started.serviceRequestId),
    pageUrl: `/request/${started.serviceRequestId}`,
    providers: started.providers.map((provider) => ({ ...provider, callStatus: "queued" })),
    merged,
  };
}
