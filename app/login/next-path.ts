/**
 * Where to go after signing in: the path that was asked for when it is one of this site, the start page otherwise.
 * `//host`, `/\host` and full addresses would lead a person who trusts this site to another one.
 */
export function safeNextPath(value: unknown): string {
  if (typeof value !== "string" || !value.startsWith("/")) return "/";
  const base = "https://site.invalid";
  if (!URL.canParse(value, base)) return "/";
  const url = new URL(value, base);
  // The resolved form can begin with "//" although the given one does not ("/.//host").
  if (url.origin !== base || url.pathname.startsWith("//")) return "/";
  return url.pathname.startsWith("/login") ? "/" : url.pathname + url.search;
}
