import { expect, test } from "vitest";
import { createGate, type Slot } from "./flow-control";

/** A gate whose starts are noted, and what gives the slots of each back. */
function watchedGate() {
  const gate = createGate();
  const started: string[] = [];
  const releases = new Map<string, () => void>();
  return {
    started,
    submit(name: string, ...slots: Slot[]) {
      gate.submit(slots, (release) => {
        started.push(name);
        releases.set(name, release);
      });
    },
    release: (name: string) => releases.get(name)?.(),
  };
}

const slot = (key: string, limit: number): Slot => ({ key, limit });

test("starts are in the order in which they were asked for, as places become free", () => {
  const gate = watchedGate();
  for (const name of ["a", "b", "c", "d"]) gate.submit(name, slot("k", 2));

  expect(gate.started).toEqual(["a", "b"]);
  gate.release("b");
  gate.release("a");

  expect(gate.started).toEqual(["a", "b", "c", "d"]);
});

test("giving places back twice frees them once", () => {
  const gate = watchedGate();
  for (const name of ["a", "b", "c"]) gate.submit(name, slot("k", 1));

  gate.release("a");
  gate.release("a");

  expect(gate.started).toEqual(["a", "b"]);
});

test("who needs two slots waits for both and meanwhile holds neither", () => {
  const gate = watchedGate();
  gate.submit("left", slot("l", 1));
  gate.submit("right", slot("r", 1));
  gate.submit("both", slot("l", 1), slot("r", 1));
  gate.submit("next", slot("l", 1));

  gate.release("left");
  expect(gate.started).toEqual(["left", "right", "next"]);
  gate.release("right");
  expect(gate.started).toEqual(["left", "right", "next"]);
  gate.release("next");

  expect(gate.started).toEqual(["left", "right", "next", "both"]);
});

test("a long queue behind one place is worked off to its end", async () => {
  const gate = createGate();
  let done = 0;
  const ended = Array.from(
    { length: 2_000 },
    () =>
      new Promise<void>((resolve) => {
        gate.submit([slot("k", 1)], (release) => {
          done++;
          release();
          resolve();
        });
      }),
  );

  await Promise.all(ended);

  expect(done).toBe(2_000);
});
