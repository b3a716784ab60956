import { announcementOf, announceOrLeaveToSweep } from "@/inngest/announce";
import { checkAttempt } from "@/lib/attempts/check-attempt";
import { AppError } from "@/lib/errors";
import { isUuid, json } from "@/lib/http";
import { services } from "@/lib/services";
import { otherMethods } from "../../../../other-methods";
import { ANNOUNCE_PATIENCE_MS } from "../../../answer-accepted";
import { withUser } from "../../../with-user";

// 20 s for the phone service, and the database around it.
export const maxDuration = 60;

type Context = { params: Promise<{ attemptId: string }> };

/** Asks the phone service again about a call of which nobody knows whether it happened; never dials. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return withUser(request, "read", async ({ userId }) => {
    const { attemptId } = await params;
    if (!isUuid(attemptId)) throw new AppError("attempt_not_found");
    const { answer, settled } = await checkAttempt(services(), userId, attemptId);
    if (settled)
      await announceOrLeaveToSweep(announcementOf(attemptId, settled), ANNOUNCE_PATIENCE_MS);
    return json(answer);
  });
}

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherMethods("POST");
