import { expect, test } from "vitest";
import type { Urgency } from "@/lib/states/batch";
import { isLaterThanAsked } from "./asked-time";
import { nothingSaid } from "./test-rows";

const at = (earliestAt: string | null) => ({ ...nothingSaid(), earliestAt });

/** Monday, 10 PM in New York, where it is Tuesday in UTC already. */
const ASKED = "2026-11-24T03:00:00.000Z";

test.each<[Urgency, string | null, boolean]>([
  ["immediate", "2026-11-23T23:30:00-05:00", false],
  ["immediate", "2026-11-24T07:00:00-05:00", true],
  ["within_24_hours", "2026-11-24T21:59:00-05:00", false],
  ["within_24_hours", "2026-11-24T22:01:00-05:00", true],
  ["within_2_days", "2026-11-25T18:00:00-05:00", false],
  ["within_2_days", "2026-11-26T00:00:00.250-05:00", true],
  ["within_2_days", "2026-11-26T08:00:00Z", false],
  ["within_2_days", "2026-11-27T08:00:00Z", true],
  ["flexible", "2027-11-24T07:00:00-05:00", false],
  ["immediate", null, false],
])("asked %s, an offer of %s is late: %s", (urgency, earliest, isLate) => {
  expect(isLaterThanAsked(at(earliest), urgency, ASKED)).toBe(isLate);
});
