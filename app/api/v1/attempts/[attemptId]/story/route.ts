import { authenticate } from "@/lib/auth/authenticate";
import { getAttemptStory } from "@/lib/batches/read-status";
import { AppError } from "@/lib/errors";
import { handle, isUuid, json } from "@/lib/http";
import { authSettings } from "@/lib/services";

type Context = { params: Promise<{ attemptId: string }> };

/** Transcript and timeline of one call. */
export function GET(request: Request, { params }: Context): Promise<Response> {
  return handle(request, async () => {
    const { attemptId } = await params;
    const { db } = await authenticate(request, authSettings());
    const story = isUuid(attemptId) ? await getAttemptStory(db, attemptId) : null;
    if (!story)
      throw new AppError("attempt_not_found", {
        detail: "It does not exist, or it belongs to somebody else.",
      });
    return json(story);
  });
}
