import { expect, test } from "vitest";
import { createProvider } from "@/lib/batches/live-batch.fixture";
import { listMoments } from "./moments";

const at = (second: number) =>
  `2026-11-23T09:${String(Math.floor(second / 60)).padStart(2, "0")}:${String(second % 60).padStart(2, "0")}.000Z`;

test("a call that answered is told from the queue to the answer, with the time each part took", () => {
  const { attempt } = createProvider({
    status: "settled",
    outcome: "completed",
    dialingAt: at(12),
    ringingAt: at(12),
    answeredAt: at(17),
    endedAt: at(89),
    settledAt: at(97),
  });
  expect(listMoments(attempt, at(0)).map(({ name, took }) => [name, took])).toEqual([
    ["Queued", null],
    ["Dialed", "waited 12 seconds for a line"],
    ["Ringing", null],
    ["Picked up", "rang for 5 seconds"],
    ["Call ended", "talked for 1:12 min"],
    ["Answer ready", "read in 8 seconds"],
  ]);
});

test("a call that was never picked up claims no talk and no answer", () => {
  const { attempt } = createProvider({
    status: "settled",
    outcome: "no_answer",
    dialingAt: at(0),
    ringingAt: at(2),
    endedAt: at(32),
    settledAt: at(33),
  });
  expect(listMoments(attempt, null).map(({ name, took }) => [name, took])).toEqual([
    ["Dialed", null],
    ["Ringing", "connected in 2 seconds"],
    ["Call ended", "after 30 seconds"],
    ["Outcome known", "after 1 second"],
  ]);
});

test("nothing has happened before the first dial", () => {
  expect(listMoments(createProvider({}).attempt, null)).toEqual([]);
});
