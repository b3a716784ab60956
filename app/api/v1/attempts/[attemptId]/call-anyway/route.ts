import { announceOrLeaveToSweep } from "@/inngest/announce";
import { callAnyway } from "@/lib/attempts/functions";
import { AppError } from "@/lib/errors";
import { isUuid, json } from "@/lib/http";
import { services } from "@/lib/services";
import { otherMethods } from "../../../../other-methods";
import { ANNOUNCE_PATIENCE_MS } from "../../../answer-accepted";
import { withUser } from "../../../with-user";

type Context = { params: Promise<{ attemptId: string }> };

/** Has a call made that waits for calling hours, where the operator allows it. Every other rule holds. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return withUser(request, "start", async ({ userId }) => {
    const { attemptId } = await params;
    if (!isUuid(attemptId)) throw new AppError("attempt_not_found");
    const { db, rails } = services();
    const { claims } = await callAnyway(db, userId, attemptId, rails);
    await announceOrLeaveToSweep({ claims }, ANNOUNCE_PATIENCE_MS);
    return json({ attemptId }, { status: 202 });
  });
}

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherMethods("POST");
