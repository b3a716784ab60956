import type { Metadata } from "next";
import { MOST_PROVIDERS } from "@/lib/batches/schema";
import { env } from "@/lib/env";
import { describeDuration } from "../duration";
import { requireSession } from "../session";
import { listCountries } from "./countries";
import { NewRequestForm } from "./new-request-form";

export const metadata: Metadata = { title: "New request" };

export default async function NewRequestPage() {
  await requireSession("/new");
  const { DEFAULT_COUNTRY, RETRY_DELAY_SECONDS, DEMO_EMAIL } = env();
  return (
    <div className="mx-auto grid max-w-3xl gap-8 pt-8 sm:pt-12">
      <div className="grid gap-2">
        <h1 className="font-semibold text-2xl tracking-tight">New request</h1>
        <p className="text-muted">
          Describe the job once; everybody on the list is asked the same.
        </p>
      </div>
      <NewRequestForm
        countries={listCountries()}
        defaultCountry={DEFAULT_COUNTRY}
        mostProviders={MOST_PROVIDERS}
        retryDelay={describeDuration(RETRY_DELAY_SECONDS)}
        isSimulated={DEMO_EMAIL !== undefined}
      />
    </div>
  );
}
