import { previewBatch } from "@/lib/batches/preview-batch";
import { json, readJson } from "@/lib/http";
import { services } from "@/lib/services";
import { otherMethods } from "../../../other-methods";
import { MOST_BYTES } from "../../answer-accepted";
import { withUser } from "../../with-user";

/** What an order would come to, and how many would wait for calling hours. Nothing is stored, nobody is called. */
export function POST(request: Request): Promise<Response> {
  return withUser(request, "start", async () =>
    json(await previewBatch(services(), await readJson(request, MOST_BYTES))),
  );
}

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherMethods("POST");
