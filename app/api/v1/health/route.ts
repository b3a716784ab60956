import { json } from "@/lib/http";
import { services } from "@/lib/services";
import { otherMethods } from "../../other-methods";

/** 200 when the database answers, 503 when it does not: for monitors and for `npm run dev`. */
export async function GET(): Promise<Response> {
  const { error } = await services().db.from("service_requests").select("id").limit(1);
  return json({ status: error ? "unavailable" : "ok" }, { status: error ? 503 : 200 });
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
