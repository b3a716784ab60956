import type { Metadata } from "next";
import { listDoNotCall } from "@/lib/do-not-call";
import { services } from "@/lib/services";
import { requireSession } from "../session";
import { ApiKeys } from "./api-keys";
import { DoNotCall } from "./do-not-call";
import { YourData } from "./your-data";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { db, email, userId } = await requireSession("/settings");
  const numbers = await listDoNotCall(services().db, userId);
  return (
    <div className="grid gap-8 pt-8 sm:pt-12">
      <h1 className="font-semibold text-2xl tracking-tight">Settings</h1>
      <ApiKeys db={db} />
      <DoNotCall numbers={numbers} />
      <YourData db={db} email={email} />
    </div>
  );
}
