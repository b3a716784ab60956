import { expect, test } from "vitest";
import { isSimulatedAt } from "./simulated";

test.each([
  ["http://localhost:8290", true],
  ["http://127.0.0.1:8290", true],
  ["http://[::1]:8290/", true],
  ["https://api.vapi.ai", false],
  ["https://api.eu.vapi.ai/", false],
  ["https://vapi.proxy.example", false],
  ["http://localhost.example", false],
])("%s: %s", (url, isSimulated) => {
  expect(isSimulatedAt(url)).toBe(isSimulated);
});
