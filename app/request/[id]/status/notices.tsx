import type { ReactNode } from "react";
import type { LiveBatch } from "@/lib/batches/live-state";
import { Notice } from "../../../components/notice";

type NoticesProps = { live: LiveBatch; isSignedOut: boolean };

/** What most visits never see: calls that were stopped, and a session that has ended. */
export default function Notices({ live, isSignedOut }: NoticesProps): ReactNode {
  return (
    <>
      {isSignedOut && (
        <Notice tone="warn" role="alert" title="Your session has ended">
          Calls continue.{" "}
          <a
            href={`/login?next=/request/${live.serviceRequestId}`}
            className="underline underline-offset-2"
          >
            Sign in again
          </a>{" "}
          to watch them.
        </Notice>
      )}
      {live.fault && (
        <Notice tone={live.fault.isFault ? "bad" : "warn"} role="alert" title={live.fault.message}>
          Businesses that were not called yet are left out; they did not fail.
        </Notice>
      )}
    </>
  );
}
