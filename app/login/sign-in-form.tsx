"use client";

import type { Route } from "next";
import Link from "next/link";
import { useActionState, useEffect } from "react";
import { Button } from "../components/button";
import { TextField } from "../components/field";
import { Notice } from "../components/notice";
import { type SignInState, signInAsDemo, submitSignIn } from "./actions";

const START: SignInState = { email: "", problem: null, field: null, sentTo: null };

export type SignInFormProps = {
  next: string;
  isSignUp: boolean;
  hasDemo: boolean;
  /** Mail reaches people only from a hosted project. */
  hasLinks: boolean;
  /** Anybody may have an account. */
  isOpen: boolean;
};

export function SignInForm({ next, isSignUp, hasDemo, hasLinks, isOpen }: SignInFormProps) {
  const [state, submit, isSubmitting] = useActionState(submitSignIn, START);
  const [demo, submitDemo, isStartingDemo] = useActionState(signInAsDemo, START);
  const isBusy = isSubmitting || isStartingDemo;
  const { problem, field } = state;
  useEffect(() => {
    if (state.field) document.getElementById(state.field)?.focus();
  }, [state]);
  const otherWay = `/login?${new URLSearchParams({
    ...(isSignUp ? {} : { mode: "sign-up" }),
    ...(next === "/" ? {} : { next }),
  })}` as Route;

  return (
    <div className="grid gap-6">
      {demo.problem && <Notice tone="bad" role="alert" title={demo.problem} />}
      {hasDemo && (
        <form action={submitDemo}>
          <input type="hidden" name="next" value={next} />
          <Button type="submit" kind="primary" className="w-full" disabled={isBusy}>
            {isStartingDemo ? "Signing in…" : "Sign in as demo user"}
          </Button>
        </form>
      )}
      {hasDemo && <Divider />}
      <form action={submit} className="grid gap-4" noValidate>
        <input type="hidden" name="next" value={next} />
        {problem && !field && <Notice tone="bad" role="alert" title={problem} />}
        {state.sentTo && (
          <Notice tone="good" role="status" title="Check your email">
            {isOpen
              ? `We sent a link to ${state.sentTo}. Open it to continue.`
              : `If ${state.sentTo} may sign in here, a link is on its way. Open it to continue.`}
          </Notice>
        )}
        <TextField
          id="email"
          name="email"
          type="email"
          label="Email"
          autoComplete="username"
          required
          defaultValue={state.email}
          error={(field === "email" && problem) || undefined}
          hint={isSignUp && !isOpen && field !== "email" ? "One that was invited." : undefined}
        />
        <TextField
          id="password"
          name="password"
          type="password"
          label="Password"
          autoComplete={isSignUp ? "new-password" : "current-password"}
          required
          error={(field === "password" && problem) || undefined}
          hint={isSignUp && field !== "password" ? "At least 8 characters." : undefined}
        />
        <Button
          type="submit"
          name="intent"
          value={isSignUp ? "sign-up" : "sign-in"}
          kind={hasDemo ? "plain" : "primary"}
          disabled={isBusy}
        >
          {isSubmitting ? "One moment…" : isSignUp ? "Create account" : "Sign in"}
        </Button>
        {hasLinks && !isSignUp && (
          <Button type="submit" name="intent" value="link" kind="quiet" disabled={isBusy}>
            Email me a link instead
          </Button>
        )}
      </form>
      <p className="text-muted text-sm">
        {isSignUp ? "Have an account?" : "No account yet?"}{" "}
        <Link href={otherWay} className="font-medium text-accent underline underline-offset-4">
          {isSignUp ? "Sign in" : "Create one"}
        </Link>
      </p>
    </div>
  );
}

function Divider() {
  return (
    <div className="flex items-center gap-3 text-muted text-sm">
      <span className="h-px flex-1 bg-line" />
      or with your own account
      <span className="h-px flex-1 bg-line" />
    </div>
  );
}
