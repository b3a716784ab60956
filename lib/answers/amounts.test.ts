import { expect, test } from "vitest";
import { findAmounts } from "./amounts";

/** "180", "250 or 2.5", "80-100 /hour", "floor 99", "not 300". */
const read = (said: string): string[] =>
  findAmounts(said).map(({ readings, per, bound, isDenied }) =>
    [
      isDenied && "not",
      bound,
      readings.map(({ low, high }) => (low === high ? low : `${low}-${high}`)).join(" or "),
      per && `/${per}`,
    ]
      .filter(Boolean)
      .join(" "),
  );

test.each([
  ["one eighty", ["180"]],
  ["one-eighty-five", ["185"]],
  ["one oh five", ["105"]],
  ["twelve hundred", ["1200"]],
  ["two thousand five hundred", ["2500"]],
  ["a grand and a half", ["1500"]],
  ["1.5k", ["1500"]],
  ["a hundred and eighty dollars", ["180"]],
  ["$1,200.50", ["1200.5"]],
  ["$23.80", ["23.8"]],
  ["twenty-three euros and eighty cents", ["23.8"]],
  ["one twenty-nine ninety-nine", ["129.99"]],
  ["two hundred twenty-nine ninety-nine", ["229.99"]],
])("%s is one amount", (said, amounts) => {
  expect(read(said)).toEqual(amounts);
});

test.each([
  ["two fifty", ["250 or 2.5"]],
  ["one ninety-nine", ["199 or 1.99"]],
  ["twelve fifty", ["1250 or 12.5"]],
  ["twenty-three eighty", ["2380 or 23.8"]],
  ["a buck fifty", ["150 or 1.5"]],
])("%s can be understood in two ways", (said, amounts) => {
  expect(read(said)).toEqual(amounts);
});

test.each([
  ["two fifty dollars", ["250"]],
  ["two fifty an hour", ["250 /hour"]],
  ["two fifty to three", ["250-300"]],
])("%s has a context that leaves one", (said, amounts) => {
  expect(read(said)).toEqual(amounts);
});

test.each([
  ["two to three hundred", ["200-300"]],
  ["four or five hundred", ["400-500"]],
  ["twelve to fifteen hundred", ["1200-1500"]],
  ["one fifty to seventy-five", ["150-175"]],
  ["$180-220", ["180-220"]],
  ["between a hundred and one fifty", ["100-150"]],
  ["between a hundred and ten and a hundred and sixty", ["110-160"]],
  ["between 80 and 100 bucks an hour", ["80-100 /hour"]],
])("%s is a range", (said, amounts) => {
  expect(read(said)).toEqual(amounts);
});

test.each([
  ["starting at ninety-nine", ["floor 99"]],
  ["ninety-nine and up", ["floor 99"]],
  ["a hundred plus", ["floor 100"]],
  ["from eighty", ["floor 80"]],
  ["no less than two hundred", ["floor 200"]],
  ["up to four hundred", ["ceiling 400"]],
  ["a hundred plus parts", ["100"]],
  ["from 150 to 200", ["150-200"]],
])("%s has its bound", (said, amounts) => {
  expect(read(said)).toEqual(amounts);
});

test.each([
  ["not three hundred, two", ["not 300", "200"]],
  ["one eighty, not two eighty", ["180", "not 280"]],
  ["eighty-five for the visit and then sixty an hour", ["85", "60 /hour"]],
  ["eighty-five bucks a toilet", ["85 /piece"]],
  ["sixty-five per half hour", ["65 /piece"]],
])("%s is told apart", (said, amounts) => {
  expect(read(said)).toEqual(amounts);
});

test.each([
  "eight six four, five five five, oh one two three",
  "(864) 555-0123",
  "864 555 0123",
  "555-0123",
  "license 45123",
  "at 2:30 on the 3rd",
  "the first one",
])("%s is no amount", (said) => {
  expect(read(said)).toEqual([]);
});

test("a correction is told from what it corrects", () => {
  const flags = findAmounts("One ten. No wait, make that ninety.").map(
    ({ isCorrection }) => isCorrection,
  );
  expect(flags).toEqual([false, true]);
});
