import { announceOrLeaveToSweep } from "@/inngest/announce";
import { requestDeletion } from "@/lib/account/delete-account";
import { AppError } from "@/lib/errors";
import { json, readJson } from "@/lib/http";
import { services } from "@/lib/services";
import { otherMethods } from "../../other-methods";
import { ANNOUNCE_PATIENCE_MS } from "../answer-accepted";
import { withUser } from "../with-user";

const MOST_BYTES = 1024;

/** Deletes the account with all that is in it, once its calls have ended. May be repeated until it is gone. */
export function DELETE(request: Request): Promise<Response> {
  return withUser(request, null, async ({ userId, email, db: owner }) => {
    const body = await readJson(request, MOST_BYTES);
    const closing = await requestDeletion(services().db, { userId, email }, body);
    // One a minute: a repetition begins it again if the first one was lost.
    const cause = new Date().toISOString().slice(0, 16);
    if (!(await announceOrLeaveToSweep({ closing: [{ userId, cause }] }, ANNOUNCE_PATIENCE_MS))) {
      throw new AppError("store_unavailable", {
        detail: "Nobody is called for your account any more, but its deletion has not begun.",
        hint: "Send it again. Otherwise it begins within a day by itself.",
        retryAfterSeconds: 10,
      });
    }
    // Of this browser; with an access token there is none to end.
    await owner.auth.signOut({ scope: "local" });
    return json(closing, { status: 202 });
  });
}

export const { GET, POST, PUT, PATCH, OPTIONS } = otherMethods("DELETE");
