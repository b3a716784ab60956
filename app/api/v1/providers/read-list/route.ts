import { json } from "@/lib/http";
import { readListRequest } from "@/lib/list-requests";
import { services } from "@/lib/services";
import { otherMethods } from "../../../other-methods";
import { withUser } from "../../with-user";

/** What a list of businesses is understood as: the same as on the page. Nothing is stored, nobody is called. */
export function POST(request: Request): Promise<Response> {
  return withUser(request, "start", async () =>
    json(await readListRequest(request, services().settings.DEFAULT_COUNTRY)),
  );
}

export const { GET, PUT, PATCH, DELETE, OPTIONS } = otherMethods("POST");
