"use client";

import { useActionState, useEffect, useState } from "react";
import type { ApiScope } from "@/lib/auth/api-keys";
import { Button } from "../components/button";
import { TextField } from "../components/field";
import { Notice } from "../components/notice";
import { makeKey, type NewKeyState } from "./actions";

const START: NewKeyState = {
  name: "",
  scopes: ["read"],
  secret: null,
  problem: null,
  field: null,
};

type NewKeyFormProps = { scopes: [ApiScope, string][]; mostCharacters: number };

/** Makes a key, and shows it until the page is left. */
export function NewKeyForm({ scopes, mostCharacters }: NewKeyFormProps) {
  const [state, submit, isMaking] = useActionState(makeKey, START);
  const { problem, field, secret } = state;
  useEffect(() => {
    if (state.field) document.getElementById(`key-${state.field}`)?.focus();
  }, [state]);
  return (
    <form action={submit} className="card grid gap-4 p-4 sm:p-6" noValidate>
      {secret && <NewKey key={secret} secret={secret} />}
      {problem && !field && <Notice tone="bad" role="alert" title={problem} />}
      <TextField
        id="key-name"
        name="name"
        label="Name"
        hint="What will use it, so that you know which to revoke."
        maxLength={mostCharacters}
        autoComplete="off"
        required
        defaultValue={state.name}
        error={(field === "name" && problem) || undefined}
      />
      <fieldset
        id="key-scopes"
        tabIndex={-1}
        aria-describedby={field === "scopes" ? "key-scopes-error" : undefined}
        className="grid gap-1.5"
      >
        <legend className="mb-1.5 font-medium text-sm">It may</legend>
        {scopes.map(([scope, words]) => (
          <label key={scope} className="flex min-h-8 items-center gap-2">
            <input
              type="checkbox"
              name="scopes"
              value={scope}
              defaultChecked={state.scopes.includes(scope)}
              className="size-4 shrink-0 accent-accent"
            />
            {words} <code className="shrink-0 text-muted text-sm">{scope}</code>
          </label>
        ))}
        {field === "scopes" && (
          <p id="key-scopes-error" className="text-bad text-sm">
            {problem}
          </p>
        )}
      </fieldset>
      <Button type="submit" kind="primary" className="justify-self-start" disabled={isMaking}>
        {isMaking ? "Making it…" : "Make a key"}
      </Button>
    </form>
  );
}

function NewKey({ secret }: { secret: string }) {
  const [copied, setCopied] = useState<string | null>(null);
  const copy = () =>
    navigator.clipboard.writeText(secret).then(
      () => setCopied("Copied"),
      // Refused by the person or the browser.
      () => setCopied("Select it and copy it yourself"),
    );
  return (
    <Notice tone="good" role="status" title="Copy your key now: it is not shown again">
      <code data-testid="secret" className="my-2 block select-all break-all font-mono">
        {secret}
      </code>
      <Button size="small" onClick={copy}>
        {copied ?? "Copy"}
      </Button>
    </Notice>
  );
}
