import { expect, test } from "vitest";
import { behaviorOf } from "../behaviors";
import { planCall } from "./plan-call";

const NOW = Date.parse("2026-03-04T12:00:00Z");

function plan(number: string, timeScale = 1) {
  const call = planCall({
    id: number,
    request: { customer: { number } },
    now: NOW,
    timeScale,
    behavior: behaviorOf(number),
    isBlocked: false,
  });
  return call.plan.map(({ name, at }) => ({ name, seconds: (at - NOW) / 1000 }));
}

const numbers = Array.from({ length: 500 }, (_, index) => `+1864288${1000 + index}`);

const secondsTo = (name: string, number: string): number =>
  plan(number).find((step) => step.name === name)?.seconds ?? Number.NaN;

test("an answered call takes 4 to 12 seconds, its report about one more", () => {
  const ends = numbers.map((number) => secondsTo("ended", number));
  const analyses = numbers.map((number, index) => secondsTo("report", number) - (ends[index] ?? 0));

  expect(Math.min(...ends)).toBeGreaterThanOrEqual(4);
  expect(Math.max(...ends)).toBeLessThanOrEqual(12);
  expect(Math.min(...analyses)).toBeGreaterThanOrEqual(0.799);
  expect(Math.max(...analyses)).toBeLessThanOrEqual(1.501);
  expect(new Set(ends).size).toBeGreaterThan(50);
});

test("the time scale multiplies every step", () => {
  const [number = ""] = numbers;
  const scaled = plan(number, 0.5);

  plan(number).forEach(({ name, seconds }, index) => {
    expect(scaled[index]?.name).toBe(name);
    expect(scaled[index]?.seconds).toBeCloseTo(seconds / 2, 2);
  });
});

test("the digits of a number decide its fate only where no one can own it", () => {
  expect(behaviorOf("+12125550104")).toBe("busy");
  expect(behaviorOf("+18645550119")).toBe("phone-menu");
  expect(behaviorOf("+18645550120")).toBe("seeded");
  expect(behaviorOf("+18645560104")).toBe("seeded");
  expect(behaviorOf("+44207946555010")).toBe("seeded");
});
