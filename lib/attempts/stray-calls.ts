import { z } from "zod";
import { getCall, type HangUpResult, hangUp } from "@/lib/calls/client";
import { log } from "@/lib/log";
import type { Services } from "@/lib/services";
import { callFunction } from "@/lib/supabase/call-function";
import type { Db } from "@/lib/supabase/clients";
import { recordCallEvent } from "./functions";
import { recordEnd } from "./record-end";

/** A live call that nobody waits for: of an attempt that has another, that was canceled, or whose provider was dialed again. */
export type StrayCall = { attemptId: string; callId: string };

/** Stray calls, of one person or of all, of which nobody knows yet that they are over. */
export function listStrayCalls(db: Db, userId?: string): Promise<StrayCall[]> {
  return callFunction(
    db,
    "list_stray_calls",
    userId ? { p_user_id: userId } : {},
    z.array(z.object({ attemptId: z.uuid(), callId: z.string() })),
  );
}

/**
 * Puts a stray call on record and hangs it up; the sweep comes back to it until it is over. Never throws.
 * @param controlUrl null where it is not known: the phone service is asked for it
 * @returns null when there is no URL to hang up at, or the call has ended.
 */
export async function endStrayCall(
  services: Services,
  stray: StrayCall,
  controlUrl: string | null,
): Promise<HangUpResult["kind"] | null> {
  // On record first: whatever happens next, the sweep knows of it.
  const { attemptId, callId } = stray;
  await recordCallEvent(
    services.db,
    attemptId,
    { source: "system", kind: "stray", dedupeKey: `${callId}:stray`, callId },
    services.rails,
  ).catch((err: unknown) =>
    log().error({ err, ...stray }, "A stray call could not be put on record."),
  );
  try {
    return await hangUpStray(services, stray, controlUrl);
  } catch (err) {
    log().error({ err, ...stray }, "The phone service cannot be asked to end a stray call.");
    return null;
  }
}

/**
 * Looks at a stray call again: its end is put on record, alive is hung up.
 * @throws the phone service's error when it cannot be asked; AppError `store_unavailable`.
 */
export async function checkStrayCall(services: Services, stray: StrayCall): Promise<void> {
  const call = await getCall(services.vapi, stray.callId);
  if (call?.ended) await recordEnd(services, stray.attemptId, call, call.isAnswerReady);
  else if (call?.controlUrl) await hangUp(services.vapi, call.controlUrl);
}

async function hangUpStray({ vapi }: Services, { callId }: StrayCall, controlUrl: string | null) {
  if (controlUrl) return (await hangUp(vapi, controlUrl)).kind;
  const call = await getCall(vapi, callId);
  return call?.controlUrl && !call.ended ? (await hangUp(vapi, call.controlUrl)).kind : null;
}
