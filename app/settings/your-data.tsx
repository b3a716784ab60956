import { readClosing } from "@/lib/account/delete-account";
import { env } from "@/lib/env";
import type { Db } from "@/lib/supabase/clients";
import { buttonClass } from "../components/button";
import { Notice } from "../components/notice";
import { DeleteAccountForm } from "./delete-account-form";

/** What is kept about a person and how long, with the ways to take it along and to have it removed. */
export async function YourData({ db, email }: { db: Db; email: string }) {
  const closingSince = await readClosing(db);
  const days = env().RETENTION_DAYS;
  return (
    <section aria-labelledby="your-data" className="grid gap-6">
      <h2 id="your-data" className="font-semibold text-lg">
        Your data
      </h2>
      <div className="grid gap-2">
        <p>
          Transcripts are deleted {days === 1 ? "a day" : `${days} days`} after the call, and with
          them all that the phone service reported. What came of it stays: outcome, price, summary,
          and the words quoted as proof.
        </p>
        <p>Requests, businesses and answers are kept until you delete your account.</p>
      </div>
      <div className="grid justify-items-start gap-2">
        <h3 className="font-medium">Export</h3>
        <p className="text-muted text-sm">
          Everything we keep about you, as a ZIP archive of JSON files. A few thousand calls take
          seconds.
        </p>
        <a href="/api/v1/account/export" download className={buttonClass()}>
          Export my data
        </a>
      </div>
      <div className="grid gap-2">
        <h3 className="font-medium">Delete my account</h3>
        {closingSince ? (
          <Notice tone="info" role="status" title="Your account is being deleted">
            Nobody is called for you any more. Calls that are live are hung up first; then all of it
            goes, within minutes.
          </Notice>
        ) : (
          <>
            <p className="text-muted text-sm">
              Calls that are being made are hung up, and everything is removed for good: requests,
              businesses, answers, transcripts and your sign-in. Phone numbers whose people asked
              not to be called again stay on that list, without your name. The phone service keeps
              records of its own for a time.
            </p>
            <DeleteAccountForm email={email} />
          </>
        )}
      </div>
    </section>
  );
}
