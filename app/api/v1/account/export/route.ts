import { exportAccount } from "@/lib/account/export-account";
import { log } from "@/lib/log";
import { otherMethods } from "../../../other-methods";
import { withUser } from "../../with-user";

// 100,000 calls take under two minutes on two busy cores; a slow connection takes the rest.
export const maxDuration = 300;

/** All that is kept about the person, as one ZIP archive that is made while it is sent. */
export function GET(request: Request): Promise<Response> {
  return withUser(request, null, async ({ userId, email, db }) => {
    const chunks = exportAccount(db, { userId, email });
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        try {
          const { value, done } = await chunks.next();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (err) {
          log().error({ err, userId }, "An export broke off.");
          throw err;
        }
      },
      async cancel() {
        await chunks.return(undefined);
      },
    });
    const day = new Date().toISOString().slice(0, 10);
    return new Response(body, {
      headers: {
        "Cache-Control": "private, no-store",
        "Content-Type": "application/zip",
        "Content-Disposition": `attachment; filename="ringround-data-${day}.zip"`,
      },
    });
  });
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
