import { json } from "@/lib/http";
import { otherMethods } from "../../other-methods";

/** 200 while the process answers; it asks nothing else, so that a database that is away ends no process. */
export const GET = (): Response => json({ status: "ok" });

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
