import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // pino and ws load files by name at run time; bundling them breaks that.
  serverExternalPackages: ["pino", "ws"],
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
