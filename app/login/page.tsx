import type { Metadata, Route } from "next";
import { redirect } from "next/navigation";
import { env } from "@/lib/env";
import { Notice } from "../components/notice";
import { getSession } from "../session";
import { safeNextPath } from "./next-path";
import { SignInForm } from "./sign-in-form";

export async function generateMetadata({ searchParams }: PageProps<"/login">): Promise<Metadata> {
  const { mode } = await searchParams;
  return {
    title: mode === "sign-up" ? "Create your account" : "Sign in",
    // The one page that anybody may see, and so the only one for search engines; `next` makes no second one of it.
    robots: { index: true },
    alternates: { canonical: "/login" },
  };
}

export default async function LoginPage({ searchParams }: PageProps<"/login">) {
  const query = await searchParams;
  const next = safeNextPath(query.next);
  if (await getSession()) redirect(next as Route);

  const isSignUp = query.mode === "sign-up";
  const { DEMO_EMAIL, DEMO_PASSWORD, SIGN_UP } = env();
  const hasDemo = Boolean(DEMO_EMAIL && DEMO_PASSWORD);
  return (
    <div className="mx-auto grid max-w-sm gap-6 pt-12 sm:pt-20">
      <div className="grid gap-2">
        <h1 className="font-semibold text-2xl tracking-tight">
          {isSignUp ? "Create your account" : "Sign in to Ringround"}
        </h1>
        <p className="text-muted">
          Ringround calls the businesses on your list and shows, live, who can come, when and at
          what price.
        </p>
      </div>
      {query.problem === "link" && (
        <Notice tone="bad" role="alert" title="This link cannot be used">
          It has expired, was used already, or was asked for in another browser. Ask for a new one,
          or sign in with your password.
        </Notice>
      )}
      {query.problem === "session" && (
        <Notice tone="info" role="status" title="Your session has ended">
          Sign in to continue. What you typed is still there.
        </Notice>
      )}
      {query.problem === "deleted" && (
        <Notice tone="good" role="status" title="Your account is being deleted">
          Live calls are hung up first; within minutes everything is gone.
        </Notice>
      )}
      <SignInForm
        key={String(isSignUp)}
        next={next}
        isSignUp={isSignUp}
        hasDemo={hasDemo && !isSignUp}
        hasLinks={!hasDemo}
        isOpen={SIGN_UP === "open"}
      />
    </div>
  );
}
