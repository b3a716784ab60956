import { previewBatch } from "@/lib/batches/preview-batch";
import { json, readJson } from "@/lib/http";
import { services } from "@/lib/services";
import { otherMethods } from "../../../other-methods";
import { MOST_BYTES } from "../../answer-accepted";
import { withUser } from "../../with-user";

/** What an order would come to, who would wait for calling hours, and what limits leave of it. Nothing is stored, nobody is called. */
export function POST(request: Request): Promise<Response> {
  return withUser(request, "start", async ({ userId }) =>
    json(await previewBatch(services(), userId, await readJson(request, MOST_BYTES))),
  );
}

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherMethods("POST");
