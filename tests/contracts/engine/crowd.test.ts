import { expect, test } from "vitest";
import { latch, openApp } from "./app";
import { skip } from "./target";

const RUNS = 1_000;
const MAX_IN_FLIGHT = 50;

test.skipIf(skip.crowds)(
  "a thousand runs at once all complete, and never flood the app",
  async () => {
    const app = await openApp({ isWatched: false, maxInFlight: MAX_IN_FLIGHT });
    let inFlight = 0;
    let most = 0;
    const full = latch();
    const fn = app.client.createFunction(
      { id: "one-of-many", triggers: [{ event: app.event("go") }] },
      async ({ event }) => {
        inFlight++;
        most = Math.max(most, inFlight);
        // Nobody leaves before the limit has been reached once: a lower one would never end.
        if (inFlight === MAX_IN_FLIGHT) full.open();
        await full.opened;
        inFlight--;
        return event.data.n;
      },
    );
    await app.serve(fn);

    await app.client.send(
      Array.from({ length: RUNS }, (_, n) => ({ name: app.event("go"), data: { n } })),
    );
    await app.settled();

    const runs = app.engine?.runs({ status: "Completed" }) ?? [];
    expect(new Set(runs.map(({ output }) => output)).size).toBe(RUNS);
    expect(most).toBe(MAX_IN_FLIGHT);
  },
  // A thousand rounds of the real SDK in this very process, which also serves as the app.
  120_000,
);
