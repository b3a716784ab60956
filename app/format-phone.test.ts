import { expect, test } from "vitest";
import { formatPhone } from "./format-phone";

test.each([
  ["+18645550100", "+1 864 555 0100"],
  ["+4930901820", "+49 309 018 20"],
  ["+442079460018", "+44 207 946 0018"],
  ["+33142685300", "+33 142 685 300"],
  ["+79161234567", "+7 916 123 4567"],
  ["+353861234567", "+353 861 234 567"],
  ["+6903010", "+690 3010"],
])("%s is shown as %s", (e164, shown) => {
  expect(formatPhone(e164)).toBe(shown);
});

test("what is no international number stays as it is", () => {
  expect(formatPhone("555-12")).toBe("555-12");
  expect(formatPhone("")).toBe("");
});
