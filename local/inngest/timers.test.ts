import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startTimer } from "./timers";

const DAY_MS = 86_400_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("a timer longer than Node's longest fires at its time, not at once", () => {
  const fire = vi.fn();
  startTimer(60 * DAY_MS, fire);

  vi.advanceTimersByTime(60 * DAY_MS - 1);
  expect(fire).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);

  expect(fire).toHaveBeenCalledOnce();
});

test("a long timer can be stopped in any of its stages", () => {
  const fire = vi.fn();
  const stop = startTimer(60 * DAY_MS, fire);

  vi.advanceTimersByTime(30 * DAY_MS);
  stop();
  vi.advanceTimersByTime(60 * DAY_MS);

  expect(fire).not.toHaveBeenCalled();
});

test("a moment in the past fires in the next turn", () => {
  const fire = vi.fn();
  startTimer(-5_000, fire);

  expect(fire).not.toHaveBeenCalled();
  vi.advanceTimersByTime(0);

  expect(fire).toHaveBeenCalledOnce();
});
