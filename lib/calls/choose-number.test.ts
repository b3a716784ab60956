import { expect, test } from "vitest";
import { chooseNumber } from "./choose-number";

const IDS = ["north", "south", "east", "west"];
const callees = Array.from(
  { length: 2000 },
  (_, index) => `+1864555${String(index).padStart(4, "0")}`,
);
const choices = (ids: readonly string[]) => callees.map((callee) => chooseNumber(ids, callee));

test("a business is always called from the same number, in whatever order they are listed", () => {
  expect(choices([...IDS].reverse())).toEqual(choices(IDS));
  expect(choices(["north"])).toEqual(callees.map(() => "north"));
});

test("businesses spread evenly over the numbers", () => {
  for (const id of IDS) {
    const share = choices(IDS).filter((choice) => choice === id).length;
    // 500 each; six standard deviations are 116.
    expect(Math.abs(share - 500)).toBeLessThan(116);
  }
});

test("a number that is taken away moves only the businesses that were called from it", () => {
  const before = choices(IDS);
  const after = choices(IDS.filter((id) => id !== "west"));

  expect(after.filter((choice, index) => choice !== before[index])).toHaveLength(
    before.filter((choice) => choice === "west").length,
  );
});
