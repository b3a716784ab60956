import "server-only";
import { z } from "zod";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { isUuid } from "@/lib/http";
import { writeRows } from "@/lib/lists/edit-text";
import { numbersIn } from "@/lib/lists/number-reader";
import { allPhones, type CountryCode } from "@/lib/phones/parse-phone";
import { URGENCIES } from "@/lib/states/batch";
import type { Db } from "@/lib/supabase/clients";
import { formatPhone } from "../../format-phone";
import type { DraftFields } from "../draft";
import type { LikeQuery } from "./like-path";

/** What a new form begins with: the job of an earlier request and the business of it that was asked for, or a simulation. */
export type LikeRequest = {
  /** The part of the address that asks for it. */
  askedBy: "like" | "simulated";
  /** What is said of it: at the top, when the form holds it, and when the form kept something else. */
  words: { title: string; filled: string; kept: string };
  /** All that the form says of the job and its list; what the earlier request left out is empty. */
  fields: Omit<
    DraftFields,
    "columns" | "confirmed" | "country" | "maxAttempts" | "consentBasis" | "capUsd"
  >;
};

type Query = Record<string, string | string[] | undefined>;

/** Which earlier request an address asks for; null when none, or what it names cannot be an id. */
export function readLikeQuery({ like, provider }: Query): LikeQuery | null {
  if (typeof like !== "string" || !isUuid(like)) return null;
  return typeof provider === "string" && isUuid(provider)
    ? { requestId: like, providerId: provider }
    : { requestId: like };
}

const jobsSchema = z.array(
  z.object({
    title: z.string(),
    service_needed: z.string(),
    description: z.string().nullable(),
    location: z.string(),
    criteria: z.array(z.string()),
    urgency: z.enum(URGENCIES),
    client_name: z.string().nullable(),
    client_address: z.string().nullable(),
  }),
);

const providersSchema = z.array(
  z.object({ name: z.string(), phone: z.string(), phone_extension: z.string().nullable() }),
);

/**
 * The request as its owner may begin another one with it; null when the client's user may not see it. Its businesses
 * are left out but for the one that is asked for: most of them have answered.
 * @throws AppError `store_unavailable`: an empty form in place of the job would look as if it were gone
 */
export async function readLikeRequest(
  db: Db,
  { requestId, providerId }: LikeQuery,
): Promise<LikeRequest | null> {
  const [jobs, providers] = await Promise.all([
    db
      .from("service_requests")
      .select(
        "title, service_needed, description, location, criteria, urgency, client_name, client_address",
      )
      .eq("id", requestId),
    providerId
      ? db
          .from("providers")
          .select("name, phone, phone_extension")
          .eq("id", providerId)
          .eq("service_request_id", requestId)
      : { data: [], error: null },
  ]);
  const error = jobs.error ?? providers.error;
  if (error) throw new AppError("store_unavailable", { cause: new Error(error.message) });
  const [job] = jobsSchema.parse(jobs.data);
  const [provider] = providersSchema.parse(providers.data);
  if (!job) return null;
  return {
    askedBy: "like",
    words: {
      title: `The same job as “${job.title}”`,
      filled: provider
        ? `It is filled in, with ${provider.name} on the list. Check the number, and add others.`
        : "It is filled in. List the businesses to call this time.",
      kept: `“${job.title}” has not replaced it.`,
    },
    fields: {
      title: job.title,
      serviceNeeded: job.service_needed,
      location: job.location,
      urgency: job.urgency,
      description: job.description ?? "",
      criteria: job.criteria.join("\n"),
      clientName: job.client_name ?? "",
      clientAddress: job.client_address ?? "",
      list: provider ? writeLine(provider) : "",
    },
  };
}

/** A line that is read as this business with any name, with a number that needs no country to be read. */
function writeLine(provider: z.infer<typeof providersSchema>[number]): string {
  const { name, phone, phone_extension: extension } = provider;
  const written = `${formatPhone(phone)}${extension ? ` ext. ${extension}` : ""}`;
  const numbers = numbersIn(env().DEFAULT_COUNTRY as CountryCode, allPhones);
  return writeRows([{ name, phone: written }], numbers);
}
