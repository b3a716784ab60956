import type { RequestSnapshot } from "@/lib/batches/schema";
import { type DraftFields, EMPTY_DRAFT } from "../../new/draft";

export type Job = RequestSnapshot["serviceRequest"];

/** The form of a new request with the job of this one and one business, whose number is yet to be written. Pure. */
export function copyJob(job: Job, business: string, maxAttempts: number): DraftFields {
  return {
    ...EMPTY_DRAFT.fields,
    title: job.title,
    serviceNeeded: job.serviceNeeded,
    location: job.location,
    urgency: job.urgency,
    description: job.description ?? "",
    criteria: job.criteria.join("\n"),
    clientName: job.clientName ?? "",
    clientAddress: job.clientAddress ?? "",
    // Quoted as in CSV, as a name may have a comma in it.
    list: `"${business.replaceAll('"', '""')}", `,
    maxAttempts: String(maxAttempts),
  };
}
