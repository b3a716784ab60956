import { describe, expect, test } from "vitest";
import {
  decodeBinaryFrame,
  decodeFrame,
  encodeBroadcast,
  encodeFrame,
  parseVersion,
} from "./protocol";

test.each([
  [null, 1],
  ["1.0.0", 1],
  ["2.0.0", 2],
  ["3.0.0", null],
  ["2", null],
])("vsn %s is protocol %s", (vsn, version) => {
  expect(parseVersion(vsn)).toBe(version);
});

describe.each([1, 2] as const)("version %i", (version) => {
  test("a frame survives encoding and decoding, apart from what version 1 leaves out", () => {
    const frame = { joinRef: "1", ref: "2", topic: "t", event: "e", payload: { a: [1] } };
    const decoded = decodeFrame(version, encodeFrame(version, frame));
    expect(decoded).toEqual({ ...frame, joinRef: version === 1 ? null : "1" });
  });

  test.each(["", "{}", "[]", "null", '["a"]', '{"topic":1,"event":"e"}', "[1,2,3,4,5]"])(
    "%j is no frame",
    (text) => {
      expect(decodeFrame(version, text)).toBeNull();
    },
  );
});

test("bytes of another kind, or too few, are no frame", () => {
  expect(decodeBinaryFrame(Buffer.from([]))).toBeNull();
  expect(decodeBinaryFrame(Buffer.from([3, 1, 1]))).toBeNull();
  expect(decodeBinaryFrame(Buffer.from([4, 0, 0, 0, 0, 0, 0]))).toBeNull();
});

describe("a broadcast of version 2", () => {
  const message = { id: "id", topic: "room", event: "bump", payload: { n: 1 } };

  test("is binary", () => {
    expect(encodeBroadcast(2, message)).toBeInstanceOf(Buffer);
  });

  test("is text when a part is longer than its length byte can say", () => {
    const event = "e".repeat(256);
    const text = encodeBroadcast(2, { ...message, event });
    expect(JSON.parse(String(text))).toEqual([
      null,
      null,
      "realtime:room",
      "broadcast",
      { type: "broadcast", event, payload: { n: 1 }, meta: { id: "id" } },
    ]);
  });
});
