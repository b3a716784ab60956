import { expect, test } from "vitest";
import * as events from "./events";
import { functions } from "./index";

/** What a person reads and searches in Inngest's dashboard. */

test.each(functions.map((fn) => [fn.opts.id, fn.opts] as const))(
  "%s says what it does, how often it is repeated and what follows when it fails for good",
  (id, { name, description, retries, onFailure }) => {
    expect(name).toMatch(/^[A-Z]/);
    expect(description).toMatch(/\.$/);
    expect(retries).toBeTypeOf("number");
    // A sweep that fails is followed by the next.
    expect(onFailure === undefined).toBe(id === "sweep");
  },
);

test("every event names its batch, its attempt or its person, so that runs are found by it", () => {
  const ids = {
    batchId: crypto.randomUUID(),
    attemptId: crypto.randomUUID(),
    userId: crypto.randomUUID(),
  };
  const all = { ...ids, announcement: 0, dueAt: "2026-11-28T00:00:00Z" };
  for (const event of Object.values(events)) {
    if (event.name === events.sweepDue.name) continue;
    const { data } = event.create(all as never);
    expect(Object.keys(data as object).some((key) => key in ids)).toBe(true);
    const schema = (
      event as unknown as { schema: { safeParse: (value: unknown) => { success: boolean } } }
    ).schema;
    expect(schema.safeParse({ announcement: 0, dueAt: all.dueAt }).success).toBe(false);
  }
});
