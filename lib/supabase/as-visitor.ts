type Visitor = {
  url: string;
  publishableKey: string;
  secretKey: string;
  /** Of the request that the site answers. */
  headers: Headers;
};

// Set by Vercel, over anything that the visitor sent; nobody sets it elsewhere.
const ADDRESS_HEADER = "x-vercel-forwarded-for";

/**
 * A fetch that tells Supabase Auth which visitor it is for. Auth limits sign-ins and refreshes by address, and without this
 * all visitors would share the few of Vercel. It believes the address only together with a secret key, and only where "IP
 * address forwarding" is on (Authentication → Rate limits); the browser stays without a client of its own that way. Who the
 * request acts as does not change.
 */
export function asVisitor(
  { url, publishableKey, secretKey, headers }: Visitor,
  send: typeof fetch,
): typeof fetch {
  const address = headers.get(ADDRESS_HEADER)?.split(",")[0]?.trim();
  if (!address) return send;
  return (input, init) => {
    const target = input instanceof Request ? input.url : String(input);
    if (!target.startsWith(`${url}/auth/v1/`)) return send(input, init);
    const changed = new Headers(init?.headers);
    changed.set("apikey", secretKey);
    if (changed.get("authorization") === `Bearer ${publishableKey}`)
      changed.set("authorization", `Bearer ${secretKey}`);
    changed.set("sb-forwarded-for", address);
    return send(input, { ...init, headers: changed });
  };
}
