import { expect, test } from "vitest";
import { choiceFor, readChoice } from "./column-choice";

const KEPT = JSON.stringify({ titles: ["Company", "Day", "Night"], columns: { phone: [2] } });

test("a choice holds for the table that it was made for, and for no other", () => {
  expect(choiceFor(readChoice(KEPT), ["Company", "Day", "Night"])).toEqual({ phone: [2] });
  expect(choiceFor(readChoice(KEPT), ["Company", "Phone", "Fax"])).toBeUndefined();
  expect(choiceFor(readChoice(KEPT), undefined)).toBeUndefined();
});

test.each(["", "{"])("what was kept as %j is no choice", (kept) => {
  expect(choiceFor(readChoice(kept), ["Company"])).toBeUndefined();
});
