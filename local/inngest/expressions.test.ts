import { describe, expect, test } from "vitest";
import { compileExpression, InvalidExpressionError } from "./expressions";

const scope = {
  event: {
    name: "a",
    data: { id: "r1", n: 7, price: 1.5, tags: ["x"], none: null, user: { id: 1 } },
  },
  async: { name: "b", data: { id: "r1", n: 8, user: { id: 1 } } },
};

const matches = (source: string) => compileExpression(source).matches(scope);

describe("matches", () => {
  test.each([
    "event.data.id == async.data.id",
    "event.data.user.id == async.data.user.id",
    "async.data.id == 'r1' && event.data.n == 7",
    'async.data.id == "r1"',
    "event.data.n == 1 || async.data.n == 8",
    "event.data.n != async.data.n",
    "event.data.price > 1",
    "event.data.n in [7, 8]",
    "event.data.tags.exists(t, t == 'x')",
    "event.data['id'] == 'r1'",
    "has(event.data.price)",
    "!has(event.data.missing)",
    "event.data.none == null",
  ])("%s is true", (source) => {
    expect(matches(source)).toBe(true);
  });

  test.each([
    "event.data.n == async.data.n",
    "event.data.n == 'seven'",
    "event.data.n > 'seven'",
    "event.data.n",
    "'true'",
  ])("%s is false", (source) => {
    expect(matches(source)).toBe(false);
  });

  test("a missing path is null: equal to nothing, different from everything, never an error", () => {
    expect(matches("async.data.missing.deep == 'x'")).toBe(false);
    expect(matches("async.data.missing.deep != 'x'")).toBe(true);
    expect(matches("async.data.missing == null")).toBe(true);
    expect(matches("nothing.at.all == 1")).toBe(false);
    expect(matches("event.data.id.deeper == 'x'")).toBe(false);
  });

  test("filling a missing path leaves the event itself untouched", () => {
    const before = structuredClone(scope);

    matches("event.data.missing.deep == 'x'");

    expect(scope).toEqual(before);
  });
});

describe("key", () => {
  const key = (source: string) => compileExpression(source).key(scope);

  test("is the value as text", () => {
    expect(key("event.data.id")).toBe("r1");
    expect(key("event.data.n")).toBe("7");
    expect(key("event.data.id + '-' + event.name")).toBe("r1-a");
    expect(key("event.data.user")).toBe('{"id":1}');
    expect(key("'fixed'")).toBe("fixed");
  });

  test("is null where there is nothing to group by", () => {
    expect(key("event.data.missing")).toBeNull();
    expect(key("event.data.none")).toBeNull();
  });
});

describe("compileExpression", () => {
  test.each(["event.data.id ==", "event.data.id = 1", "(", "no_such_function(event.data.id)"])(
    "refuses %j",
    (source) => {
      expect(() => compileExpression(source)).toThrow(InvalidExpressionError);
    },
  );
});
