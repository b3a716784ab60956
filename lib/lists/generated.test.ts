import fc from "fast-check";
import { expect, test } from "vitest";
import { findFaults, generatedFile } from "./generated.fixture";

test("whatever the columns, their order, the separator and the encoding: nothing but phones is called", async () => {
  await fc.assert(
    fc.asyncProperty(generatedFile, async (file) => {
      expect(await findFaults(file)).toEqual([]);
    }),
    { numRuns: 200, seed: 20_261 },
  );
});
