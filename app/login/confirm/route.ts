import type { EmailOtpType } from "@supabase/supabase-js";
import { type NextRequest, NextResponse } from "next/server";
import { writableDb } from "../../session";
import { safeNextPath } from "../next-path";

const TYPES: readonly string[] = ["signup", "magiclink", "email", "recovery", "invite"];
const isOtpType = (value: string | null): value is EmailOtpType =>
  value !== null && TYPES.includes(value);

/** Where links in emails lead: turns what they carry into a session of this browser. */
export async function GET(request: NextRequest): Promise<NextResponse> {
  const query = request.nextUrl.searchParams;
  const code = query.get("code");
  const tokenHash = query.get("token_hash");
  const type = query.get("type");

  const { auth } = await writableDb();
  let isSignedIn = false;
  if (code) isSignedIn = !(await auth.exchangeCodeForSession(code)).error;
  else if (tokenHash && isOtpType(type)) {
    isSignedIn = !(await auth.verifyOtp({ token_hash: tokenHash, type })).error;
  }
  const path = isSignedIn ? safeNextPath(query.get("next")) : "/login?problem=link";
  return NextResponse.redirect(new URL(path, request.url));
}
