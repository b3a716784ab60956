import type { NextConfig } from "next";

// Compiling them was most of the wait for the first route: with them as they are, `npm run dev` spends 3 to 4 s less of
// processor time on it. A deployment bundles them, as one file starts sooner there than thousands.
const LARGE_SDKS = process.env.NODE_ENV === "development" ? ["inngest", "@vapi-ai/server-sdk"] : [];

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // pino and ws load files by name at run time; bundling them breaks that.
  serverExternalPackages: ["pino", "ws", ...LARGE_SDKS],
  // A click or a refresh without a connection waits for it, instead of leaving the page for the browser's own error.
  experimental: { useOffline: true },
  // The content security policy carries a nonce, so proxy.ts sets it per request.
  headers: async () => [
    {
      source: "/(.*)",
      headers: [
        { key: "Strict-Transport-Security", value: "max-age=63072000; includeSubDomains" },
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
        { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
      ],
    },
  ],
};

export default config;
