import { getAttemptStory } from "@/lib/batches/read-status";
import { AppError } from "@/lib/errors";
import { isUuid, json } from "@/lib/http";
import { otherMethods } from "../../../../other-methods";
import { withUser } from "../../../with-user";

type Context = { params: Promise<{ attemptId: string }> };

/** Transcript and timeline of one call. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return withUser(request, "read", async ({ db, userId }) => {
    const { attemptId } = await params;
    const story = isUuid(attemptId) ? await getAttemptStory(db, userId, attemptId) : null;
    if (!story)
      throw new AppError("attempt_not_found", {
        detail: "It does not exist, or it belongs to somebody else.",
      });
    return json(story);
  });
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
