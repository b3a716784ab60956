import { expect, test } from "vitest";
import { eventually } from "./eventually";

test("it returns the first value that satisfies the predicate", async () => {
  let reads = 0;
  const value = await eventually(
    () => ++reads,
    (read) => read >= 3,
    { intervalMs: 1 },
  );
  expect(value).toBe(3);
});

test("a read that throws counts as not yet", async () => {
  let reads = 0;
  const read = () => {
    reads++;
    if (reads < 3) throw new Error("not there");
    return "there";
  };
  expect(await eventually(read, () => true, { intervalMs: 1 })).toBe("there");
});

test("it gives up with the last value seen, in words and as the cause", async () => {
  const waiting = eventually(
    () => ({ status: "queued" }),
    ({ status }) => status === "done",
    { timeoutMs: 10, intervalMs: 1 },
  );
  await expect(waiting).rejects.toMatchObject({
    message: expect.stringContaining("{ status: 'queued' }"),
    cause: { status: "queued" },
  });
});

test("it gives up with the last error when no read succeeded", async () => {
  const failure = new Error("connection refused");
  const waiting = eventually(
    () => {
      throw failure;
    },
    () => true,
    { timeoutMs: 10, intervalMs: 1 },
  );
  await expect(waiting).rejects.toMatchObject({ cause: failure });
});
