import Link from "next/link";
import { API_SCOPES, type ApiKey, listApiKeys, SCOPE_WORDS } from "@/lib/auth/api-keys";
import { API_LIMITS } from "@/lib/limits";
import type { Db } from "@/lib/supabase/clients";
import { Button } from "../components/button";
import { AS } from "../components/table-roles";
import { describeAge } from "../relative-time";
import { revokeKey } from "./actions";
import { NewKeyForm } from "./new-key-form";

/** Makes, lists and revokes the keys of the person whom the client acts for. */
export async function ApiKeys({ db }: { db: Db }) {
  const keys = await listApiKeys(db);
  return (
    <section aria-labelledby="api-keys" className="grid gap-4">
      <div className="grid gap-1">
        <h2 id="api-keys" className="font-semibold text-lg">
          API keys
        </h2>
        <p className="max-w-prose text-muted">
          A program that sends a key acts as you, within what the key may do. The{" "}
          <Link
            href="/reference"
            prefetch={false}
            className="text-accent underline underline-offset-4"
          >
            API reference
          </Link>{" "}
          has commands to try.
        </p>
      </div>
      <NewKeyForm
        scopes={API_SCOPES.map((scope) => [scope, SCOPE_WORDS[scope]])}
        mostCharacters={API_LIMITS.apiKeyName}
      />
      {keys.length > 0 && <KeyTable keys={keys} now={new Date()} />}
    </section>
  );
}

const GRID =
  "grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[minmax(0,2fr)_repeat(3,minmax(0,1fr))_5rem] sm:items-center";

function KeyTable({ keys, now }: { keys: ApiKey[]; now: Date }) {
  return (
    <table {...AS.table} aria-labelledby="api-keys" className="card block overflow-hidden">
      <thead {...AS.rowgroup} className="hidden border-line border-b text-muted text-sm sm:block">
        <tr {...AS.row} className={GRID}>
          {["Key", "May", "Made", "Last used", "Revoke"].map((title) => (
            <th key={title} {...AS.columnheader}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...AS.rowgroup} className="block divide-y divide-line">
        {keys.map((key) => (
          <tr key={key.id} {...AS.row} className={GRID}>
            <th {...AS.rowheader} scope="row">
              {key.name}
              <code className="block font-normal text-muted text-sm">{key.prefix}…</code>
            </th>
            <td {...AS.cell}>
              <span className="text-muted sm:hidden">May </span>
              {key.scopes.join(", ")}
            </td>
            <Moment label="Made" at={key.created_at} now={now} />
            <Moment label="Last used" at={key.last_used_at} now={now} />
            <td {...AS.cell}>
              {key.revoked_at ? <span className="text-muted">Revoked</span> : <Revoke {...key} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A phone has no heads of columns, so each cell says there what it tells. */
function Moment({ label, at, now }: { label: string; at: string | null; now: Date }) {
  return (
    <td {...AS.cell}>
      <span className="text-muted sm:hidden">{label} </span>
      {at ? <time dateTime={at}>{describeAge(at, now)}</time> : "never"}
    </td>
  );
}

/** Asks first, in a popover of the browser's own: it needs no script, and Escape closes it. */
function Revoke({ id, name }: ApiKey) {
  const popover = `revoke-${id}`;
  return (
    <>
      <Button kind="danger" size="small" popoverTarget={popover} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
      <div
        id={popover}
        popover="auto"
        role="dialog"
        aria-label={`Revoke ${name}?`}
        className="m-auto w-[calc(100%-2rem)] max-w-md rounded-2xl border border-line bg-surface p-6 text-text shadow-xl backdrop:bg-sunken/80"
      >
        <form action={revokeKey} className="grid gap-4">
          <input type="hidden" name="id" value={id} />
          <p className="font-semibold text-lg">Revoke {name}?</p>
          <p className="text-muted">
            Programs that use it are refused from now on. This cannot be undone.
          </p>
          <div className="flex flex-wrap justify-end gap-2">
            <Button popoverTarget={popover} popoverTargetAction="hide">
              Keep it
            </Button>
            <Button type="submit" kind="danger">
              Revoke the key
            </Button>
          </div>
        </form>
      </div>
    </>
  );
}
