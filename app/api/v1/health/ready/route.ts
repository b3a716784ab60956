import { env } from "@/lib/env";
import { readReadiness } from "@/lib/health";
import { json } from "@/lib/http";
import { services } from "@/lib/services";
import { otherMethods } from "../../../other-methods";

/** 200 when calls can be made and finished from here, 503 when not: for monitors. */
export async function GET(): Promise<Response> {
  const readiness = await readReadiness(services().db, env().CALLS_ENABLED);
  return json(readiness, { status: readiness.status === "ready" ? 200 : 503 });
}

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
