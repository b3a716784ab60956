import { LIST_TEMPLATE } from "./template";

export const dynamic = "force-static";

/** The template of a list, as a file: public, and the same for everybody. */
export function GET(): Response {
  return new Response(LIST_TEMPLATE, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="ringround-list.csv"',
    },
  });
}
