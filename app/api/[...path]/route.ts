import { AppError } from "@/lib/errors";
import { problem } from "@/lib/http";

/** Addresses of the API that no other route has: answered with a problem document, not with a page. */
function notFound(request: Request): Response {
  const { pathname } = new URL(request.url);
  const error = new AppError("route_not_found", {
    detail: "The API has nothing at this address.",
    hint: "Its description is at /api/v1/openapi.json.",
  });
  return problem(error, pathname);
}

export {
  notFound as DELETE,
  notFound as GET,
  notFound as OPTIONS,
  notFound as PATCH,
  notFound as POST,
  notFound as PUT,
};
