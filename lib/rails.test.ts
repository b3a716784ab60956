import { expect, test } from "vitest";
import { rails } from "@/tests/database/bundle";
import { listRelaxed, mayHold } from "./rails";

const wide = { ...rails(10), countries: null };
const limits = {
  ...wide.limits,
  deployment: { ...wide.limits.deployment, usdPerDay: 100 },
};
const callingHours = { days: [1], from: "08:00", until: "20:00", holidays: [] };
const strict = {
  ...wide,
  countries: ["US"],
  minutesBetweenCalls: 30,
  callingHours,
  signUp: { mode: "closed" as const, allowed: [] },
  limits,
};

test("each rail that is off is named, and none that is on", () => {
  expect(listRelaxed(wide)).toHaveLength(5);
  expect(listRelaxed(strict)).toEqual([]);
  for (const rail of ["countries", "minutesBetweenCalls", "callingHours", "signUp", "limits"])
    expect(listRelaxed({ ...strict, [rail]: wide[rail as keyof typeof wide] })).toHaveLength(1);
});

test("hours or one limit may hold a list back", () => {
  expect(mayHold(wide)).toBe(false);
  expect(mayHold({ ...wide, callingHours })).toBe(true);
  expect(mayHold({ ...wide, limits })).toBe(true);
});
