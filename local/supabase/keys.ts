import type { Keys } from "./lite";

/** Known to everybody: they guard a server that only this machine can reach. */
export const LOCAL_KEYS: Keys = {
  publishableKey: "sb_publishable_local",
  secretKey: "sb_secret_local",
  jwtSecret: "local-development-only-jwt-secret",
};
