import { AppError } from "@/lib/errors";
import { problem } from "@/lib/http";

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
type Handler = (request: Request) => Response;

/**
 * What a route exports for the methods it does not take: 405 as a problem document with Allow (RFC 9110), where Next
 * would answer an empty body. HEAD follows GET by itself.
 */
export function otherMethods(...taken: Method[]): Record<Method | "OPTIONS", Handler> {
  const allow = [...taken, ...(taken.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  const refuse: Handler = (request) => {
    const error = new AppError("method_not_allowed", {
      detail: `${request.method} is not one of ${allow}.`,
    });
    const response = problem(error, new URL(request.url).pathname);
    response.headers.set("Allow", allow);
    return response;
  };
  return {
    GET: refuse,
    POST: refuse,
    PUT: refuse,
    PATCH: refuse,
    DELETE: refuse,
    OPTIONS: () => new Response(null, { status: 204, headers: { Allow: allow } }),
  };
}
