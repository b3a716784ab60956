"use server";

import type { Route } from "next";
import { redirect } from "next/navigation";
import { mayJoin } from "@/lib/account/may-join";
import { env } from "@/lib/env";
import { services } from "@/lib/services";
import { writableDb } from "../session";
import { BY_INVITATION, explainRefusal, type SignInField } from "./messages";
import { safeNextPath } from "./next-path";

export type SignInState = {
  email: string;
  problem: string | null;
  /** What the problem is about; null for what neither field can put right. */
  field: SignInField | null;
  sentTo: string | null;
};

const START: SignInState = { email: "", problem: null, field: null, sentTo: null };

const field = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

/** Signs in, signs up or sends a link, as the pressed button says; goes on to `next` once there is a session. */
export async function submitSignIn(_: SignInState, form: FormData): Promise<SignInState> {
  const email = field(form, "email").trim();
  const password = field(form, "password");
  const next = safeNextPath(field(form, "next"));
  const refuse = (refusal: { problem: string; field: SignInField | null }): SignInState => ({
    ...START,
    email,
    ...refusal,
  });
  const sent: SignInState = { ...START, email, sentTo: email };
  if (!/^\S+@\S+$/.test(email))
    return refuse({ problem: "Enter your email address.", field: "email" });

  const { auth } = await writableDb();
  const emailRedirectTo = `${env().APP_URL}/login/confirm?next=${encodeURIComponent(next)}`;
  const intent = field(form, "intent");
  const { db, rails } = services();
  if (intent === "link") {
    const shouldCreateUser = await mayJoin(db, email, rails);
    const options = { emailRedirectTo, shouldCreateUser };
    const { error } = await auth.signInWithOtp({ email, options });
    // Whether an address has an account here is nobody else's to know: the page says "if".
    return error && error.code !== "otp_disabled" ? refuse(explainRefusal(error)) : sent;
  }
  if (password === "") return refuse({ problem: "Enter your password.", field: "password" });
  if (intent === "sign-up") {
    if (!(await mayJoin(db, email, rails)))
      return refuse({ problem: BY_INVITATION, field: "email" });
    const { data, error } = await auth.signUp({ email, password, options: { emailRedirectTo } });
    if (error) return refuse(explainRefusal(error));
    // Without a session the address must be confirmed first.
    if (!data.session) return sent;
  } else {
    const { error } = await auth.signInWithPassword({ email, password });
    if (error) return refuse(explainRefusal(error));
  }
  redirect(next as Route);
}

/** Signs in the user that every embedded stack has; refused where none is configured. */
export async function signInAsDemo(_: SignInState, form: FormData): Promise<SignInState> {
  const { DEMO_EMAIL: email, DEMO_PASSWORD: password } = env();
  if (!email || !password) {
    return { ...START, problem: "There is no demo user on this site." };
  }
  const { auth } = await writableDb();
  const { error } = await auth.signInWithPassword({ email, password });
  // The person has entered nothing that could be put right.
  if (error) return { ...START, problem: explainRefusal(error).problem };
  redirect(safeNextPath(field(form, "next")) as Route);
}

/** Ends the session of this browser; others of the same person stay. */
export async function signOut(): Promise<never> {
  const { auth } = await writableDb();
  await auth.signOut({ scope: "local" });
  redirect("/login");
}
