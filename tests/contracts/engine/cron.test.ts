import { expect, test } from "vitest";
import { eventually } from "@/tests/support/eventually";
import { openApp } from "./app";
import { isReal, patience } from "./target";

const MINUTE_MS = 60_000;

test("a schedule starts a run at its slot, once, with the slot as the event's id", async () => {
  // The stand-in's clock is set to shortly before a full minute; a real server has to be waited for. On a busy machine the
  // registration takes a second or two, and a slot that it misses comes again only a minute later.
  const offsetMs = MINUTE_MS - (Date.now() % MINUTE_MS) - 3_000;
  const app = await openApp(isReal ? {} : { now: () => Date.now() + offsetMs });
  const fired: { id?: string; name: string; data: unknown }[] = [];
  const fn = app.client.createFunction(
    { id: "minutely", triggers: [{ cron: "* * * * *" }] },
    ({ event }) => {
      fired.push({ id: event.id, name: event.name, data: event.data });
    },
  );
  await app.serve(fn);

  await eventually(
    () => fired,
    (all) => all.length > 0,
    patience,
  );

  await app.settled();
  expect(fired).toEqual([
    {
      id: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00Z$/),
      name: "inngest/scheduled.timer",
      data: expect.objectContaining({ cron: "* * * * *" }),
    },
  ]);
});
