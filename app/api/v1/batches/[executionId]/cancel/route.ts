import { announceOrLeaveToSweep } from "@/inngest/announce";
import { statusPath } from "@/lib/batches/accepted-batch";
import { cancelBatch } from "@/lib/batches/functions";
import { AppError } from "@/lib/errors";
import { isUuid, json } from "@/lib/http";
import { services } from "@/lib/services";
import { otherMethods } from "../../../../other-methods";
import { ANNOUNCE_PATIENCE_MS } from "../../../answer-accepted";
import { withUser } from "../../../with-user";

export const maxDuration = 30;

type Context = { params: Promise<{ executionId: string }> };

/** Stops a batch: what is not dialed is canceled at once, live calls are hung up, answers already given stay. */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return withUser(request, "cancel", async ({ userId }) => {
    const { executionId } = await params;
    if (!isUuid(executionId)) throw new AppError("batch_not_found");
    const { db, rails } = services();
    const canceled = await cancelBatch(db, userId, executionId, rails);
    await announceOrLeaveToSweep(
      {
        claims: canceled.claims,
        canceled: canceled.live > 0 ? [{ batchId: executionId }] : [],
        settled: canceled.batchEnded ? [{ batchId: executionId, cause: "canceled" }] : [],
      },
      ANNOUNCE_PATIENCE_MS,
    );
    const statusUrl = statusPath(canceled.serviceRequestId);
    return json(
      { executionId, status: canceled.status, hangingUp: canceled.live, statusUrl },
      { status: 202, headers: { Location: statusUrl } },
    );
  });
}

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherMethods("POST");
