import type { Metadata } from "next";
import { requireSession } from "../session";
import { YourData } from "./your-data";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { db, email } = await requireSession("/settings");
  return (
    <div className="grid max-w-2xl gap-8 pt-8 sm:pt-12">
      <h1 className="font-semibold text-2xl tracking-tight">Settings</h1>
      <YourData db={db} email={email} />
    </div>
  );
}
