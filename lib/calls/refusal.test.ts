import { expect, test } from "vitest";
import { saysRetryAfter } from "./refusal";

const NOW = Date.parse("2026-11-23T15:00:00Z");

test.each<[Record<string, string>, number | null]>([
  [{}, null],
  [{ "Retry-After": "30" }, 30],
  [{ "Retry-After": "Mon, 23 Nov 2026 15:00:41 GMT" }, 41],
  [{ "Retry-After": "Mon, 23 Nov 2026 14:00:00 GMT" }, 0],
  [{ "Retry-After": "86400" }, 3_600],
  [{ "Retry-After": "soon" }, null],
  [{ "X-RateLimit-Reset": String(NOW / 1_000 + 12) }, 12],
  [{ "Retry-After": "5", "X-RateLimit-Reset": String(NOW / 1_000 + 12) }, 5],
])("%j says to wait %j seconds", (headers, seconds) => {
  expect(saysRetryAfter(new Headers(headers), NOW)).toBe(seconds);
});
