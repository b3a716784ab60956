"use server";

import type { Route } from "next";
import { redirect } from "next/navigation";
import { env } from "@/lib/env";
import { writableDb } from "../session";
import { signInMessage } from "./messages";
import { safeNextPath } from "./next-path";

export type SignInState = { email: string; problem: string | null; sentTo: string | null };

const field = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
};

/** Signs in, signs up or sends a link, as the pressed button says; goes on to `next` once there is a session. */
export async function submitSignIn(_: SignInState, form: FormData): Promise<SignInState> {
  const email = field(form, "email").trim();
  const password = field(form, "password");
  const next = safeNextPath(field(form, "next"));
  const refuse = (problem: string): SignInState => ({ email, problem, sentTo: null });
  if (!/^\S+@\S+$/.test(email)) return refuse("Enter your email address.");

  const { auth } = await writableDb();
  const emailRedirectTo = `${env().APP_URL}/login/confirm?next=${encodeURIComponent(next)}`;
  const intent = field(form, "intent");
  if (intent === "link") {
    const { error } = await auth.signInWithOtp({ email, options: { emailRedirectTo } });
    return error ? refuse(signInMessage(error)) : { email, problem: null, sentTo: email };
  }
  if (password === "") return refuse("Enter your password.");
  if (intent === "sign-up") {
    const { data, error } = await auth.signUp({ email, password, options: { emailRedirectTo } });
    if (error) return refuse(signInMessage(error));
    // Without a session the address must be confirmed first.
    if (!data.session) return { email, problem: null, sentTo: email };
  } else {
    const { error } = await auth.signInWithPassword({ email, password });
    if (error) return refuse(signInMessage(error));
  }
  redirect(next as Route);
}

/** Signs in the user that every embedded stack has; refused where none is configured. */
export async function signInAsDemo(_: SignInState, form: FormData): Promise<SignInState> {
  const { DEMO_EMAIL: email, DEMO_PASSWORD: password } = env();
  if (!email || !password) {
    return { email: "", problem: "There is no demo user on this site.", sentTo: null };
  }
  const { auth } = await writableDb();
  const { error } = await auth.signInWithPassword({ email, password });
  if (error) return { email: "", problem: signInMessage(error), sentTo: null };
  redirect(safeNextPath(field(form, "next")) as Route);
}

/** Ends the session of this browser; others of the same person stay. */
export async function signOut(): Promise<never> {
  const { auth } = await writableDb();
  await auth.signOut({ scope: "local" });
  redirect("/login");
}
