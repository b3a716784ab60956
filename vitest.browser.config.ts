import { defineConfig } from "vitest/config";

/** The pages in a real browser, over a production build and the embedded stack: `npm run test:browser`. */
export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    include: ["tests/browser/**/*.test.ts"],
    globalSetup: ["tests/browser/global-setup.ts"],
    setupFiles: ["tests/support/setup.ts"],
    // One stack and one browser at a time: a second of each would only make both slower on two cores.
    maxWorkers: 1,
    fileParallelism: false,
    // A journey waits for calls of several seconds each, on machines that do other things as well.
    testTimeout: 180_000,
    // As Playwright does it: on a machine that does other things as well a browser may lose a connection of its own.
    // .ci/run names every test that needed its second try.
    retry: process.env.CI ? 1 : 0,
    hookTimeout: 60_000,
  },
});
