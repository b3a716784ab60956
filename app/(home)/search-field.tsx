"use client";

import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";
import { searchPath } from "./search-words";

// Between two quick key presses; a question for each of them would be answered too late anyway.
const REST_MS = 150;

export type SearchFieldProps = {
  /** What the list on the page was searched for. */
  query: string;
  typed: string;
  onType: (text: string) => void;
};

/** A form that works without scripts; with them the list follows the keys, and the address with it. */
export function SearchField({ query, typed, onType }: SearchFieldProps) {
  const router = useRouter();
  const [isSearching, startSearch] = useTransition();
  const input = useRef<HTMLInputElement>(null);
  const wanted = typed.trim();
  // The latest query that this field asked for. Any other came by a link, unless a later one is still on its way.
  const asked = useRef(query);

  useEffect(() => {
    if (isSearching || query === asked.current) return;
    asked.current = query;
    onType(query);
  }, [query, isSearching, onType]);

  useEffect(() => {
    if (wanted === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = wanted;
      startSearch(() => router.replace(searchPath(wanted), { scroll: false }));
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [wanted, router]);

  useEffect(() => focusOnSlash(input), []);

  return (
    <search>
      <form
        action="/"
        onSubmit={(event) => event.preventDefault()}
        className="relative sm:max-w-md"
      >
        <Search
          aria-hidden="true"
          className="pointer-events-none absolute top-3.5 left-3 size-4 text-muted"
        />
        <input
          ref={input}
          type="search"
          name="q"
          value={typed}
          onChange={(event) => onType(event.target.value)}
          aria-label="Search requests"
          aria-keyshortcuts="/"
          placeholder="Search title, service or place"
          autoComplete="off"
          maxLength={200}
          className="peer h-11 w-full rounded-lg border border-line-strong bg-surface pr-3 pl-9 placeholder:text-muted"
        />
        <span
          aria-hidden="true"
          className="pointer-events-none absolute top-2.5 right-3 hidden rounded border border-line px-1.5 text-muted text-xs leading-6 peer-placeholder-shown:sm:block peer-focus:hidden"
        >
          /
        </span>
      </form>
    </search>
  );
}

/** The key that sites with a search have for it; not where it is text. */
function focusOnSlash(input: React.RefObject<HTMLInputElement | null>): () => void {
  const press = (event: KeyboardEvent) => {
    const { target } = event;
    const isText = target instanceof HTMLElement && target.matches("input, textarea, select");
    if (event.key !== "/" || isText || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.current?.focus();
  };
  document.addEventListener("keydown", press);
  return () => document.removeEventListener("keydown", press);
}
