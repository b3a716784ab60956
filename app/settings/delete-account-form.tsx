"use client";

import { type FormEvent, useState } from "react";
import { isRecord } from "@/lib/is-record";
import { Button } from "../components/button";
import { TextField } from "../components/field";
import { Notice } from "../components/notice";

const NO_ANSWER = "The site did not answer. Your account may still be there; try again.";

/** Deletes the account once its own address is entered; the person is signed out then. */
export function DeleteAccountForm({ email }: { email: string }) {
  const [isBusy, setIsBusy] = useState(false);
  const [wrong, setWrong] = useState("");
  const [problem, setProblem] = useState("");

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = String(new FormData(event.currentTarget).get("confirm-email")).trim();
    const isConfirmed = typed.toLowerCase() === email.toLowerCase();
    setWrong(isConfirmed ? "" : `Enter ${email} to confirm.`);
    setProblem("");
    if (!isConfirmed) return document.getElementById("confirm-email")?.focus();
    setIsBusy(true);
    const refusal = await requestDeletion(typed).catch(() => NO_ANSWER);
    if (refusal === null) return location.assign("/login?problem=deleted");
    setProblem(refusal);
    setIsBusy(false);
  };

  return (
    <form onSubmit={submit} noValidate className="grid max-w-sm gap-4">
      {problem && <Notice tone="bad" role="alert" title={problem} />}
      <TextField
        id="confirm-email"
        name="confirm-email"
        type="email"
        label="Your email, to confirm"
        autoComplete="off"
        error={wrong || undefined}
      />
      <Button type="submit" kind="danger" disabled={isBusy} className="justify-self-start">
        {isBusy ? "Deleting…" : "Delete my account"}
      </Button>
    </form>
  );
}

/** Null when the deletion has begun; otherwise what keeps it from it, in words. */
async function requestDeletion(email: string): Promise<string | null> {
  const response = await fetch("/api/v1/account", {
    method: "DELETE",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email }),
  });
  if (response.ok) return null;
  if (response.status === 401) return "Your session has ended. Sign in and try again.";
  const problem: unknown = await response.json();
  return isRecord(problem) && typeof problem.detail === "string" ? problem.detail : NO_ANSWER;
}
