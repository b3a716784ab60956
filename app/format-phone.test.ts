import { expect, test } from "vitest";
import { formatNumber, formatPhone, telLink } from "./format-phone";

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

test("an extension is shown and dialed, and nothing stands for none", () => {
  const extended = { phone: "+18645550100", phoneExtension: "12" };
  expect(formatNumber(extended)).toBe("+1 864 555 0100 ext. 12");
  expect(telLink(extended)).toBe("tel:+18645550100;ext=12");
  const plain = { ...extended, phoneExtension: null };
  expect([formatNumber(plain), telLink(plain)]).toEqual(["+1 864 555 0100", "tel:+18645550100"]);
});
