import type { Metadata } from "next";
import { requireSession } from "../session";
import { ApiKeys } from "./api-keys";
import { YourData } from "./your-data";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { db, email } = await requireSession("/settings");
  return (
    <div className="grid gap-8 pt-8 sm:pt-12">
      <h1 className="font-semibold text-2xl tracking-tight">Settings</h1>
      <ApiKeys db={db} />
      <YourData db={db} email={email} />
    </div>
  );
}
