import { expect, test } from "vitest";
import { SIGNATURE_HEADER, signAttempt, verifyAttempt } from "./webhook-signature";

const SECRET = "first-secret-of-at-least-32-characters";
const NEXT = "second-secret-of-at-least-32-characters";
const ATTEMPT = "0d9f1c9e-6a44-4b4f-9a53-5c1f8a7f2b10";
const OTHER = "0d9f1c9e-6a44-4b4f-9a53-5c1f8a7f2b11";

test("a signature opens its own attempt and no other", () => {
  const signature = signAttempt(SECRET, ATTEMPT);

  expect(verifyAttempt(SECRET, ATTEMPT, signature)).toBe(true);
  expect(verifyAttempt(SECRET, OTHER, signature)).toBe(false);
  expect(verifyAttempt(NEXT, ATTEMPT, signature)).toBe(false);
});

test("the case of the id in the address does not matter", () => {
  expect(verifyAttempt(SECRET, ATTEMPT.toUpperCase(), signAttempt(SECRET, ATTEMPT))).toBe(true);
});

test("the old secret stays valid while it is listed", () => {
  const signature = signAttempt(SECRET, ATTEMPT);

  expect(verifyAttempt([NEXT, SECRET], ATTEMPT, signature)).toBe(true);
  expect(verifyAttempt([NEXT], ATTEMPT, signature)).toBe(false);
  expect(verifyAttempt([], ATTEMPT, signature)).toBe(false);
});

test.each([null, undefined, "", "x", "äöü", "A".repeat(10_000)])("%j is refused", (signature) => {
  expect(verifyAttempt(SECRET, ATTEMPT, signature)).toBe(false);
});

test("an empty secret signs nothing", () => {
  expect(verifyAttempt(["", SECRET], ATTEMPT, signAttempt("", ATTEMPT))).toBe(false);
});

test("a changed signature is refused at every place", () => {
  const signature = signAttempt(SECRET, ATTEMPT);
  for (let index = 0; index < signature.length - 1; index += 1) {
    const letter = signature[index] === "A" ? "B" : "A";
    const changed = `${signature.slice(0, index)}${letter}${signature.slice(index + 1)}`;
    expect(verifyAttempt(SECRET, ATTEMPT, changed), changed).toBe(false);
  }
});

test("header and signature fit into any HTTP header", () => {
  expect(SIGNATURE_HEADER).toBe("x-ringround-signature");
  expect(signAttempt(SECRET, ATTEMPT)).toMatch(/^[\w-]{43}$/);
});
