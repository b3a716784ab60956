import type { Metadata } from "next";
import { listDoNotCall } from "@/lib/do-not-call";
import { listRelaxed } from "@/lib/rails";
import { services } from "@/lib/services";
import { isSimulatedAt } from "@/lib/simulated";
import { requireSession } from "../session";
import { ApiKeys } from "./api-keys";
import { DoNotCall } from "./do-not-call";
import { YourData } from "./your-data";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { db, email, userId } = await requireSession("/settings");
  const { rails, settings } = services();
  const relaxed = isSimulatedAt(settings.VAPI_BASE_URL) ? listRelaxed(rails) : [];
  const numbers = await listDoNotCall(services().db, userId);
  return (
    <div className="grid gap-8 pt-8 sm:pt-12">
      <h1 className="font-semibold text-2xl tracking-tight">Settings</h1>
      <ApiKeys db={db} />
      <DoNotCall numbers={numbers} />
      <YourData db={db} email={email} />
      {relaxed.length > 0 && (
        <p className="max-w-prose text-muted text-sm">
          Calls are simulated on this site: no phone rings. Off here, and on where phones ring:{" "}
          {relaxed.join(", ")}.
        </p>
      )}
    </div>
  );
}
