import { expect, test } from "vitest";
import { advanceAttempt } from "@/lib/attempts/advance-attempt";
import { answer } from "@/lib/calls/test-server";
import { startServices } from "@/tests/support/services";

/** Looking for calls that may exist, while other things happen. */

test("a look that began for one dial does not count as a look for the next", async () => {
  let whileLooking: (() => Promise<void>) | null = null;
  const { services, db, phone } = await startServices(async (_, response) => {
    const first = whileLooking;
    whileLooking = null;
    await first?.();
    answer(response, 200, []);
  });
  const { id } = await db.attemptIn("dialing");
  whileLooking = async () => {
    // The answer to the dial comes after all: no line. The attempt is dialled again.
    expect(await db.release(id, 0)).toMatchObject({ released: true });
    await db.claim(1);
    expect(await db.beginDial(id)).toMatchObject({ verdict: "dial" });
  };

  expect(await advanceAttempt(services, id)).toEqual({ kind: "settled", settled: null });
  expect((await db.facts(id)).firstLookAt).toBeNull();

  expect(await advanceAttempt(services, id)).toMatchObject({ kind: "open" });
  expect((await db.facts(id)).firstLookAt).not.toBeNull();
  expect(phone.received).toHaveLength(2);
});
