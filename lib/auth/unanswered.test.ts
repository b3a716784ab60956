import {
  AuthApiError,
  AuthRetryableFetchError,
  AuthSessionMissingError,
} from "@supabase/supabase-js";
import { expect, test } from "vitest";
import { isUnanswered } from "./unanswered";

test.each([
  [new AuthRetryableFetchError("fetch failed", 0), true],
  [new AuthRetryableFetchError("gateway", 504), true],
  [new AuthApiError("fault", 500, "unexpected_failure"), true],
  [new AuthSessionMissingError(), false],
  [new AuthApiError("wrong", 400, "invalid_credentials"), false],
  [new AuthApiError("expired", 401, "bad_jwt"), false],
  [null, false],
])("%s: %s", (error, expected) => {
  expect(isUnanswered(error)).toBe(expected);
});
