import type { Metadata } from "next";
import { assumeHabits } from "@/lib/batches/estimate";
import { env } from "@/lib/env";
import { LIMITS } from "@/lib/limits";
import { mayHold } from "@/lib/rails";
import { services } from "@/lib/services";
import { isSimulatedAt } from "@/lib/simulated";
import { describeDuration } from "../duration";
import { requireSession } from "../session";
import { listCountries } from "./countries";
import { habitsOf } from "./earlier-calls";
import { likePath } from "./like/like-path";
import { readLikeQuery, readLikeRequest } from "./like/like-request";
import { SIMULATED_BATCH } from "./like/simulated-list";
import { NewRequestForm } from "./new-request-form";

export const metadata: Metadata = { title: "New request" };

export default async function NewRequestPage({ searchParams }: PageProps<"/new">) {
  const asked = await searchParams;
  const query = readLikeQuery(asked);
  const settings = env();
  const isSimulated = isSimulatedAt(settings.VAPI_BASE_URL);
  const wantsSimulated = isSimulated && asked.simulated !== undefined;
  const { db, userId } = await requireSession(
    query ? likePath(query) : wantsSimulated ? "/new?simulated" : "/new",
  );
  const [habits, like] = await Promise.all([
    habitsOf(db, assumeHabits(settings.CALL_USD_PER_MINUTE["*"] ?? 0)),
    query ? readLikeRequest(db, query) : wantsSimulated ? SIMULATED_BATCH : null,
  ]);
  return (
    <div className="grid gap-8 pt-8 sm:pt-12">
      <div className="grid gap-2">
        <h1 className="font-semibold text-2xl tracking-tight">New request</h1>
        <p className="text-muted">
          Describe the job once; everyone on the list is asked the same questions.
        </p>
      </div>
      <NewRequestForm
        countries={listCountries()}
        defaultCountry={settings.DEFAULT_COUNTRY}
        mostProviders={LIMITS.providers}
        like={like}
        owner={userId}
        terms={{
          habits,
          lines: settings.VAPI_LINES,
          retryDelay: describeDuration(settings.RETRY_DELAY_SECONDS),
          isSimulated,
          mayHold: mayHold(services().rails),
          capUsd: settings.BATCH_CAP_USD,
        }}
      />
    </div>
  );
}
