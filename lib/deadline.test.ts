import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withDeadline } from "./deadline";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("work that is done in time is its own result, and leaves no timer behind", async () => {
  await expect(withDeadline(Promise.resolve("done"), 1000, "late")).resolves.toBe("done");
  await expect(withDeadline(Promise.reject(new Error("broken")), 1000, "late")).rejects.toThrow(
    "broken",
  );
  expect(vi.getTimerCount()).toBe(0);
});

test("work that takes longer is late", async () => {
  const late = expect(withDeadline(new Promise(() => undefined), 1000, "late")).rejects.toThrow(
    "late",
  );
  await vi.advanceTimersByTimeAsync(1000);
  await late;
});

test("work that breaks when nobody waits for it any more breaks nothing else", async () => {
  const work = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error("broken")), 2000);
  });
  const late = expect(withDeadline(work, 1000, "late")).rejects.toThrow("late");

  await vi.advanceTimersByTimeAsync(2000);
  await late;
});
