import Link from "next/link";
import { signOut } from "../login/actions";
import { getSession } from "../session";
import { Button, buttonClass } from "./button";

/** On every page. A header must not be why a page fails, so a session that cannot be read is shown as none. */
export async function SiteHeader() {
  const session = await getSession().catch(() => null);
  return (
    <header className="border-line border-b bg-surface">
      <div className="page-width flex h-14 items-center gap-3">
        <Link
          href="/"
          className="flex shrink-0 items-center gap-2 rounded-md font-semibold tracking-tight"
        >
          <Logo />
          Ringround
        </Link>
        {session && (
          <nav aria-label="Site" className="-mr-3 ml-auto flex min-w-0 items-center gap-2">
            <span className="hidden min-w-0 truncate text-muted text-sm sm:block">
              {session.email}
            </span>
            {/* Not fetched before it is wanted: it has a script of its own. */}
            <Link
              href="/settings"
              prefetch={false}
              className={buttonClass({ kind: "quiet", size: "small" })}
            >
              Settings
            </Link>
            <form action={signOut}>
              <Button type="submit" kind="quiet" size="small">
                Sign out
              </Button>
            </form>
          </nav>
        )}
      </div>
    </header>
  );
}

function Logo() {
  return (
    <svg viewBox="0 0 32 32" className="size-6" fill="none" aria-hidden="true">
      <circle cx="16" cy="16" r="5" className="fill-accent" />
      <circle
        cx="16"
        cy="16"
        r="12"
        className="stroke-accent"
        strokeWidth="3"
        strokeLinecap="round"
        strokeDasharray="12.57 6.28"
      />
    </svg>
  );
}
