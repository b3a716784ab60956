import { expect, test } from "vitest";
import { readFunctionConfig } from "./function-config";
import { createHistory } from "./history";
import { createRun, type Run } from "./run";
import type { StoredEvent } from "./types";

const fn = readFunctionConfig({
  id: "app-f",
  triggers: [{ event: "go" }],
  steps: { step: { runtime: { type: "http", url: "http://127.0.0.1:1/api" } } },
});

const event = (internalId: string): StoredEvent => ({
  internalId,
  receivedAtMs: 0,
  payload: { id: internalId, name: "go", data: {}, ts: 0, user: {} },
});

const run = (status: Run["status"], eventId = "e"): Run => ({
  ...createRun(fn, event(eventId), 0),
  status,
});

test("of the ended runs only the latest are kept, of the others all", () => {
  const history = createHistory(3);
  const [living, ...ended] = [
    run("Running"),
    run("Completed"),
    run("Failed"),
    run("Cancelled"),
    run("Completed"),
  ];

  for (const one of [living, ...ended]) if (one) history.addRun(one);

  expect(history.runs().map(({ id }) => id)).toEqual([ended[3]?.id, ended[2]?.id, living?.id]);
});

test("only the latest events are kept, each with the runs that it started", () => {
  const history = createHistory(2);
  for (const id of ["e1", "e2", "e3"]) history.addEvent(event(id));
  const started = run("Running", "e3");
  history.addRun(started);

  expect(history.events().map(({ internalId }) => internalId)).toEqual(["e3", "e2"]);
  expect(history.event("e3")?.runIds).toEqual([started.id]);
  expect(history.event("e1")).toBeUndefined();
});

test("an event that is repeated under the same id keeps its runs", () => {
  const history = createHistory(2);
  history.addEvent(event("e1"));
  history.addRun(run("Running", "e1"));

  history.addEvent(event("e1"));

  expect(history.event("e1")?.runIds).toHaveLength(1);
});
