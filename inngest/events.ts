import { eventType } from "inngest";
import { z } from "zod";

/**
 * The events of the product. Names are past facts; ids derive from the attempt or batch, never from a run, so that a
 * replay from the dashboard changes nothing. Each id begins with the event's name: Inngest drops equal ids per
 * function without looking at the name.
 */

const id = z.uuid();

/** A batch is stored; its calls should start. `announcement` counts how often this was said. */
export const batchRequested = eventType("calls/batch.requested", {
  schema: z.object({ batchId: id, announcement: z.int() }),
});

/** An attempt holds a line and should be dialed. */
export const attemptClaimed = eventType("calls/attempt.claimed", {
  schema: z.object({ attemptId: id, batchId: id, announcement: z.int() }),
});

/** The call of an attempt is over and its answer is in, or it is known that none will come. Wakes the waiting run. */
export const attemptEnded = eventType("calls/attempt.ended", {
  schema: z.object({ attemptId: id }),
});

/** A row waits for its time: a further attempt, or the dial after one that found no line. */
export const attemptScheduled = eventType("calls/attempt.scheduled", {
  schema: z.object({ attemptId: id, dueAt: z.string() }),
});

/** Every provider of a batch is final (or an unknown outcome became known): rank and tell. */
export const batchSettled = eventType("calls/batch.settled", {
  schema: z.object({ batchId: id }),
});

/** A person asked to have their account deleted: hang up its calls, then remove all of it. */
export const accountDeletionRequested = eventType("account/deletion.requested", {
  schema: z.object({ userId: id }),
});

/** A person asked to stop a batch: hang up what rings. */
export const batchCancelRequested = eventType("calls/batch.cancel_requested", {
  schema: z.object({ batchId: id }),
});
