import { addOwnNumbers, listDoNotCall, removeOwnNumber } from "@/lib/do-not-call";
import { json, readJson } from "@/lib/http";
import { services } from "@/lib/services";
import { otherMethods } from "../../other-methods";
import { withUser } from "../with-user";

// 1,000 numbers with reasons of 300 characters.
const MOST_BYTES = 512 * 1024;

/** The numbers that the person never wants called. */
export function GET(request: Request): Promise<Response> {
  return withUser(request, "read", async ({ userId }) =>
    json({ numbers: await listDoNotCall(services().db, userId) }),
  );
}

/** Adds to them; calls that wait for these numbers are skipped. */
export function POST(request: Request): Promise<Response> {
  return withUser(request, "start", async ({ userId }) => {
    const { db, settings } = services();
    const body = await readJson(request, MOST_BYTES);
    return json({ added: await addOwnNumbers(db, userId, body, settings.DEFAULT_COUNTRY) });
  });
}

/** Takes one off, named by `?phone=`. */
export function DELETE(request: Request): Promise<Response> {
  return withUser(request, "start", async ({ userId }) => {
    const { db, settings } = services();
    // A plus sign that was not escaped arrives as a space.
    const phone = new URL(request.url).searchParams.get("phone")?.replace(/^ /, "+") ?? "";
    await removeOwnNumber(db, userId, phone, settings.DEFAULT_COUNTRY);
    return new Response(null, { status: 204 });
  });
}

export const { PUT, PATCH, OPTIONS } = otherMethods("GET", "POST", "DELETE");
