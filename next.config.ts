import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typedRoutes: true,
  // pino and ws load files by name at run time; bundling them breaks that.
  serverExternalPackages: ["pino", "ws"],
};

export default config;
