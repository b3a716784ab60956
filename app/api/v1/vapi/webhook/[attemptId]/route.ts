import { announce } from "@/inngest/announce";
import { receiveWebhook } from "@/lib/attempts/receive-webhook";
import { handle, json, readBody } from "@/lib/http";
import { services } from "@/lib/services";
import { traced } from "@/lib/trace";
import { otherMethods } from "../../../../other-methods";

export const maxDuration = 30;

// A report of a ten-minute call with its messages in two forms has some 300 kB; Vercel cuts at 4.5 MB.
const MOST_BYTES = 4 * 1024 * 1024;

type Context = { params: Promise<{ attemptId: string }> };

/**
 * Takes what the phone service tells about a call. Stored before anything is concluded from it; 2xx for everything
 * authentic, so that only our own failures (5xx) make the phone service send it again.
 */
export function POST(request: Request, { params }: Context): Promise<Response> {
  return handle(request, async () => {
    const { attemptId } = await params;
    const body = await readBody(request, MOST_BYTES);
    const receive = async () => {
      const { answer, news } = await receiveWebhook(services(), attemptId, request.headers, body);
      await announce(news);
      return json(answer);
    };
    return traced("webhook", { attemptId }, receive, { under: "attempt" });
  });
}

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherMethods("POST");
