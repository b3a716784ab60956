import { createHash } from "node:crypto";
import { getRequestSnapshot, toBatchStatus } from "@/lib/batches/read-status";
import { AppError } from "@/lib/errors";
import { isUuid, json } from "@/lib/http";
import { otherMethods } from "../../../../other-methods";
import { withUser } from "../../../with-user";

type Context = { params: Promise<{ serviceRequestId: string }> };

// A call takes minutes; those who only poll see each change within this many seconds.
const POLL_SECONDS = "2";

/** Everything about a request's calls. The ETag is a hash of the answer: the highest row version would
 * not do, as a lower one can be committed after a higher one has been seen. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return withUser(request, "read", async ({ db, userId }) => {
    const { serviceRequestId } = await params;
    const snapshot = isUuid(serviceRequestId)
      ? await getRequestSnapshot(db, userId, serviceRequestId)
      : null;
    if (!snapshot) {
      throw new AppError("service_request_not_found", {
        detail: "It does not exist, or it belongs to somebody else.",
      });
    }

    const status = toBatchStatus(snapshot);
    const etag = `"${createHash("sha256").update(JSON.stringify(status)).digest("base64url")}"`;
    const headers: Record<string, string> = { ETag: etag };
    if (!status.isFinal) headers["Retry-After"] = POLL_SECONDS;
    const isUnchanged = request.headers
      .get("if-none-match")
      ?.split(/\s*,\s*/)
      .some((tag) => tag.replace(/^W\//, "") === etag);
    return isUnchanged
      ? new Response(null, {
          status: 304,
          headers: { ...headers, "Cache-Control": "private, no-store" },
        })
      : json(status, { headers });
  });
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
