import { expect, test } from "vitest";
import { CALL_STATUSES } from "@/lib/states/attempt";
import { countStatuses } from "./progress";

test("every status is counted in exactly one place, so the counts add up to the total", () => {
  const { total, ...counts } = countStatuses([...CALL_STATUSES, "completed", "dialing"]);

  expect(total).toBe(CALL_STATUSES.length + 2);
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(total);
  expect(counts).toMatchObject({ queued: 2, inProgress: 4, completed: 2, unknown: 1 });
});
