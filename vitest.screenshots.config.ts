import { defineConfig } from "vitest/config";

/** Pictures of the pages, taken with the helpers and the stack of the browser tests: `npm run screenshots`. */
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: ["tests/browser/pictures/{every-state,readme}.ts"],
    globalSetup: ["tests/browser/global-setup.ts"],
    setupFiles: ["tests/support/setup.ts"],
    maxWorkers: 1,
    fileParallelism: false,
    // As long as a browser test, for the same reason.
    testTimeout: 180_000,
    hookTimeout: 60_000,
  },
});
